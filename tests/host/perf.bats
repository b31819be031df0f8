#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# Runs under perf, which is a stand-in that notes how it was called.

load helper

setup() {
	make_lab
	stand_in dpkg-query <<<'echo installed'
	stand_in perf <<-'END'
		echo "$*" >>"$BATS_TEST_TMPDIR/perf-calls"
		while [[ $1 != -- ]]; do shift; done
		shift
		exec "$@"
	END
	: >"$BATS_TEST_TMPDIR/perf-calls"
	out=$BATS_TEST_TMPDIR/out
	mkdir -p "$out" "$CACHE/linux/patched/user/bin/bench"
}

perf_calls() { cat "$BATS_TEST_TMPDIR/perf-calls"; }

# QEMU that only gets as far as the first process.
boot() { # OPTION...
	stand_in qemu-system-x86_64 <<-'END'
		echo 'gmem-lab: init' >console.log
		exit 33
	END
	: >file
	scripts/boot.sh --kernel file --initrd file --job file --out "$out" "$@"
}

host_job() {
	stand_in zcat <<<'echo CONFIG_A=y'
	stand_in dmesg <<<'true'
	echo "$1" >"$out/job"
	scripts/backend.sh host run_here "$out"
}

@test "a boot under perf: the machine, and under kvm its guest, into the boot's folder" {
	boot --perf stat --backend kvm
	[[ $(perf_calls) == "stat -o $out/perf.txt -- timeout "*"/qemu-cmd" ]]
	boot --perf record --backend kvm
	[[ $(perf_calls | tail -n 1) == "kvm --host --guest -o $out/perf.data record -- timeout "*"/qemu-cmd" ]]
}

@test "a boot without perf does not call it, whatever PERF says to others" {
	PERF=record boot --backend kvm
	[ -z "$(perf_calls)" ]
	run boot --perf sometimes
	refused perf=sometimes
}

@test "a job on this machine under perf keeps its exit codes" {
	PERF=record host_job 'echo gmem-lab: prog; exit 0'
	[[ $(perf_calls) == "record -o $out/perf.data -- timeout "*" sh $out/job" ]]
	PERF=stat run host_job 'exit 3'
	[ "$status" -eq 11 ]
	refused 'the job failed'
	PERF=stat TIMEOUT=1 run host_job 'echo "gmem-lab: stuck -x"; exec sleep 1000'
	[ "$status" -eq 13 ]
	refused 'no end after 1 s, at work: stuck -x;'
}

@test "a job on this machine without perf" {
	host_job true
	[ -z "$(perf_calls)" ]
}

@test "a run under perf says so to the programs" {
	echo 'direct 2 prog -x' >bench/cases/default
	make_plan kvm >"$out/plan.jsonl"
	job() { scripts/job.sh bench boot-direct-2 "$out/plan.jsonl"; }
	PERF=stat job | grep -qx 'run prog --case=000001 -b kvm -k pure -r 1 -i yes -x'
	job | grep -qx 'run prog --case=000001 -b kvm -k pure -r 1 -x'
}

bench_on() { # BACKEND
	printf '#!/bin/sh\necho %s\n' "$1" >scripts/backend.sh
	DRYRUN=1 scripts/bench.sh
}

@test "perf is refused where it would see the emulator" {
	PERF=record run bench_on tcg
	refused 'PERF=record' 'back end tcg' BACKEND=kvm
	PERF=none bench_on tcg
	PERF=record bench_on kvm
	[[ $(perf_calls) == "kvm --host --guest "*"record -- true" ]]
}

@test "perf that does not work is refused before anything is built, with what it says" {
	stand_in perf <<<'echo "No permission to enable this event." >&2; exit 255'
	PERF=stat run bench_on kvm
	refused PERF=stat 'No permission to enable this event.' PERF=none
	PERF=often run bench_on kvm
	refused PERF=often 'none, stat, record'
}

@test "EVENTS reach every bench, and what is no list of events is refused" {
	echo 'direct 2 prog -s direct' >bench/cases/default
	export EVENTS=TLB_FLUSHES:ALL,r1c2
	make_plan kvm >plan
	scripts/job.sh bench boot-direct-2 plan |
		grep -qx 'run prog --case=000001 -b kvm -k pure -r 1 -e TLB_FLUSHES:ALL,r1c2 -s direct'
	EVENTS='cycles; true' run scripts/job.sh bench boot-direct-2 plan
	refused EVENTS= 'no list of events'
}
