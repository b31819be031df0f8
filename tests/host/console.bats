#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# How a boot is judged, on console logs made up here.

load helper

setup() {
	out=$BATS_TEST_TMPDIR
	echo 'gmem-lab: init' >"$out/console.log"
	echo 'qemu: bad option' >"$out/qemu.log"
}

judge() { # QEMU_STATUS
	bash -c '. "$0/scripts/lib.sh"; . "$0/scripts/console.sh"; classify_boot "$1" "$2" 60' \
		"$repo" "$out" "$1"
}

@test "passed, failed and no verdict" {
	judge 33
	run judge 35
	[ "$status" -eq 11 ]
	refused 'the job failed' console.log
	run judge 0
	[ "$status" -eq 11 ]
	refused 'without a verdict'
}

@test "no marker on the console is a boot failure, whatever came of it" {
	echo '[    0.100000] Linux version 6.12' >"$out/console.log"
	for code in 0 1 33 124; do
		run judge "$code"
		[ "$status" -eq 10 ]
		refused 'did not boot'
	done
}

@test "a time-out after the marker is a time-out" {
	run judge 124
	[ "$status" -eq 13 ]
	refused 'no end after 60 s' TIMEOUT= 'at work: no program yet'
}

@test "a time-out names the program that hung, not what ended before it" {
	printf '%s\r\n' 'gmem-lab: one -x' 'gmem-lab: exit code 3' 'gmem-lab: two -y' \
		'[    1.000000] gmem-lab: of the kernel' 'two says: gmem-lab: x' >>"$out/console.log"
	run judge 124
	[ "$status" -eq 13 ]
	refused 'at work: two -y;'
	echo 'gmem-lab: exit code 4' >>"$out/console.log"
	run judge 137
	refused 'at work: two -y;'
	echo 'gmem-lab: three' >>"$out/console.log"
	run judge 124
	refused 'at work: three;'
}

@test "QEMU that could not start is told from a boot failure" {
	: >"$out/console.log"
	run judge 1
	[ "$status" -eq 14 ]
	refused 'bad option' qemu.log
	echo 'gmem-lab: init' >"$out/console.log"
	run judge 127
	[ "$status" -eq 14 ]
}

# says LINE...: the kernel, to both logs.
says() {
	printf '%s\r\n' "$@" | tee -a "$out/kernel.log" >>"$out/console.log"
}

@test "each kind of kernel report is found, also when the job passed" {
	while read -r line; do
		for stamp in '<4>[   12.345678]' '<0>[ 1712.345678][    T7]' '[   12.345678]'; do
			printf 'gmem-lab: init\r\ngmem-lab: prog\r\n' >"$out/console.log"
			: >"$out/kernel.log"
			says "$stamp $line"
			run judge 33
			[ "$status" -eq 12 ] || { echo "missed: $stamp $line"; return 1; }
			refused "$line" 'while it ran: prog'
		done
	done <<-'END'
		WARNING: CPU: 1 PID: 70 at virt/kvm/guest_memfd.c:100 kvm_gmem_x+0x10/0x20
		BUG: unable to handle page fault for address: ffff888012345000
		BUG: KASAN: slab-use-after-free in kvm_gmem_x+0x10/0x20
		BUG: sleeping function called from invalid context at mm/x.c:1
		BUG: Bad page state in process test  pfn:12345
		kernel BUG at mm/page_alloc.c:1!
		Oops: general protection fault, probably for non-canonical address: 0000 [#1]
		WARNING: possible circular locking dependency detected
		WARNING: suspicious RCU usage
		INFO: possible recursive locking detected
		INFO: task test:70 blocked for more than 120 seconds.
		rcu: INFO: rcu_sched self-detected stall on CPU
		watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [test:70]
		UBSAN: shift-out-of-bounds in x.c:1:2
		pagealloc: memory corruption
		Kernel panic - not syncing: Attempted to kill init!
	END
}

@test "the report is named, not the frame around it" {
	says '<4>[    1.000000] ------------[ cut here ]------------' \
		'<4>[    1.000001] WARNING: CPU: 0 PID: 1 at x.c:1'
	run judge 35
	[ "$status" -eq 12 ]
	refused 'reported: [    1.000001] WARNING: CPU: 0'
}

@test "the program is named that ran then, not a later one" {
	echo 'gmem-lab: one' >>"$out/console.log"
	says '<4>[    1.000001] WARNING: CPU: 0 PID: 1 at x.c:1'
	echo 'gmem-lab: two' >>"$out/console.log"
	run judge 35
	refused 'while it ran: one'
}

@test "a report that programs write into is found all the same" {
	printf 'half a line of a progr' >>"$out/console.log"
	says '<4>[    1.000001] WARNING: CPU: 0 PID: 1 at x.c:1'
	run judge 33
	[ "$status" -eq 12 ]
	printf '<4>[    1.000001] WARN\r\ngmem-lab: prog\r\nING: CPU: 0 PID: 1 at x.c:1\r\n' >"$out/console.log"
	echo 'gmem-lab: init' >>"$out/console.log"
	run judge 33
	[ "$status" -eq 12 ]
	refused 'WARNING: CPU: 0'
}

@test "a data race is left to scripts/kcsan.pl, other reports beside it are not" {
	says '<3>[    1.000000] BUG: KCSAN: data-race in a / b'
	judge 33
	says '<1>[    1.000001] BUG: Bad page state in process test  pfn:12345'
	run judge 33
	[ "$status" -eq 12 ]
	refused 'Bad page state'
}

@test "programs that print such words, and the kernel's plain talk, are no report" {
	printf '%s\n' 'WARNING: this is a program' 'BUG: so is this' \
		'[    1.234567] WARNING: this too' '<4>[    1.234567] BUG: and this' >>"$out/console.log"
	says '<12>[    1.000000] WARNING: by way of /dev/kmsg' '<8>[    1.000000] BUG: the same' \
		'<4>[    0.048171] Speculative Return Stack Overflow: WARNING: See https://x' \
		'<4>[    0.048172] MDS: Vulnerable, BUG present'
	judge 33
}
