#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2153,SC2154 # code for stand-ins; variables of helper.bash
# Runs that are interrupted at random moments of a build, a boot, the gathering: nothing
# goes on, no folder has a name it must not have, the lock is free, and the next run
# works. The build and the boot are stand-ins that take their time in several
# processes, some of which don't heed an interrupt.

load helper
load left

moments=${SIGNAL_MOMENTS:-24}	# 200 by hand; each takes a second
batch=8				# at a time

setup() {
	make_lab
	stand_in dpkg-query <<<'echo installed'
	mkdir -p tools "$CACHE/tools" "$CACHE/images/k"
	echo CONFIG_A=y >"$CACHE/images/k/config"
	echo 6.12.1 >"$CACHE/images/k/version"
	echo sources | tee "$CACHE/images/k/build-inputs" >"$CACHE/images/k/vmlinux"
	printf 'all:\n\tsleep 0.3\n\tcp %s/bin/labstat $(OUT)/\n' "$BATS_TEST_TMPDIR" >tools/Makefile
	stand_in labstat <<<'sleep 0.1'
	stand_in emulator <<<'trap "" INT; sleep 1.07 & wait; sleep 0.3'
	replace kernel.sh <<-'END'
		. "$(dirname "$0")/lib.sh"
		own_run "$@"
		lock_cache
		build() { bash -c 'trap "" INT HUP; sleep 0.4 & sleep 0.5; wait'; }
		run_logged kernel kernel 1 build
		echo "$CACHE/images/k/vmlinux"
	END
	replace guest-programs.sh <<<'echo "$CACHE/images/initrd"'
	replace plot.sh <<<'sleep 0.2'
	replace boot.sh <<-'END'
		while (($#)); do
			case $1 in --out) out=$2 ;; esac
			shift
		done
		cd "$out"
		echo 'exec qemu-system-x86_64 -M q35 -smp 2 \' >qemu-cmd
		echo 'gmem-lab: init' >console.log
		timeout --foreground 60 emulator </dev/null
		echo '{"a":1}' >result
	END
	export BACKEND=tcg JOBS=2
	echo 'direct 2,4,8 prog' >bench/cases/default
}

replace() { # SCRIPT <<<...
	{ echo '#!/bin/bash'; cat; } >"scripts/$1"
	chmod +x "scripts/$1"
}

# one_moment NUMBER SIGNAL DELAY AGAIN: notes what is amiss.
one_moment() {
	local results=$BATS_TEST_TMPDIR/results.$1 cache=$BATS_TEST_TMPDIR/cache.$1 dir

	interrupted_run "$results" "$cache" "$2" "$3" "$4"
	# The next run heals what a kill has left.
	[[ $2 == KILL ]] || return 0
	RESULTS=$results CACHE=$cache make -s bench >>"$results.log" 2>&1 3>&- ||
		echo "the next run fails"
	for dir in "$results"/*.partial; do
		[[ ! -e $dir ]] || echo "not healed: $dir"
	done
}

moment() { # NUMBER
	local signals=(INT TERM HUP KILL) signal delay said

	signal=${signals[$1 % 4]}
	delay=$(awk -v n="$1" -v all="$moments" -v r="$RANDOM" \
		'BEGIN { printf "%.3f", (n + r / 32768) / all * 5 }')
	cp -r "$CACHE" "$BATS_TEST_TMPDIR/cache.$1"
	said=$(one_moment "$1" "$signal" "$delay" $(($1 / 4 % 2)))
	[[ -z $said ]] || echo "$signal after $delay s: $said" >>"$BATS_TEST_TMPDIR/amiss"
}

@test "a run that is interrupted at any moment leaves nothing behind" {
	for ((n = 0; n < moments; n++)); do
		while (($(jobs -rp | wc -l) >= batch)); do wait -n || true; done
		moment "$n" 3>&- &
	done
	wait
	cat "$BATS_TEST_TMPDIR/amiss" 2>/dev/null || true
	[ ! -e "$BATS_TEST_TMPDIR/amiss" ]
}

@test "control: what a run leaves is seen" {
	RESULTS=$BATS_TEST_TMPDIR/results.x setsid sleep 5 3>&- &
	sleep 0.2
	left "$BATS_TEST_TMPDIR/results.x" | grep -q sleep
	kill "$!"
}

@test "timeout make bench ends all of it" {
	timeout 1.5 make -s bench 3>&- || [ "$?" -eq 124 ]
	for ((looks = 0; looks < 20; looks++)); do
		sleep 0.5
		[ -n "$(pgrep -f "$BATS_TEST_TMPDIR/bin/emulator")" ] || break
	done
	flock -n "$CACHE/lock" true
	[ -z "$(pgrep -f "$BATS_TEST_TMPDIR/bin/emulator")" ]
	no_results
}

@test "an interrupt that what is waited for takes as its end ends the run, too" {
	replace setup.sh <<<'trap "exit 0" INT; touch "$CACHE/here"; sleep 5 & wait'
	env --default-signal=INT setsid scripts/bench.sh 3>&- &
	until [ -e "$CACHE/here" ]; do sleep 0.1; done
	kill -s INT -- "-$!"
	status=0
	wait "$!" || status=$?
	[ "$status" -eq 130 ]
	no_results
}
