# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # scripts/backend.sh says who reads what
# This machine runs a lab kernel already: a job runs here, with the exit codes of
# scripts/boot.sh, but nothing is booted.

records=host
boots=
counts=
perf_of_guests=

# lab_info DIR: what the lab's ioctl says here, by way of a program in DIR.
lab_info() {
	$CC -I"${top:?}/instruments" -o "$1/lab-info" "$top/guest/lab-info.c" 2>"$1/cc.log" ||
		{ echo "its lab ioctl can't be tried: $(head -n 1 "$1/cc.log")"; return 1; }
	"$1/lab-info" 2>&1
}

remedy='boot a kernel that scripts/kernel.sh built, or '

why_not() {
	local said

	said=$(lab_info "${work_dir:?}") || echo "${said#lab-info: }"
}

# running_kernel: its strategy, and how many CPUs there are.
running_kernel() { lab_info "$work_dir" && nproc; }

programs() { compgen -G "$CACHE/*/patched/user/bin/bench" | head -n 1; }

describe_kernel() { # DIR
	uname -r >"$1/version"
	echo "running kernel $(uname -a)" >"$1/build-inputs"
	zcat /proc/config.gz >"$1/config" 2>/dev/null ||
		cp "/boot/config-$(uname -r)" "$1/config" 2>/dev/null ||
		die "the running kernel's .config is neither /proc/config.gz nor in /boot; put it there"
}

run_here() { # DIR: its job
	local before status=0 report limit=${TIMEOUT:?}

	describe_kernel "$1"
	before=$(dmesg --kernel | wc -l)
	: >"$1/records"
	BIN=$(programs) RESULT=$1/records under_perf "$PERF" "$1" \
		timeout --foreground -k 5 "$limit" sh "$1/job" 3>>"$1/records" 4>"$1/result" >"$1/console.log" 2>&1 </dev/null ||
		status=$?
	rm -f "$1/records"
	dmesg --kernel | tail -n +$((before + 1)) >"$1/kernel.log"
	cat "$1/kernel.log" >>"$1/console.log"
	report=$(first_report "$1")
	[[ -z $report ]] ||
		die "-$E_KERNEL" "the kernel reported: $report; see $1/console.log"
	case $status in
	0) ;;
	124 | 137) timed_out "$1/console.log" "$limit" ;;
	*) die "-$E_JOB" "the job failed; see $1/console.log" ;;
	esac
}
