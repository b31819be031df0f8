#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/mutate.sh
# Switches on one mutant of tests/mutations/ at a time and runs the tests that should
# notice, up to the first that does. Before that each of these tests must pass with none.
# MUTANTS= selects mutants. Output is kept in $CACHE/mutate/. Exit: 0 if at least 95 of
# 100 were noticed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
own_run "$@"
cd "$top"

kernel=all-test-events-mutate
needed=95	# of 100
runs_kept=5
program_seconds=600

# A mutant that hangs is noticed after so many times what the same tests take without.
patience=3

# CPUs that wait for each other take ages where all of them take turns, as they do where
# instructions are counted. So only programs that count boot like that.
mode_of() { # TESTS
	local program

	for program in $1; do
		if grep -qs '^/\* gmem-lab-test: .*mode=counted' "tests/guest/${program%@*}.c"; then
			echo counted
			return
		fi
	done
	echo parallel
}

# boot_mutant NUMBER FOLDER SECONDS TESTS: prints what became of it:
#   survived..., killed WHAT, or failed WHY
boot_mutant() {
	local out=$dir/$2 status=0 said result

	mkdir -p "$out"
	xargs -n 1 <<<"$4" | sed "s/\$/ $program_seconds/" |
		scripts/job.sh mutant "$1" >"$out/job"
	said=$(scripts/boot.sh --kernel "$vmlinux" --initrd "$initrd" \
		--mode "$(mode_of "$4")" --cpus 4 --job "$out/job" --out "$out" \
		--timeout "$3" 2>&1) || status=$?
	result=$(grep -aE '^(killed|survived)' "$out/result" 2>/dev/null | head -n 1) || true
	said=${said#error: }
	said=${said%%; see *}
	case $status-$result in
	*-killed*) echo "${result/killed/killed by}" ;;
	0-survived) echo "survived, $(sed -n '2s/^[0-9]* //p' "$out/result")" ;;
	"$E_KERNEL"-* | "$E_JOB"-* | "$E_TIMEOUT"-*) echo "killed: $said" ;;
	*) echo "failed $said" ;;
	esac
}

# The tests of a mutant without it. Notes how long they take.
check_tests() { # LIST NUMBER
	local start=$SECONDS

	mkdir -p "$dir/0-$2"
	boot_mutant 0 "0-$2" "$TIMEOUT" "$1" >"$dir/0-$2/verdict"
	echo $((SECONDS - start)) >"$dir/0-$2/seconds"
}

# What should notice mutants must pass first. Says which all don't.
need_passed() {
	local number result failed=0

	for number in "${!lists[@]}"; do
		result=$(<"$dir/0-$number/verdict")
		[[ $result == survived* ]] && continue
		say "    without a mutant: ${result/killed by/failed:} (tests: ${lists[number]})"
		failed=1
	done
	((!failed)) || die "tests that should notice mutants do not pass without one; see $dir"
}

judge() { # NUMBER NAME LIST
	local seconds

	seconds=$(<"$dir/0-$3/seconds")
	boot_mutant "$1" "$1" $((seconds * patience + 60)) "${lists[$3]}" >"$dir/$1.result"
	say "    $2: $(<"$dir/$1.result")"
}

# in_turns COMMAND...: in the background, as many at a time as there are JOBS. If one
# fails, so does the run.
in_turns() {
	while (($(jobs -rp | wc -l) >= JOBS)); do
		wait -n || exit 1
	done
	"$@" </dev/null &
}

finish_turns() {
	while (($(jobs -rp | wc -l))); do
		wait -n || exit 1
	done
}

selected_mutants() {
	scripts/mutants.pl list tests/mutations >"$dir/all"
	awk -F '\t' -v wanted=" ${MUTANTS//,/ } " \
		'wanted == "  " || index(wanted, " " $2 " ")' "$dir/all" >"$dir/mutants"
	[[ -s $dir/mutants ]] ||
		die "MUTANTS=$MUTANTS: no such mutant; tests/mutations/ has $(cut -f2 "$dir/all" | xargs)"
}

# TAP, a result for each mutant; then what survived, and why; then how many.
report() {
	local number name file function rule tests why result killed=0 nr=0 rest=''

	while IFS=$'\x1f' read -r number name file function rule tests why; do
		result=$(<"$dir/$number.result")
		((++nr))
		case $result in
		killed*)
			((++killed))
			echo "ok $nr - $name ($rule in $function): $result"
			[[ -z $why ]] || rest+="# $name is explained as one that survives, and does not"$'\n'
			;;
		survived*)
			echo "not ok $nr - $name ($rule in $function): $result"
			rest+="# survivor: $name, $rule in $function of $file: ${why:-not explained}; asked: $tests"$'\n'
			;;
		*) die "$name: ${result#failed }; see $dir/$number" ;;
		esac
	done < <(tr '\t' '\037' <"$dir/mutants")
	echo "1..$nr"
	printf %s "$rest"
	awk -F '\t' '{ print $3 }' "$dir/mutants" | sort -u | while read -r file; do
		printf '# %-48s %3d mutants, %3d killed\n' "$file" \
			"$(awk -F '\t' -v f="$file" '$3 == f' "$dir/mutants" | wc -l)" \
			"$(awk -F '\t' -v f="$file" '$3 == f { print $1 }' "$dir/mutants" |
				while read -r number; do cat "$dir/$number.result"; done | grep -c '^killed')"
	done
	echo "$killed of $nr mutants killed, $((nr - killed)) survived"
	((killed * 100 >= nr * needed))
}

(($# == 0)) || usage "$0"
plan "packages" 5
plan_kernels "$kernel"
plan programs 40 programs-test
plan "tests without a mutant" 120 mutate-none
plan mutants 600 mutate
if ((DRYRUN)); then
	print_plan
	exit
fi

step
scripts/setup.sh test
dir=$CACHE/mutate/$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$dir"
find "$CACHE/mutate" -mindepth 1 -maxdepth 1 -type d | sort -r |
	tail -n +$((runs_kept + 1)) | xargs -r rm -rf
selected_mutants
lock_cache
step
vmlinux=$(scripts/kernel.sh "$kernel" </dev/null) || exit
step
initrd=$(scripts/guest-programs.sh test) || exit
unlock_cache

step
mapfile -t lists < <(cut -f6 "$dir/mutants" | sort -u)
for number in "${!lists[@]}"; do
	in_turns check_tests "${lists[number]}" "$number"
done
finish_turns
need_passed

step
declare -A list_of=()
for number in "${!lists[@]}"; do list_of[${lists[number]}]=$number; done
while IFS=$'\t' read -r number name _ _ _ tests _; do
	in_turns judge "$number" "$name" "${list_of[$tests]}"
done <"$dir/mutants"
finish_turns
end_step
say "done in $(minutes "$SECONDS"); output: $dir"
report | tee "$dir/report"
