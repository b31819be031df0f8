#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# The patched tree: a kernel source of two files and patches to them.

load helper

setup() {
	make_lab
	make_kernel_source
	write_patch one.patch two 2
	echo one.patch >kernel-patches/6.12/series
}

write_patch() { # NAME OLD NEW: changes the middle line of `file`
	printf -- '--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n one\n-%s\n+%s\n three\n' \
		"$2" "$3" >"kernel-patches/6.12/$1"
}

tree() { scripts/source.sh "${1:-patched}"; }

@test "patches of the series are applied, strategies and instruments brought in" {
	echo x >instruments/lab.c
	dir=$(tree)
	grep -qx 2 "$dir/linux/file"
	cmp strategies/Kconfig "$dir/linux/virt/kvm/gmem_strategies/Kconfig"
	cmp instruments/lab.c "$dir/linux/virt/kvm/lab/lab.c"
}

busted_strategy() {
	mkdir -p tests/busted
	printf 'choice\nconfig KVM_GMEM_STRATEGY_DIRECT\nendchoice\n' >strategies/Kconfig
	echo 'config KVM_GMEM_STRATEGY_WRONG' >tests/busted/Kconfig
	echo x >tests/busted/wrong.c
}

@test "strategies of tests/busted are offered by the tree alone" {
	busted_strategy
	cp strategies/Kconfig before
	dir=$(tree)
	[ "$(xargs <"$dir/linux/virt/kvm/gmem_strategies/Kconfig")" = 'choice config KVM_GMEM_STRATEGY_DIRECT config KVM_GMEM_STRATEGY_WRONG endchoice' ]
	cmp tests/busted/wrong.c "$dir/linux/virt/kvm/gmem_busted/wrong.c"
	cmp before strategies/Kconfig
	touch -d '1 hour ago' "$BATS_TEST_TMPDIR/mark"
	find "$dir/linux" -exec touch -d '2 hours ago' {} +
	tree
	[ -z "$(find "$dir/linux" -type f -newer "$BATS_TEST_TMPDIR/mark")" ]
}

@test "strategies of tests/busted have a kernel, and are in no list but their own" {
	busted_strategy
	scripts/config.sh wrong | grep -qx CONFIG_KVM_GMEM_STRATEGY_WRONG=y
	[ "$(scripts/config.sh --busted)" = wrong ]
	[ "$(scripts/config.sh --list)" = direct ]
	[ -z "$(scripts/config.sh --switched)" ]
	[ "$(scripts/config.sh --expand every)" = direct ]
	[ -z "$(scripts/config.sh --expand flag)" ]
}

@test "a second run writes no file" {
	dir=$(tree)
	touch -d '1 hour ago' "$BATS_TEST_TMPDIR/mark"
	find "$dir/linux" -exec touch -d '2 hours ago' {} +
	tree
	[ -z "$(find "$dir/linux" -type f -newer "$BATS_TEST_TMPDIR/mark")" ]
}

@test "a changed patch rewrites only the files whose contents change" {
	dir=$(tree)
	touch -d '1 hour ago' "$BATS_TEST_TMPDIR/mark"
	find "$dir/linux" -exec touch -d '2 hours ago' {} +
	write_patch one.patch two zwei
	tree
	[ "$(find "$dir/linux" -type f -newer "$BATS_TEST_TMPDIR/mark")" = "$dir/linux/file" ]
	grep -qx zwei "$dir/linux/file"
}

@test "a patch taken out of the series is undone" {
	printf -- '--- /dev/null\n+++ b/dir/new\n@@ -0,0 +1 @@\n+new\n' \
		>kernel-patches/6.12/new.patch
	echo new.patch >>kernel-patches/6.12/series
	dir=$(tree)
	[ -f "$dir/linux/dir/new" ]
	: >kernel-patches/6.12/series
	tree
	grep -qx two "$dir/linux/file"
	[ ! -e "$dir/linux/dir/new" ]
}

@test "a deleted strategy leaves the tree" {
	echo x >strategies/old.c
	dir=$(tree)
	rm strategies/old.c
	tree
	[ ! -e "$dir/linux/virt/kvm/gmem_strategies/old.c" ]
}

@test "a patch that does not apply is named with the tree, which stays as it was" {
	dir=$(tree)
	write_patch one.patch drei 3
	run tree
	refused kernel-patches/6.12/one.patch "$KSRC" 'does not apply'
	grep -qx 2 "$dir/linux/file"
}

@test "a patch that applies only with fuzz is refused" {
	printf -- '--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n eins\n-two\n+2\n three\n' \
		>kernel-patches/6.12/one.patch
	run tree
	refused one.patch 'does not apply'
}

@test "stock has no series, and only those lab patches that don't need it" {
	printf -- '--- a/untouched\n+++ b/untouched\n@@ -1 +1 @@\n-other\n+lab\n' \
		>kernel-patches/6.12/lab/lab.patch
	printf -- '--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n-one\n+1\n 2\n three\n' \
		>kernel-patches/6.12/lab/hook.patch
	printf 'lab.patch\nhook.patch # needs-series\n' >kernel-patches/6.12/lab/series
	dir=$(tree stock)
	grep -qx lab "$dir/linux/untouched"
	grep -qx two "$dir/linux/file"
	dir=$(tree patched)
	[ "$(xargs <"$dir/linux/file")" = '1 2 three' ]
}

@test "LINUX: a tree of one's own is copied, followed and left alone" {
	own=$BATS_TEST_TMPDIR/own
	cp -r ../src/linux-source-6.12 "$own"
	printf 'VERSION = 6\nPATCHLEVEL = 12\n' >"$own/Makefile"
	touch "$own/Kbuild"
	dir=$(LINUX=$own tree)
	grep -qx 2 "$dir/linux/file"
	grep -qx two "$own/file"
	first=$(cat "$dir/made-from")
	printf 'one\ntwo\nthree\nfour\n' >"$own/file"
	LINUX=$own tree
	[ "$(xargs <"$dir/linux/file")" = 'one 2 three four' ]
	[ "$first" != "$(cat "$dir/made-from")" ]
	touch "$own/.config"
	LINUX=$own run tree
	refused "LINUX=$own" 'make mrproper'
}

@test "every option asked for must be in the final .config" {
	printf 'CONFIG_A=y\nCONFIG_KVM_GMEM_STRATEGY_DIRECT=y\n' >good
	scripts/config.sh direct good
	sed -i 1d good
	run scripts/config.sh direct good
	refused base.config CONFIG_A=y 'no such option'
	printf 'CONFIG_A=y\nCONFIG_B=y\nCONFIG_KVM_GMEM_STRATEGY_DIRECT=y\n' >bad
	run scripts/config.sh direct bad
	refused lab.config CONFIG_B=n CONFIG_B=y
}

@test "the last line for an option wins" {
	echo 'CONFIG_A=m' >kernel-patches/configs/test.config
	run scripts/config.sh direct-test
	[ "$(xargs <<<"$output")" = 'CONFIG_B=n CONFIG_KVM_GMEM_STRATEGY_DIRECT=y CONFIG_A=m' ]
}
