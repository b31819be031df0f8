#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of helper.bash
# TUNE=1 on a sysfs that is made up: what is set, and that it comes back.

load helper

setup() {
	make_lab
	export CPU_SYSFS=$BATS_TEST_TMPDIR/cpu
	mkdir -p "$CPU_SYSFS"/cpufreq/policy{0,1} "$CPU_SYSFS"/{cpuidle,intel_pstate}
	for policy in 0 1; do
		echo powersave >"$CPU_SYSFS/cpufreq/policy$policy/scaling_governor"
	done
	echo 1 >"$CPU_SYSFS/cpufreq/boost"
	idle_state 0 POLL 0
	idle_state 1 C1 2
	idle_state 2 C6 133
	cp -r "$CPU_SYSFS" "$BATS_TEST_TMPDIR/before"
}

idle_state() { # NUMBER NAME LATENCY
	local dir

	for dir in "$CPU_SYSFS"/cpu{0,1}/cpuidle/state"$1"; do
		mkdir -p "$dir"
		echo "$2" >"$dir/name"
		echo "$3" >"$dir/latency"
		echo 0 >"$dir/disable"
	done
}

# tuned_by PID: starts scripts/tune.sh and waits until it has said what it says.
tuned_by() {
	scripts/tune.sh "$1" >"$BATS_TEST_TMPDIR/said" 2>"$BATS_TEST_TMPDIR/errors" 3>&- &
	tuner=$!
	until [[ -s $BATS_TEST_TMPDIR/said ]] || ! kill -0 "$tuner" 2>/dev/null; do sleep 0.1; done
}

as_before() { diff -r "$BATS_TEST_TMPDIR/before" "$CPU_SYSFS"; }

changed() { if as_before; then return 1; fi; }

policy() { bash -c '. scripts/lib.sh; . scripts/frequency.sh; frequency_policy'; }

@test "everything is set, and comes back when the run is killed" {
	sleep 100 3>&- &
	run=$!
	tuned_by "$run"
	[ "$(cat "$BATS_TEST_TMPDIR/said")" = tuned ]
	policy >"$BATS_TEST_TMPDIR/policy"
	grep -qx 'frequency.scaling_governor=performance' "$BATS_TEST_TMPDIR/policy"
	grep -qx 'frequency.boost=0' "$BATS_TEST_TMPDIR/policy"
	grep -qx 'frequency.no_turbo=unknown' "$BATS_TEST_TMPDIR/policy"
	grep -qx 'frequency.idle_states=C1,POLL' "$BATS_TEST_TMPDIR/policy"
	changed
	kill -9 "$run"
	wait "$tuner"
	as_before
	policy | grep -qx 'frequency.idle_states=C1,C6,POLL'
}

@test "who interrupts the run does not interrupt what gives back" {
	sleep 100 3>&- &
	run=$!
	tuned_by "$run"
	kill -TERM "$tuner"
	changed
	kill "$run"
	wait "$tuner"
	as_before
}

@test "what could not be given back is given back by the next run" {
	sleep 100 3>&- &
	run=$!
	tuned_by "$run"
	pkill -9 -P "$tuner" || true
	kill -9 "$tuner"
	cp -r "$CACHE/tuned" "$BATS_TEST_TMPDIR/left"
	changed
	kill "$run"
	true &
	tuned_by $!
	wait "$tuner"
	as_before
}

@test "CPUs that differ are told" {
	echo performance >"$CPU_SYSFS/cpufreq/policy1/scaling_governor"
	policy | grep -qx 'frequency.scaling_governor=performance,powersave'
}

@test "a file that can't be written ends it, and the rest comes back" {
	ln -sf /proc/version "$CPU_SYSFS/cpufreq/boost"
	run scripts/tune.sh $$
	refused TUNE=1 boost 'be root'
	[ "$(cat "$CPU_SYSFS/cpufreq/policy0/scaling_governor")" = powersave ]
}

@test "a machine with nothing to tune is told so" {
	CPU_SYSFS=$BATS_TEST_TMPDIR/nothing run scripts/tune.sh $$
	refused TUNE=1 'neither governor'
}

@test "emulated runs refuse it before anything is built" {
	stand_in dpkg-query <<<'echo installed'
	TUNE=1 BACKEND=tcg run scripts/bench.sh
	refused TUNE=1 'back end tcg'
	no_results
}
