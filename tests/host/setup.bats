#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# Installing packages: apt and dpkg are stand-ins, nothing is installed.

load helper

setup() {
	make_lab
	export KSRC=/nowhere CALLS=$BATS_TEST_TMPDIR/calls
	stand_in dpkg-query <<-'END'
		[[ " $MISSING " == *" ${!#} "* ]] || echo installed
	END
	stand_in sudo <<<'exec "$@"'
}

@test "nothing missing: apt is not called" {
	stand_in apt-get <<<'echo "$*" >>"$CALLS"'
	MISSING='' run scripts/setup.sh test
	[ "$status" -eq 0 ]
	[ ! -e "$CALLS" ]
}

@test "SETUP=no names what is missing and how to install it" {
	stand_in apt-get <<<'echo "$*" >>"$CALLS"'
	MISSING='flex bats' SETUP=no run scripts/setup.sh test
	refused 'apt-get install flex bats'
	[ ! -e "$CALLS" ]
}

@test "what bench does not need is not asked for" {
	stand_in apt-get <<<'echo "$*" >>"$CALLS"'
	MISSING='bats shellcheck' SETUP=no run scripts/setup.sh bench
	[ "$status" -eq 0 ]
}

@test "missing packages are announced and installed" {
	stand_in apt-get <<<'echo "$*" >>"$CALLS"'
	MISSING='flex bison' run scripts/setup.sh bench
	[ "$status" -eq 0 ]
	grep -q 'will install.*: flex bison' <<<"$output"
	[ "$(cat "$CALLS")" = "install -y --no-install-recommends flex bison" ]
}

@test "a machine without package lists gets them" {
	stand_in apt-get <<-'END'
		echo "$1" >>"$CALLS"
		[[ $1 == update ]] || grep -q update "$CALLS"
	END
	MISSING=flex run scripts/setup.sh bench
	[ "$status" -eq 0 ]
	[ "$(xargs <"$CALLS")" = "install update install" ]
}

@test "a package that can't be had is an error with apt's own words" {
	stand_in apt-get <<<'echo "E: Unable to locate package flex"; exit 100'
	MISSING=flex run scripts/setup.sh bench
	refused flex setup.log
	grep -q 'Unable to locate' <<<"$output"
}

@test "the kernel's package is not asked for when its source is elsewhere" {
	stand_in apt-get <<<'echo "$*" >>"$CALLS"'
	touch "$BATS_TEST_TMPDIR/linux-source-6.12.tar.xz"
	MISSING=linux-source-6.12 SETUP=no KSRC=$BATS_TEST_TMPDIR/linux-source-6.12.tar.xz \
		run scripts/setup.sh bench
	[ "$status" -eq 0 ]
	MISSING=linux-source-6.12 SETUP=no run scripts/setup.sh bench
	refused linux-source-6.12
}
