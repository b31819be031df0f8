#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# The tally must fail whenever something is amiss.

load helper

tally() { # prints and returns what scripts/tally.pl does for the files of dir
	"$repo/scripts/tally.pl" "$dir"
}

setup() {
	dir=$BATS_TEST_TMPDIR/results
	mkdir -p "$dir/boot"
	printf 'KTAP version 1\n1..2\nok 1 a\nok 2 b\n# exit 0\n' >"$dir/good.tap"
}

counts() { # EXPECTED-STATUS EXPECTED-LINE
	run tally
	echo "$output"
	[ "$status" -eq "$1" ]
	[ "${lines[-1]}" = "$2" ]
}

@test "all passed" {
	counts 0 '2 passed, 0 failed, 0 skipped'
}

@test "a failure is counted and named" {
	printf 'TAP version 13\n1..2\nok 1 - a\nnot ok 2 - the rule\n# exit 1\n' >"$dir/boot/rules.tap"
	counts 1 '3 passed, 1 failed, 0 skipped'
	grep -qx 'failed: boot/rules: the rule' <<<"$output"
}

@test "a failure comes with what was said about it" {
	{
		printf 'TAP version 13\n1..2\nok 1 - a\n'
		printf '# round %d\n' {1..40}
		printf '==== Test Assertion Failure ====\n  x.c:7: !r\n  clear: Bad address\n'
		printf 'not ok 2 - the rule\n# exit 254\n'
	} >"$dir/x.tap"
	printf '1..2\nnot ok 1 first\n# wanted 1, got 2\nok 2 b\n# of b\n# exit 1\n' >"$dir/y.tap"
	counts 1 '4 passed, 2 failed, 0 skipped'
	grep -A3 -x 'failed: x: the rule' <<<"$output" | grep -q '^ .*clear: Bad address'
	[[ $output != *'round 1'* ]]
	grep -A1 -x 'failed: y: first' <<<"$output" | grep -q '^ .*wanted 1, got 2'
	[[ $output != *'of b'* ]]
}

@test "a skip is counted and its reason told" {
	printf '1..2\nok 1 - a # SKIP no PMU\nok 2 b\n# exit 0\n' >"$dir/x.tap"
	counts 0 '3 passed, 0 failed, 1 skipped'
	grep -q 'skipped: x: a (no PMU)' <<<"$output"
	printf '1..0 # SKIP no KVM\n# exit 4\n' >"$dir/x.tap"
	counts 0 '2 passed, 0 failed, 1 skipped'
}

@test "a program that died before its end is a failure" {
	printf '1..3\nok 1 a\n' >"$dir/x.tap"
	counts 1 '3 passed, 1 failed, 0 skipped'
	grep -q 'failed: x: died' <<<"$output"
}

@test "a program that never ran is a failure" {
	: >"$dir/x.tap"
	counts 1 '2 passed, 1 failed, 0 skipped'
}

@test "fewer results than planned, or no plan, is a failure" {
	printf '1..3\nok 1 a\nok 2 b\n# exit 0\n' >"$dir/x.tap"
	counts 1 '4 passed, 1 failed, 0 skipped'
	printf 'hello\n# exit 0\n' >"$dir/x.tap"
	counts 1 '2 passed, 1 failed, 0 skipped'
}

@test "an exit code that no failed result explains is a failure" {
	printf '1..1\nok 1 a\n# exit 139\n' >"$dir/x.tap"
	counts 1 '3 passed, 1 failed, 0 skipped'
	grep -q 'exit code 139' <<<"$output"
}

@test "the exit code is that of the last line, whatever a program prints" {
	printf '1..1\nok 1 a\n# exit 0\n# exit 1\n' >"$dir/x.tap"
	counts 1 '3 passed, 1 failed, 0 skipped'
	grep -q 'x: exit code 1' <<<"$output"
	printf '1..1\nok 1 a\n# exit 1\n# exit 0\n' >"$dir/x.tap"
	counts 0 '3 passed, 0 failed, 0 skipped'
	printf '1..1\nok 1 a\n# exit 0\n# and then it died\n' >"$dir/x.tap"
	counts 1 '3 passed, 1 failed, 0 skipped'
}

@test "a program that bails out fails with its own words" {
	printf '1..3\nok 1 a\nBail out!  no memory left\n# exit 255\n' >"$dir/x.tap"
	run tally
	echo "$output"
	[ "$status" -eq 1 ]
	grep -q '^failed: x: bailed out: no memory left' <<<"$output"
}

@test "nothing that passed is a failure" {
	rm "$dir/good.tap"
	counts 1 '0 passed, 0 failed, 0 skipped'
}

@test "a version line after other output does no harm" {
	printf 'Random seed: 1\nTAP version 13\n1..1\nok 1 a\n# exit 0\n' >"$dir/x.tap"
	counts 0 '3 passed, 0 failed, 0 skipped'
}
