#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code of guests; variables of bats and helper.bash
# The speed of the host moves no byte of a counted boot. The host is made unsteady by a
# library in QEMU; without tools/emulator/steady.c the same boots differ.
# LAB_VMLINUX and LAB_INITRD: set by scripts/test.sh.

load helper

setup() {
	[[ -f ${LAB_VMLINUX:-} && -f ${LAB_INITRD:-} ]] ||
		skip "no lab kernel: run through make test"
	cd "$BATS_TEST_TMPDIR" || return
	gcc -std=gnu11 -D_GNU_SOURCE -O2 -fPIC -shared -o unsteady.so \
		"$BATS_TEST_DIRNAME/unsteady.c"
	export UNSTEADY
}

# qemu [steady]: on an unsteady host, with the lab's library only if it is asked for.
qemu() {
	local real

	real=$(PATH=${PATH//"$BATS_TEST_TMPDIR/bin:"/} command -v qemu-system-x86_64)
	stand_in qemu-system-x86_64 <<-END
		export LD_PRELOAD=${1:+\$LD_PRELOAD:}$PWD/unsteady.so
		exec $real "\$@"
	END
}

boot() { # CPUS COMMAND [OPTION...]
	echo "$2" >job
	"$repo/scripts/boot.sh" --kernel "$LAB_VMLINUX" --initrd "$LAB_INITRD" --job job \
		--out out --cpus "$1" "${@:3}"
}

# The host is random: one repetition in two or three differs.
differs() {
	run "$repo/scripts/repeat.sh" out 10
	echo "$output"
	[ "$status" -eq 16 ]
	[[ $output =~ ^error:\ repetition\ .\ of\ out\ diverged,\ at\ [a-z.]+,\ line\ [0-9]+:\ . ]]
}

@test "a clock of the host that runs at another speed" {
	UNSTEADY=clock
	qemu steady
	boot 4 'gmem_exposure -b tcg-counted -k all -s batched_flush; cat /proc/interrupts >&3'
	"$repo/scripts/repeat.sh" out 2
	qemu
	differs
}

@test "a main loop that comes late" {
	UNSTEADY=rest
	qemu steady
	boot 2 'for n in $(seq 400); do usleep 1000; done
		cat /proc/interrupts >&3; grep "^now at" /proc/timer_list >&3'
	"$repo/scripts/repeat.sh" out 2
	qemu
	differs
}

# Whether CPUs are busy or idle, TERM ends QEMU, although its main loop waits for them.
@test "SIGTERM ends a boot at any time" {
	local busy pid

	for busy in 'while :; do :; done' 'sleep 1000000'; do
		run boot 2 "echo started; $busy" --timeout 1
		OUT=$PWD/out sh out/qemu-cmd >log 2>&1 3>&- &
		pid=$!
		until grep -q ^started out/console.log; do sleep 0.2; done
		kill -s TERM "$pid"
		timeout 10 tail --pid="$pid" -f /dev/null
	done
}

@test "a library that can't be loaded is an error, and so is a repetition of nothing" {
	export CACHE=$PWD/cache
	mkdir -p cache/tools
	echo broken >cache/tools/libsteady.so
	run boot 2 true
	[ "$status" -eq 14 ]
	refused 'libsteady.so' "can't be loaded"
	run "$repo/scripts/repeat.sh" cache
	[ "$status" -eq 1 ]
	[[ $output == Usage:* ]]
}
