#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/test.sh [lint|host|gate|guest|debug]...
# Runs the tests and ends with the line "N passed, N failed, N skipped":
#   lint    shellcheck, checkpatch, clang-format
#   host    tests/host/ (runner) and tests/unit/ (tools)
#   gate    of those, only what tests the gate, and the gate on kernels of its own
#   guest   tests/guest/ and the kernel's own selftests, inside lab kernels
#   debug   as guest, in the debug kernels of .ci/debug-kernels, with a minute of
#           random operations
# Without an argument: the first three; with KERNEL= other than plain, guest, which
# alone has to do with kernels. TESTS= and KERNELS= select among what runs inside
# kernels. Output is kept in $CACHE/test/. Exit: 0 if nothing failed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
own_run "$@"
# shellcheck source=scripts/test-plan.sh
. "$top/scripts/test-plan.sh"
cd "$top"

runs_kept=5

debug_stress_seconds=60

# Output of earlier runs, but for the latest and those that go on.
drop_old_runs() {
	local old

	while read -r old; do
		[[ ! -f $old/running ]] || flock -n "$old/running" true || continue
		rm -rf "$old"
	done < <(find "$CACHE/test" -mindepth 1 -maxdepth 1 -type d | sort -r |
		tail -n +$((runs_kept + 1)))
}

# What runs inside kernels, by part: lines of test_plan().
declare -A placed=()

kernels() { printf '%s\n' "${placed[guest]:-}" "${placed[debug]:-}" | awk 'NF && !seen[$1]++ { print $1 }'; }
groups() { cut -d' ' -f1-3 <<<"${placed[$1]}" | sort -s -k2,2 | awk '!seen[$0]++'; }    # PART
programs_of() { grep "^$2 $3 $4 " <<<"${placed[$1]}" | cut -d' ' -f4-; }                # PART KERNEL MODE CPUS
# The longest first, so that at the end none is waited for alone. Those with kernels made
# worse build some ten of them, which takes `make test-gate`.
bats_files() {
	local file

	for file in tests/host/*.bats; do
		[[ ! -f $file || $file == *_kernels* ]] || echo "$(seconds_of "$file") $file"
	done | sort -k1,1nr -k2 | cut -d' ' -f2
}
seconds_of() { last_duration "${1##*/}" 20; } # BATS_FILE
needs_kernels() { [[ " $parts " =~ \ (host|guest|debug)\  ]]; }

make_plan() {
	local part group

	plan "kernel source and packages" 60 source
	if needs_kernels; then
		# shellcheck disable=SC2046 # names
		plan_kernels $(kernels)
		plan programs 40 programs-test
	fi
	for part in $parts; do
		case $part in
		lint) plan lint 40 lint ;;
		host)
			for file in $(bats_files); do
				plan "$file" "$(($(seconds_of "$file") / JOBS))"
			done
			plan "unit tests" 20 unit
			;;
		gate) plan "tests of the gate, with kernels" 600 gate ;;
		guest | debug)
			while read -r group; do
				plan "boot $group CPUs" 20 "test-${group// /-}"
			done < <(groups "$part")
			;;
		esac
	done
}

build_all() {
	local kernel

	while read -r kernel; do
		step
		vmlinux[$kernel]=$(scripts/kernel.sh "$kernel" </dev/null) || exit
	done < <(kernels)
	step
	initrd=$(scripts/guest-programs.sh test) || exit
}

# tap FILE COMMAND...: output of a TAP producer on this host, with its end.
tap() {
	local file=$dir/$1.tap status=0

	mkdir -p "${file%/*}"
	"${@:2}" >"$file" 2>"$file.err" </dev/null || status=$?
	sed 's/^/# /' "$file.err" >>"$file"
	rm -f "$file.err"
	echo "# exit $status" >>"$file"
}

run_lint() {
	step
	tap lint scripts/lint.sh
}

# unit_tests FILE...: builds all and runs those.
unit_tests() {
	local file name

	run_logged unit-tests unit-tests 20 build_tools all tests
	for file; do
		[[ -f $file ]] || continue
		name=$(basename "$file" .c)
		tap "${file%.c}" env CMOCKA_MESSAGE_OUTPUT=TAP "$CACHE/tools/$name"
	done
}

# LAB_VMLINUX_<kernel> for each kernel, with _ for any -, and one to boot.
export_kernels() {
	local kernel

	for kernel in "${!vmlinux[@]}"; do
		export "LAB_VMLINUX_${kernel//-/_}=${vmlinux[$kernel]}"
	done
	LAB_VMLINUX=${vmlinux[$(kernels | head -n 1)]}
	LAB_INITRD=$initrd
	export LAB_VMLINUX LAB_INITRD
}

run_bats() { # FILE
	local start=$SECONDS

	tap "${1%.bats}" bats --formatter tap "$1"
	save_duration "${1##*/}" $((SECONDS - start))
}

# Each file has folders and a cache of its own, so as many at a time as there are JOBS.
run_host() {
	local file

	export_kernels
	for file in $(bats_files); do
		while (($(jobs -rp | wc -l) >= JOBS)); do
			wait -n || true
		done
		step
		run_bats "$file" &
	done
	wait
	step
	unit_tests tests/unit/test_*.c
}

run_gate() {
	local name

	step
	GATE_TABLE=1 unit_tests tests/unit/test_{judge,compare_stats,floors}.c
	for name in gate gate_judgement gate_kernels events_kernels; do
		tap "tests/host/$name" bats --formatter tap "tests/host/$name.bats"
	done
}

# Boots one group. A file of each program exists before: whatever does not
# come out of the kernel is missing in the tally. The boot is a test itself.
boot_group() { # PART KERNEL MODE CPUS
	local out=$dir/$1/$2-$3-$4 status=0 said verdict seconds

	mkdir -p "$out"
	while read -r name _; do : >"$out/$name.tap"; done < <(programs_of "$@")
	programs_of "$@" | scripts/job.sh test >"$out/job"
	# shellcheck disable=SC2153 # TIMEOUT comes from lib.sh
	seconds=$((TIMEOUT * $(slowness_of "$2") + STRESS_SECONDS))
	said=$(scripts/boot.sh --kernel "${vmlinux[$2]}" --initrd "$initrd" \
		--mode "$3" --cpus "$4" --job "$out/job" --out "$out" \
		--timeout "$seconds" 2>&1) || status=$?
	split_results "$out"
	verdict="ok 1 - boots and ends without a report of the kernel"
	((!status)) || verdict="not ok 1 - exit code $status: ${said#error: }"
	printf '1..1\n%s\n# exit 0\n' "$verdict" >"$out/boot.tap"
}

# What scripts/job.sh marked becomes one file a program.
split_results() { # DIR
	[[ -f $1/result ]] || return 0
	awk -v dir="$1" '
		/^@begin / { file = dir "/" $2 ".tap"; printf "" >file; next }
		/^@end / { print "# exit " $2 >file; close(file); file = ""; next }
		file { print >file }' "$1/result"
}

# Counted boots don't disturb each other, so as many at a time as there are JOBS.
# One with a thread a CPU needs the machine for itself.
run_guest() { # [PART]
	local part=${1:-guest} kernel mode cpus

	while read -r kernel mode cpus; do
		[[ $mode == counted ]] || wait
		while (($(jobs -rp | wc -l) >= JOBS)); do
			wait -n || true
		done
		step
		boot_group "$part" "$kernel" "$mode" "$cpus" </dev/null &
		[[ $mode == counted ]] || wait
	done < <(groups "$part")
	wait
}

# Over all boots, beside those of the kernel without the series.
judge_races() {
	local log logs=()

	for log in "$dir"/guest/*/console.log; do
		[[ $log != */guest/stock-* ]] || logs+=(--stock)
		logs+=("$log")
	done
	tap guest/kcsan scripts/kcsan.pl "${logs[@]}"
}

run_debug() {
	local -x STRESS_SECONDS=$debug_stress_seconds

	run_guest debug
}

# Those whose field NUMBER is one of NAMES, whatever comes after an @; all, if there
# are no names.
selected() { # NUMBER NAMES
	awk -v field="$1" -v wanted=" ${2//,/ } " '
		{ name = $field; sub(/@.*/, "", name) }
		wanted == "  " || index(wanted, " " name " ")'
}

# place_part PART FLAVOUR KERNELS
place_part() {
	local all name

	all=$(test_plan "$2") || exit
	for name in ${TESTS//,/ }; do
		[[ -n $(selected 4 "$name" <<<"$all") ]] ||
			die "TESTS=$TESTS: no such test program as $name; \`make list\` shows them"
	done
	all=$(selected 4 "$TESTS" <<<"$all")
	for name in ${3//,/ }; do
		[[ -n $(selected 1 "$name" <<<"$all") ]] ||
			die "KERNELS=$3: no test runs on $name with KERNEL=$2; use some of: $(cut -d' ' -f1 <<<"$all" | sort -u | xargs)"
	done
	placed[$1]=$(selected 1 "$3" <<<"$all")
}

parts=${*:-guest}
# shellcheck disable=SC2153 # KERNEL comes from lib.sh
[[ $# -gt 0 || $KERNEL != plain ]] || parts='lint host guest'
for part in $parts; do
	[[ $part =~ ^(lint|host|gate|guest|debug)$ ]] || usage "$0"
done
[[ $parts == debug ]] || place_part guest "$KERNEL" "$KERNELS"
if [[ " $parts " == *' debug '* ]]; then
	STRESS_SECONDS=$debug_stress_seconds place_part debug debug \
		"$(grep -v '^#' .ci/debug-kernels | xargs)"
fi
make_plan
if ((DRYRUN)); then
	print_plan
	exit
fi

step
scripts/setup.sh test
lock_cache
scripts/kernel-tree.sh patched >/dev/null
dir=$CACHE/test/$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$dir"
exec {running}>"$dir/running"
flock "$running"
drop_old_runs
declare -A vmlinux=()
! needs_kernels || build_all
unlock_cache
for part in $parts; do
	"run_$part"
done
[[ $KERNEL != kcsan || " $parts " != *' guest '* ]] || judge_races
end_step
say "done in $(minutes "$SECONDS"); output: $dir"
exec scripts/tally.pl "$dir"
