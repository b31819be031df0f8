# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What figures that take time depend on: this machine's CPUs, above all how fast they
# run. Sourced by tune.sh and bench.sh.

deep_usecs=2 # an idle state that takes longer to leave is deep
cpu_sysfs=${CPU_SYSFS:-/sys/devices/system/cpu} # another one in tests

# values FILE...: all different values of those that are here, or "unknown".
values() {
	local all

	all=$(cat "$@" 2>/dev/null | sort -u | paste -sd, -)
	echo "${all:-unknown}"
}

# Names of the idle states that some CPU may use.
idle_states() {
	local state

	for state in "$cpu_sysfs"/cpu[0-9]*/cpuidle/state*; do
		[[ $(cat "$state/disable" 2>/dev/null) != 0 ]] || cat "$state/name"
	done | sort -u | paste -sd, -
}

frequency_policy() {
	local states

	states=$(idle_states)
	echo "frequency.scaling_driver=$(values "$cpu_sysfs"/cpufreq/policy*/scaling_driver)"
	echo "frequency.scaling_governor=$(values "$cpu_sysfs"/cpufreq/policy*/scaling_governor)"
	echo "frequency.boost=$(values "$cpu_sysfs/cpufreq/boost")"
	echo "frequency.no_turbo=$(values "$cpu_sysfs/intel_pstate/no_turbo")"
	echo "frequency.idle_driver=$(values "$cpu_sysfs/cpuidle/current_driver")"
	echo "frequency.idle_states=${states:-unknown}"
}

# hardware_facts: lines NAME=VALUE for the fingerprint.
hardware_facts() {
	local file

	echo "cpu=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
	echo "microcode=$(sed -n 's/^microcode[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
	for file in /sys/devices/system/cpu/vulnerabilities/*; do
		[[ ! -r $file ]] || echo "mitigations.${file##*/}=$(cat "$file")"
	done
	frequency_policy
}

# FILE VALUE of all that is to be set and is here.
tunable() {
	local file state

	{
		for file in "$cpu_sysfs"/cpufreq/policy*/scaling_governor; do
			echo "$file performance"
		done
		echo "$cpu_sysfs/cpufreq/boost 0"
		echo "$cpu_sysfs/intel_pstate/no_turbo 1"
		for state in "$cpu_sysfs"/cpu[0-9]*/cpuidle/state*; do
			(($(cat "$state/latency" 2>/dev/null || echo 0) <= deep_usecs)) ||
				echo "$state/disable 1"
		done
	} | while read -r file value; do
		[[ ! -f $file ]] || echo "$file $value"
	done
}

# check_tunable: is there something to set, and may we?
check_tunable() {
	local file found=

	while read -r file _; do
		found=yes
		[[ -w $file ]] || die "TUNE=1: $file can't be set; be root, or TUNE=0"
	done < <(tunable)
	[[ -n $found ]] ||
		die "TUNE=1: this machine shows neither governor, turbo nor idle states in $cpu_sysfs; TUNE=0"
}

# check_tune: refuses what would change nothing, before anything is built.
check_tune() {
	((TUNE)) || return 0
	[[ -z ${counts:-} ]] ||
		die "TUNE=1: figures of back end ${backend:?} don't depend on how fast this machine runs; use BACKEND=kvm or host, or TUNE=0"
	check_tunable
}

# tune_while PID: until PID ends, the CPUs are as scripts/tune.sh has them.
tune_while() {
	local said

	((TUNE)) || return 0
	mkfifo "$CACHE/tune.$1"
	# Not in the run's process group, which is what Ctrl-C ends.
	setsid env -u LAB_RUN "${top:?}/scripts/tune.sh" "$1" >"$CACHE/tune.$1" &
	disown
	read -r said <"$CACHE/tune.$1" || true
	rm -f "$CACHE/tune.$1"
	[[ $said == tuned ]] || exit 1
}
