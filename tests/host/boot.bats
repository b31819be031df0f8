#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# Real boots of a lab kernel: each way to end has its own exit code.
# LAB_VMLINUX and LAB_INITRD: set by scripts/test.sh.

load helper

setup() {
	[[ -f ${LAB_VMLINUX:-} && -f ${LAB_INITRD:-} ]] ||
		skip "no lab kernel: run through make test"
	out=$BATS_TEST_TMPDIR/out
}

boot() { # JOB [OPTION...]
	echo "$1" >"$BATS_TEST_TMPDIR/job"
	"$repo/scripts/boot.sh" --kernel "$LAB_VMLINUX" --initrd "$LAB_INITRD" \
		--job "$BATS_TEST_TMPDIR/job" --out "$out" "${@:2}"
}

@test "a job that passes: 0, its results arrive, the command can be repeated" {
	boot 'echo one >&3; echo two >>"$RESULT"; [ -c /dev/kvm ]'
	[ "$(xargs <"$out/result")" = 'one two' ]
	mkdir "$out/again"
	run env OUT=again sh "$out/qemu-cmd"
	[ "$status" -eq 33 ]
	cmp "$out/result" "$out/again/result"
	cmp "$out/console.log" "$out/again/console.log"
}

@test "a job that fails: 11" {
	run boot 'echo partial >&3; exit 3'
	[ "$status" -eq 11 ]
	refused 'the job failed'
	[ "$(cat "$out/result")" = partial ]
}

@test "a warning of the kernel: 12, though the job passes" {
	run boot 'echo "gmem-lab: mounts"; mkdir /tmp/x; mount -t tmpfs -o mand x /tmp/x'
	[ "$status" -eq 12 ]
	refused 'WARNING: The mand mount option' 'while it ran: mounts'
}

@test "programs may print what they like, also to the kernel's log: 0" {
	boot 'echo "WARNING: made up" >/dev/kmsg
		echo "<0>BUG: made up" >/dev/kmsg
		echo "[    1.234567] WARNING: made up"
		echo "<4>[    1.234567] BUG: made up"
		dmesg -r | tail -n 3'
	[ "$(grep -c 'made up' "$out/console.log")" -eq 6 ]
	[ "$(grep -c 'made up' "$out/kernel.log")" -eq 2 ]
}

@test "a panic: 12" {
	run boot 'echo 2 >/proc/sys/vm/panic_on_oom
		echo 1000 >/proc/sys/vm/nr_hugepages
		cat /dev/zero >/dev/shm/fill' --mode parallel
	[ "$status" -eq 12 ]
	refused 'the kernel reported' 'Kernel panic'
}

@test "a machine that resets gave no verdict: 11" {
	run boot 'printf "\006" | dd of=/dev/port bs=1 seek=3321 count=1; sleep 10'
	[ "$status" -eq 11 ]
	refused 'without a verdict'
}

@test "a job that hangs: 13" {
	run boot 'echo "gmem-lab: done"; echo "gmem-lab: stuck -n 1"; sleep 1000000' \
		--mode parallel --timeout 20
	[ "$status" -eq 13 ]
	refused 'no end after 20 s' 'at work: stuck -n 1;'
}

@test "a kernel that finds no init: 10" {
	: >"$BATS_TEST_TMPDIR/empty"
	LAB_INITRD=$BATS_TEST_TMPDIR/empty run boot 'true'
	[ "$status" -eq 10 ]
	refused 'did not boot' 'Kernel panic'
}

@test "a QEMU that can't start: 14" {
	stand_in qemu-system-x86_64 <<<'echo "qemu: no such machine" >&2; exit 1'
	run boot 'true'
	[ "$status" -eq 14 ]
	refused 'no such machine'
}

# Of CPU time, as other tests run beside this one; best of three all the same.
milliseconds_of_boot() { # CPUS ENOUGH
	local took best=999999 TIMEFORMAT='%3U %3S'

	for _ in 1 2 3; do
		{ time boot 'echo hello >&3' --cpus "$1" >&2; } 2>"$BATS_TEST_TMPDIR/time"
		took=$(tail -n 1 "$BATS_TEST_TMPDIR/time" | awk '{ print int(($1 + $2) * 1000) }')
		((took >= best)) || best=$took
		((best >= $2)) || break
	done
	echo "$best"
}

@test "a counted boot gets to its job within 3 s at 2 CPUs and 5 s at 16" {
	[ "$(milliseconds_of_boot 2 3000)" -lt 3000 ]
	[ "$(milliseconds_of_boot 16 5000)" -lt 5000 ]
}

# What the kernel draws also hangs on when a device of the host answers, time does not.
@test "counted time repeats with the seed, and another seed is another boot" {
	job='cat /proc/uptime /proc/sys/kernel/random/uuid >&3; grep "cpu MHz" /proc/cpuinfo >&3'
	boot "$job" --seed 7 --cpus 4
	mv "$out/result" "$out/first"
	boot "$job" --seed 7 --cpus 4
	cmp <(head -n 1 "$out/result") <(head -n 1 "$out/first")
	boot "$job" --seed 8 --cpus 4
	run cmp "$out/result" "$out/first"
	[ "$status" -eq 1 ]
}

@test "options of boot.sh that are wrong are refused" {
	run boot true --cpus 0
	refused cpus=0
	run boot true --mode fast
	refused mode=fast counted
	run boot true --backend xen
	refused backend=xen
	LAB_VMLINUX=/nowhere run boot true
	refused /nowhere
}
