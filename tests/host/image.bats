#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of helper.bash
# What is in the image of a kernel with one strategy: direct calls, and nothing of the
# others. The kernel with all of them shows that the same checks would see it.
# LAB_VMLINUX_<kernel>: set by scripts/test.sh.

load helper

setup() { cd "$repo" || return; }

image() { # KERNEL: from now on the one to look at
	local name=LAB_VMLINUX_${1//-/_}

	vmlinux=${!name:-}
	[[ -f $vmlinux ]] || skip "no kernel $1: run through make test"
	nm "$vmlinux" >"$BATS_TEST_TMPDIR/nm"
}

operations() { sed -nE 's/^KVM_GMEM_STRATEGY_OP\(\w+, (\w+),.*/\1/p' strategies/strategy-ops.h; }

# Functions that a file defines, but for the names that any strategy gives its own.
functions_of() { # FILE
	sed -nE 's/^[a-z][^(]*[ *]([a-z0-9_]+)\(.*/\1/p' "$1" |
		grep -vxFf <(operations | sed 's/^/kvm_gmem_strategy_/') | sort -u
}

symbols() { # EXPRESSION: names that match it
	awk -v like="^($1)\$" '{ sub(/\..*/, "", $3) } $3 ~ like { print $3 }' \
		"$BATS_TEST_TMPDIR/nm" | sort -u
}

# What there is of FILE.
found_of() { comm -12 <(functions_of "$1") <(symbols '.*'); }

address() { awk -v name="$1" '$3 == name { print $1 }' "$BATS_TEST_TMPDIR/nm"; }

jumps() { # FUNCTION
	objdump --disassemble="$1" --no-show-raw-insn "$vmlinux" | grep -E '\s(call|jmp)\s'
}

# Where it goes is known only when it runs, or is patched then.
indirect() { # FUNCTION
	jumps "$1" | grep -E '\*|__x86_indirect_thunk|__SCT__'
}

callers() { echo kvm_gmem_{read_page,write_page,pin_gfn,unpin_folio,take_out}; }

calls_only() { # STRATEGY: its operations, directly
	local function op

	for op in $(operations); do
		[ -n "$(address "$1_$op")" ] || return
		[ "$(address "$1_$op")" = "$(address "kvm_gmem_strategy_$op")" ] || return
	done
	for op in map unmap; do
		jumps kvm_gmem_read_page | grep -q "call .*<kvm_gmem_strategy_$op>" || return
	done
	# shellcheck disable=SC2046 # names
	for function in $(callers) $(operations | sed 's/^/kvm_gmem_strategy_/'); do
		[ -n "$(address "$function")" ] || return
		[ -z "$(indirect "$function")" ] || return
	done
}

has_only() { # STRATEGY: nothing of other files, no table
	local file

	[ -n "$(found_of "strategies/$1.c")" ] || return
	for file in strategies/*.c; do
		# What is the same for all is no other strategy's.
		[[ ${file##*/} =~ ^($1|debugfs|clear_folio)\.c$ ]] && continue
		[ -n "$(functions_of "$file")" ] || return
		[ -z "$(found_of "$file")" ] || return
	done
	[ -z "$(symbols 'switch_strategies|__SC[TK]__kvm_gmem_.*')" ] || return
}

@test "a kernel with one strategy calls it directly" {
	for strategy in noflush direct; do
		image "$strategy-test"
		calls_only "$strategy"
	done
}

@test "a kernel with one strategy has nothing of the others" {
	for strategy in noflush direct; do
		image "$strategy-test"
		has_only "$strategy"
	done
}

@test "control: in the kernel with all of them each is found, and what calls it" {
	image all-test
	for strategy in $(scripts/config.sh --switched) switch; do
		[ -n "$(found_of "strategies/$strategy.c")" ]
	done
	[ -z "$(found_of strategies/direct.c)" ]
	[ "$(symbols '__SCT__kvm_gmem_.*' | wc -l)" -eq "$(operations | wc -l)" ]
	[ -n "$(symbols switch_strategies)" ]
	indirect kvm_gmem_strategy_map | grep -q '__SCT__kvm_gmem_map'
	indirect kvm_gmem_strategy_map | grep -q '\*\|__x86_indirect_thunk'
	run calls_only noflush
	[ "$status" -ne 0 ]
	run has_only noflush
	[ "$status" -ne 0 ]
}
