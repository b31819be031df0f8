#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/host.sh --kernel                    print the running one's strategy, and CPUs
#        scripts/host.sh --job FILE --out DIR        run a job of scripts/job.sh
# The back end `host`: this machine runs a lab kernel already, so a job runs
# here, as in scripts/boot.sh and with its exit codes, but nothing is booted.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/console.sh
. "$top/scripts/console.sh"
# shellcheck source=scripts/perf.sh
. "$top/scripts/perf.sh"

programs() { compgen -G "$CACHE/*/patched/user/bin/bench" | head -n 1; }

running_kernel() {
	local info

	info=$(mktemp)
	$CC -I"$top/instruments" -o "$info" "$top/guest/lab-info.c"
	"$info" || exit
	rm -f "$info"
	nproc
}

describe_kernel() { # DIR
	uname -r >"$1/version"
	echo "running kernel $(uname -a)" >"$1/build-inputs"
	zcat /proc/config.gz >"$1/config" 2>/dev/null ||
		cp "/boot/config-$(uname -r)" "$1/config" 2>/dev/null ||
		die "the running kernel's .config is neither /proc/config.gz nor in /boot; put it there"
}

run_job() { # JOB DIR
	local before status=0 report limit=${TIMEOUT:?}

	describe_kernel "$2"
	before=$(dmesg --kernel | wc -l)
	: >"$2/records"
	# shellcheck disable=SC2153 # PERF comes from lib.sh
	BIN=$(programs) RESULT=$2/records under_perf "$PERF" host "$2" \
		timeout --foreground -k 5 "$limit" sh "$1" 3>>"$2/records" 4>"$2/result" >"$2/console.log" 2>&1 </dev/null ||
		status=$?
	rm -f "$2/records"
	dmesg --kernel | tail -n +$((before + 1)) >"$2/kernel.log"
	cat "$2/kernel.log" >>"$2/console.log"
	report=$(first_report "$2")
	[[ -z $report ]] ||
		die "-$E_KERNEL" "the kernel reported: $report; see $2/console.log"
	case $status in
	0) ;;
	124 | 137) timed_out "$2/console.log" "$limit" ;;
	*) die "-$E_JOB" "the job failed; see $2/console.log" ;;
	esac
}

case ${1:-} in
--kernel) running_kernel ;;
--job)
	[[ $# == 4 && $3 == --out ]] || usage "$0"
	run_job "$2" "$4"
	;;
*) usage "$0" ;;
esac
