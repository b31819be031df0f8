#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# What .ci/run calls and how it adds up, with stand-ins for the tests.

load helper

setup() {
	make_lab
	cp -r "$repo/.ci" .
	export CALLS=$BATS_TEST_TMPDIR/calls
	says 'make' '3 passed, 0 failed, 1 skipped' 0
	says 'debug' '2 passed, 0 failed, 0 skipped' 0
}

# says PART LINE EXIT: what that part prints at its end.
says() {
	local code

	code=$(printf 'echo "${0##*/} $*" >>"$CALLS"; echo before; echo %q; exit %s' "$2" "$3")
	if [[ $1 == make ]]; then
		stand_in make <<<"$code"
	else
		{ echo '#!/bin/bash'; echo "$code"; } >scripts/test.sh
	fi
}

counts() { # EXPECTED-STATUS EXPECTED-LINE
	run .ci/run
	echo "$output"
	[ "$status" -eq "$1" ]
	[ "${lines[-1]}" = "$2" ]
	[ "$(grep -cE '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' <<<"$output")" -eq 1 ]
}

@test "the README's test command is called as it stands there, then the debug kernels" {
	counts 0 '5 passed, 0 failed, 1 skipped'
	[ "$(cat "$CALLS")" = $'make test\ntest.sh debug' ]
	grep -qx '    make test .*' <(sed -n '/^## Two commands/,/^Both/p' "$repo/README.md")
	grep -qx 'make test: 3 passed, 0 failed, 1 skipped' <<<"$output"
}

@test "a failure in either part fails the whole, and the other part runs" {
	says make '3 passed, 1 failed, 0 skipped' 2
	counts 1 '5 passed, 1 failed, 0 skipped'
	says make '3 passed, 0 failed, 0 skipped' 0
	says debug '0 passed, 2 failed, 0 skipped' 1
	counts 1 '3 passed, 2 failed, 0 skipped'
	[ "$(wc -l <"$CALLS")" -eq 4 ]
}

@test "a part that ends without a tally, or fails with one that says nothing of it, has failed" {
	says make 'error: no kernel source' 2
	counts 1 '2 passed, 1 failed, 0 skipped'
	grep -q '^failed: make test: ended without a tally (exit code 2)' <<<"$output"
	says make '3 passed, 0 failed, 0 skipped' 2
	counts 1 '5 passed, 1 failed, 0 skipped'
	says make $'3 passed, 0 failed, 0 skipped\nmake: killed' 0
	counts 1 '2 passed, 1 failed, 0 skipped'
}
