#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of bats
# `make mutate`: faults are put where they are said to be, or not at all; who noticed is
# named, and so is what nobody noticed.

load helper

setup() {
	make_lab
	make_kernel_source
	mkdir -p lab tests/{mutations,kunit,busted}
	printf 'int one(void)\n{\n\treturn a +\n\t       b;\n}\n\nint two(void)\n{\n\tput(b);\n\treturn a + b;\n}\n' \
		>instruments/code.c
	mutants 'sum_is_off :: two :: plus1 :: a + b' 'put_is_left_out :: two :: drop :: put(b);'
}

mutants() { # LINE...
	printf '%s\n' '@file virt/kvm/lab/code.c' '@tests first second' "$@" >tests/mutations/all.mutants
}

# The kernel of such a run, and one whose mutant number N is noticed by what says so:
# $BATS_TEST_TMPDIR/becomes-N has what the job writes, and the exit code.
with_boots() {
	printf '#!/bin/bash\necho vmlinux\n' >scripts/kernel.sh
	printf '#!/bin/bash\necho initrd\n' >scripts/guest-programs.sh
	printf '#!/bin/bash\n' >scripts/setup.sh
	cat >scripts/boot.sh <<-'END'
		#!/bin/bash
		while (($#)); do printf -v "${1#--}" %s "$2"; shift 2; done
		number=$(sed -n 's/^mutant=//p' "$job")
		becomes=$BATS_TEST_TMPDIR/becomes-$number
		[[ -f $becomes ]] || { printf 'survived\n%s reached\n' "$number" >"$out/result"; exit 0; }
		sed 1d "$becomes" >"$out/result"
		[[ $(head -n 1 "$becomes") == 0 ]] || echo "error: the kernel reported: BUG: bad" >&2
		exit "$(head -n 1 "$becomes")"
	END
}

becomes() { # NUMBER EXIT-CODE LINE...
	printf '%s\n' "${@:2}" >"$BATS_TEST_TMPDIR/becomes-$1"
}

@test "a mutant is put where it is said to be, and can be switched on" {
	run scripts/mutants.pl apply tests/mutations "virt/kvm/lab=instruments"
	[ "$status" -eq 0 ]
	grep -qF '{ if (!LAB_MUTANT(2)) { put(b); } }' instruments/code.c
	grep -qF 'return ((a + b) + LAB_MUTANT(1));' instruments/code.c
	grep -qF 'int one(void)' instruments/code.c
	[ "$(grep -c 'LAB_MUTANT(1)' instruments/code.c)" -eq 1 ]
}

@test "a text may go over lines, and hold another mutant" {
	mutants 'sum :: one :: negate :: a + b' 'term :: one :: becomes :: b :: 0'
	run scripts/mutants.pl apply tests/mutations "virt/kvm/lab=instruments"
	[ "$status" -eq 0 ]
	tr -d '\n\t ' <instruments/code.c |
		grep -qF 'return(LAB_MUTANT(1)!=!!(a+(LAB_MUTANT(2)?(0):(b))));'
}

@test "a mutation that no longer applies is an error, and nothing is mutated" {
	cp instruments/code.c before
	mutants 'sum_is_off :: two :: plus1 :: a + b' 'stale :: two :: drop :: get(b);'
	run scripts/mutants.pl apply tests/mutations "virt/kvm/lab=instruments"
	refused 'all.mutants:4' stale "'get(b);' is not in two of virt/kvm/lab/code.c"
	cmp before instruments/code.c

	run scripts/kernel-tree.sh mutated
	refused stale
}

@test "a text that is there twice is an error" {
	mutants 'which :: - :: drop :: return a'
	run scripts/mutants.pl apply tests/mutations "virt/kvm/lab=instruments"
	refused "'return a' is 2 times in"
}

@test "no such function, file, rule or field is an error" {
	mutants 'x :: three :: drop :: put(b);'
	run scripts/mutants.pl apply tests/mutations "virt/kvm/lab=instruments"
	refused 'no function three'
	sed -i s/code.c/none.c/ tests/mutations/all.mutants
	run scripts/mutants.pl apply tests/mutations "virt/kvm/lab=instruments"
	refused 'none.c is neither'
	mutants 'x :: two :: forget :: put(b);'
	run scripts/mutants.pl list tests/mutations
	refused 'not NAME :: FUNCTION :: RULE'
	mutants 'x :: two :: becomes :: put(b);'
	run scripts/mutants.pl list tests/mutations
	refused 'not NAME :: FUNCTION :: RULE'
}

@test "a second mutant of a name, and a reason for none, are errors" {
	mutants 'x :: two :: drop :: put(b);' 'x :: two :: plus1 :: a + b'
	run scripts/mutants.pl list tests/mutations
	refused 'a second x'
	mutants 'x :: two :: drop :: put(b);' '@survives y: why'
	run scripts/mutants.pl list tests/mutations
	refused 'there is no mutant y'
}

@test "kernel-tree.sh mutates the tree's copy and leaves the repository alone" {
	cp instruments/code.c before
	dir=$(scripts/kernel-tree.sh mutated)
	grep -q 'LAB_MUTANT(2)' "$dir/linux/virt/kvm/lab/code.c"
	cmp before instruments/code.c
	dir=$(scripts/kernel-tree.sh patched)
	cmp before "$dir/linux/virt/kvm/lab/code.c"
}

@test "who noticed is named: a test, the kernel, a hang" {
	with_boots
	mutants 'a :: two :: plus1 :: a + b' 'b :: two :: drop :: put(b);' 'c :: one :: drop :: a'
	becomes 1 0 'killed second 3 - the.rule' '1 reached'
	becomes 2 12
	becomes 3 13
	run scripts/mutate.sh
	echo "$output"
	[ "$status" -eq 0 ]
	grep -qx 'ok 1 - a (plus1 in two): killed by second 3 - the.rule' <<<"$output"
	grep -qx 'ok 2 - b (drop in two): killed: the kernel reported: BUG: bad' <<<"$output"
	grep -q '^ok 3 - c .*: killed: ' <<<"$output"
	[ "${lines[-1]}" = '3 of 3 mutants killed, 0 survived' ]
}

@test "a survivor is listed with its reason, and too many of them fail" {
	with_boots
	mutants 'a :: two :: plus1 :: a + b' 'b :: two :: drop :: put(b);' '@survives b: nobody looks'
	becomes 1 0 'killed first exit code 1' '1 reached'
	run scripts/mutate.sh
	echo "$output"
	[ "$status" -ne 0 ]
	grep -qx 'not ok 2 - b (drop in two): survived, reached' <<<"$output"
	grep -qx '# survivor: b, drop in two of virt/kvm/lab/code.c: nobody looks; asked: first second' <<<"$output"
	[ "${lines[-1]}" = '1 of 2 mutants killed, 1 survived' ]
}

@test "tests that fail without a mutant end the run" {
	with_boots
	becomes 0 0 'killed first 1 - a.b' '0 not reached'
	run scripts/mutate.sh
	[ "$status" -ne 0 ]
	grep -q 'without a mutant: failed: first 1 - a.b (tests: first second)' <<<"$output"
	grep -q '^error: tests that should notice mutants do not pass without one' <<<"$output"
}

@test "a boot that could not be made is no verdict" {
	with_boots
	becomes 2 14
	run scripts/mutate.sh
	refused 'put_is_left_out'
}

@test "MUTANTS= selects, and what is unknown is refused" {
	with_boots
	becomes 2 0 'killed first 1 - a.b' '2 reached'
	MUTANTS=put_is_left_out run scripts/mutate.sh
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = '1 of 1 mutants killed, 0 survived' ]
	MUTANTS=nonsense run scripts/mutate.sh
	refused 'MUTANTS=nonsense' 'sum_is_off put_is_left_out'
}
