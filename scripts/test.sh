#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/test.sh [lint|host|gate|guest]...
# Runs the tests and ends with the line "N passed, N failed, N skipped":
#   lint    shellcheck, checkpatch, clang-format
#   host    tests/host/ (runner) and tests/unit/ (tools)
#   gate    of those, only what tests the gate
#   guest   tests/guest/ and the kernel's own selftests, inside lab kernels
# Without an argument: lint, host and guest. TESTS= selects programs of `guest`. Output is kept
# in $CACHE/test/. Exit: 0 if nothing failed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/placements.sh
. "$top/scripts/placements.sh"
cd "$top"

runs_kept=5

kernels() { awk '!seen[$1]++ { print $1 }' <<<"$placed"; }
groups() { cut -d' ' -f1-3 <<<"$placed" | sort -s -k2,2 | awk '!seen[$0]++'; }
programs_of() { grep "^$1 $2 $3 " <<<"$placed" | cut -d' ' -f4-; } # KERNEL MODE CPUS
bats_files() { ls tests/host/*.bats 2>/dev/null || true; }
needs_kernels() { [[ " $parts " =~ \ (host|guest)\  ]]; }

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
				plan "$file" 20 "${file##*/}"
			done
			plan "unit tests" 20 unit
			;;
		gate) plan "tests of the gate" 30 gate ;;
		guest)
			while read -r group; do
				plan "boot $group CPUs" 20 "test-${group// /-}"
			done < <(groups)
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
	initrd=$(scripts/user.sh test) || exit
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

	run_logged unit-tests unit-tests 20 make -C tools OUT="$CACHE/tools" all tests
	for file; do
		[[ -f $file ]] || continue
		name=$(basename "$file" .c)
		tap "${file%.c}" env CMOCKA_MESSAGE_OUTPUT=TAP "$CACHE/tools/$name"
	done
}

run_host() {
	local file

	LAB_VMLINUX=${vmlinux[$(kernels | head -n 1)]}
	LAB_INITRD=$initrd
	export LAB_VMLINUX LAB_INITRD
	for file in $(bats_files); do
		step
		tap "${file%.bats}" bats --formatter tap "$file"
	done
	step
	unit_tests tests/unit/test_*.c
}

run_gate() {
	step
	unit_tests tests/unit/test_{judge,compare_stats}.c
	tap tests/host/gate bats --formatter tap tests/host/gate.bats
}

# Boots one group. A file of each program exists before: whatever does not
# come out of the kernel is missing in the tally. The boot is a test itself.
boot_group() { # KERNEL MODE CPUS
	local out=$dir/guest/$1-$2-$3 status=0 said verdict

	mkdir -p "$out"
	while read -r name _; do : >"$out/$name.tap"; done < <(programs_of "$@")
	programs_of "$@" | scripts/job.sh test >"$out/job"
	said=$(scripts/boot.sh --kernel "${vmlinux[$1]}" --initrd "$initrd" \
		--mode "$2" --cpus "$3" --job "$out/job" --out "$out" 2>&1) || status=$?
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
run_guest() {
	local kernel mode cpus

	while read -r kernel mode cpus; do
		[[ $mode == counted ]] || wait
		while (($(jobs -rp | wc -l) >= JOBS)); do
			wait -n || true
		done
		step
		boot_group "$kernel" "$mode" "$cpus" </dev/null &
		[[ $mode == counted ]] || wait
	done < <(groups)
	wait
}

parts=${*:-lint host guest}
for part in $parts; do
	[[ $part =~ ^(lint|host|gate|guest)$ ]] || usage "$0"
done
placed=$(placements) || exit
[[ -z $TESTS ]] || placed=$(awk -v wanted=" ${TESTS//,/ } " '
	{ name = $4; sub(/@.*/, "", name) } index(wanted, " " name " ")' <<<"$placed")
[[ -n $placed ]] || die "TESTS=$TESTS: no such test program; \`make list\` shows them"
make_plan
if ((DRYRUN)); then
	print_plan
	exit
fi

step
scripts/setup.sh test
lock_cache
scripts/source.sh patched >/dev/null
dir=$CACHE/test/$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$dir"
find "$CACHE/test" -mindepth 1 -maxdepth 1 -type d | sort -r |
	tail -n +$((runs_kept + 1)) | xargs -r rm -rf
declare -A vmlinux=()
! needs_kernels || build_all
unlock_cache
for part in $parts; do
	"run_$part"
done
end_step
say "done in $(minutes "$SECONDS"); output: $dir"
exec scripts/tally.pl "$dir"
