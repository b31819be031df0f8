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

tree() { scripts/kernel-tree.sh "${1:-patched}"; }

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
	sed 's/direct/wrong/' strategies/direct.c >tests/busted/wrong.c
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

@test "an archive is hashed once, and anew where another of its size and time takes its place" {
	archive() { tar -C ../src -cf "$KSRC" linux-source-6.12 && touch -d 2020-01-01 "$KSRC"; }
	archive
	first=$(tree)
	stand_in sha256sum <<<'tee >(wc -c >>"$BATS_TEST_TMPDIR/hashed") | /usr/bin/sha256sum "$@"'
	[ "$(tree)" = "$first" ]
	run grep -x "$(stat -c %s "$KSRC")" "$BATS_TEST_TMPDIR/hashed"
	[ "$status" -eq 1 ]
	echo OTHER >../src/linux-source-6.12/untouched
	archive
	[ "$(tree)" != "$first" ]
	grep -qx OTHER "$(tree)/linux/untouched"
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
	write_patch one.patch two 222	# as long as it was: its size tells nothing
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

@test "stock made of a patched tree is stock unpacked, also where that tree is damaged" {
	printf -- '--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+new\n' >kernel-patches/6.12/new.patch
	echo new.patch >>kernel-patches/6.12/series
	write_patch one.patch two 222	# as long as it was: its size tells nothing
	unpacked=$(CACHE=$CACHE-2 tree stock)
	patched=$(tree)
	[ -f "$patched/linux/new" ]
	mkdir "$patched/linux/build-direct"
	: >"$patched/linux/untouched"
	diff -r "$unpacked/linux" "$(tree stock)/linux"
}

@test "a stock tree shares files with the patched one, and neither writes into the other's" {
	patched=$(tree)/linux
	cp -r "$patched" before
	stock=$(tree stock)/linux
	diff -r before "$patched"
	[ "$stock/untouched" -ef "$patched/untouched" ]
	printf -- '--- a/untouched\n+++ b/untouched\n@@ -1 +1 @@\n-other\n+mine\n' \
		>kernel-patches/6.12/two.patch
	echo two.patch >>kernel-patches/6.12/series
	tree
	grep -qx mine "$patched/untouched"
	grep -qx other "$stock/untouched"
}

own_tree() {
	own=$BATS_TEST_TMPDIR/own
	cp -r ../src/linux-source-6.12 "$own"
	printf 'VERSION = 6\nPATCHLEVEL = 12\n' >"$own/Makefile"
	touch "$own/Kbuild"
}

@test "LINUX: a tree of one's own is copied, followed and left alone" {
	own_tree
	dir=$(LINUX=$own tree)
	grep -qx 2 "$dir/linux/file"
	grep -qx two "$own/file"
	first=$(cat "$dir/build-inputs")
	printf 'one\ntwo\nthree\nfour\n' >"$own/file"
	rm "$own/untouched"
	LINUX=$own tree
	[ "$(xargs <"$dir/linux/file")" = 'one 2 three four' ]
	[ ! -e "$dir/linux/untouched" ]
	[ "$first" != "$(cat "$dir/build-inputs")" ]
	touch "$own/.config"
	LINUX=$own run tree
	refused "LINUX=$own" 'make mrproper'
}

@test "LINUX: what is written is what has changed, however old it is" {
	own_tree
	dir=$(LINUX=$own tree)
	touch -d '1 hour ago' "$BATS_TEST_TMPDIR/mark"
	find "$dir/linux" -exec touch -d '2 hours ago' {} +
	touch "$own/file"
	LINUX=$own tree
	[ -z "$(find "$dir/linux" -type f -newer "$BATS_TEST_TMPDIR/mark")" ]
	echo OTHER >"$own/untouched"
	touch -d '3 hours ago' "$own/untouched"
	LINUX=$own tree
	[ "$(find "$dir/linux" -type f -newer "$BATS_TEST_TMPDIR/mark")" = "$dir/linux/untouched" ]
	grep -qx OTHER "$dir/linux/untouched"
}

@test "LINUX: an interrupted copy is finished by the next run" {
	own_tree
	dir=$(LINUX=$own tree)
	first=$(cat "$dir/build-inputs")
	echo OTHER >"$own/untouched"
	stand_in rsync <<<'exit 1'
	LINUX=$own run tree
	[ "$status" -ne 0 ]
	rm "$BATS_TEST_TMPDIR/bin/rsync"
	hash -r
	LINUX=$own tree
	grep -qx OTHER "$dir/linux/untouched"
	[ "$first" != "$(cat "$dir/build-inputs")" ]
}

@test "LINUX: a mirror begins as a copy of a tree of the same version" {
	own_tree
	cp "$own"/{Makefile,Kbuild} ../src/linux-source-6.12/
	echo 'EXTRAVERSION = -mine' >>"$own/Makefile"
	echo gone >../src/linux-source-6.12/gone
	tar -C ../src -cJf "$KSRC" linux-source-6.12
	other=$(tree)
	find "$other/linux" -exec touch -d '2 hours ago' {} +
	mkdir "$other/linux/build-direct"
	dir=$(LINUX=$own tree)
	[ "$(cat "$dir/seed")" = "$other/linux" ]
	[ ! -e "$dir/linux/build-direct" ]
	[ ! -e "$dir/linux/gone" ]
	[ ! "$dir/linux/file" -nt "$other/linux/file" ]
	[ ! "$dir/linux/untouched" -nt "$other/linux/untouched" ]
	grep -qx two "$dir/pristine/file"
	grep -qx 2 "$dir/linux/file"
	echo 'SUBLEVEL = 1' >>"$own/Makefile"
	rm -r "$dir"
	LINUX=$own tree
	[ ! -e "$dir/seed" ]
}

# Two patches of the series; each tells by a word.
two_patches() {
	own_tree
	printf -- '--- a/untouched\n+++ b/untouched\n@@ -1 +1 @@\n-other\n+mine\n' \
		>kernel-patches/6.12/two.patch
	printf 'one.patch # has=file:2\ntwo.patch # has=untouched:mine\n' \
		>kernel-patches/6.12/series
}

@test "LINUX: a tree that has the series, rebased, is taken as it is" {
	two_patches
	printf 'one\nrebased\n2\nthree\n' >"$own/file"
	echo 'mine, too' >"$own/untouched"
	dir=$(LINUX=$own tree)
	cmp "$own/file" "$dir/linux/file"
	cmp "$own/untouched" "$dir/linux/untouched"
	[ -z "$(xargs <"$dir/patches")" ]
	LINUX=$own run tree stock
	refused "LINUX=$own" 'has the series' KERNELS
	cp ../src/linux-source-6.12/{file,untouched} "$own"
	LINUX=$own tree
	[ "$(xargs <"$dir/linux/file")" = 'one 2 three' ]
	LINUX=$own tree stock
}

@test "LINUX: a tree that has the series has no cases without it, and says so" {
	two_patches
	printf 'direct 2 prog\nstock 2 prog\n' >bench/cases/default
	[ "$(LINUX=$own plan_list kernel | xargs)" = 'direct stock' ]
	echo 2 >"$own/file"
	LINUX=$own run make_plan auto
	refused "LINUX=$own has one.patch"
	echo mine >"$own/untouched"
	[ "$(LINUX=$own plan_list kernel 2>said | xargs)" = direct ]
	grep -q "LINUX=$own has the series: no stock kernel" said
	LINUX=$own KERNELS=stock run make_plan auto
	[ "$status" -eq 0 ]
}

@test "LINUX: a tree that has a part of the series is refused, and which part said" {
	two_patches
	printf 'one\n2\nthree\n' >"$own/file"
	LINUX=$own run tree
	refused "LINUX=$own has one.patch" 'lacks two.patch (no mine in untouched)'
	run compgen -G "$CACHE/tree-*"
	[ "$status" -ne 0 ]
	printf 'one\n22\nthree\n' >"$own/file"
	LINUX=$own run tree
	refused one.patch 'does not apply'
}

@test "LINUX: lab patches come on top of a series that is there" {
	two_patches
	printf -- '--- a/file\n+++ b/file\n@@ -2,2 +2,3 @@\n 2\n+hook\n three\n' \
		>kernel-patches/6.12/lab/hook.patch
	echo 'hook.patch # needs-series has=file:hook' >kernel-patches/6.12/lab/series
	printf 'one\nrebased\n2\nthree\n' >"$own/file"
	echo mine >"$own/untouched"
	dir=$(LINUX=$own tree)
	[ "$(xargs <"$dir/linux/file")" = 'one rebased 2 hook three' ]
}

# What tells a patch is what it adds, and neither the tree nor another patch has.
@test "the words that tell our patches are each of that patch alone" {
	for series in "$repo"/kernel-patches/6.12/{,lab/}series; do
		while read -r name note; do
			[[ $name == *.patch ]] || continue
			mark=${note##*has=}
			awk -v file="b/${mark%%:*}" '$1 == "+++" { here = $2 == file } here' \
				"${series%/*}/$name" | grep '^+' | grep -qw "${mark#*:}"
			run grep -w "^[ -].*${mark#*:}" "${series%/*}/$name"
			[ "$status" -eq 1 ]
			run grep -lw "^+.*${mark#*:}" "$repo"/kernel-patches/6.12/{,lab/}*.patch
			[[ ${lines[0]} == *"/$name" ]]
		done <"$series"
	done
}

@test "LINUX: strategies that a tree brings along are taken, and ours are not" {
	own_tree
	mkdir -p "$own/virt/kvm/gmem_strategies"
	touch "$own/virt/kvm/gmem_strategies/strategy-ops.h"
	sed 's/direct/mine/' strategies/direct.c >"$own/virt/kvm/gmem_strategies/mine.c"
	echo 'config KVM_GMEM_STRATEGY_MINE' >"$own/virt/kvm/gmem_strategies/Kconfig"
	[ "$(LINUX=$own scripts/config.sh --list)" = mine ]
	dir=$(LINUX=$own tree)
	[ "$(cd "$dir/linux/virt/kvm/gmem_strategies" && echo *)" = 'Kconfig mine.c strategy-ops.h' ]
	first=$(cat "$dir/build-inputs")
	echo >>"$own/virt/kvm/gmem_strategies/mine.c"
	LINUX=$own tree
	[ "$first" != "$(cat "$dir/build-inputs")" ]
}

complete_strategy() { # in strategies/, of the real operations
	cp "$repo/strategies/strategy-ops.h" strategies/
	cp "$repo/docs/example/local_flush.c" strategies/
	rm -f strategies/direct.c
	printf 'choice\nconfig KVM_GMEM_STRATEGY_LOCAL_FLUSH\nendchoice\n' >strategies/Kconfig
}

@test "a strategy that lacks an operation, its exposure or its name is refused" {
	complete_strategy
	tree
	for what in take_out map unmap pin unpin drain exposure; do
		cp "$repo/docs/example/local_flush.c" strategies/
		sed -i "s/local_flush_$what\b/local_flush_other/" strategies/local_flush.c
		run tree
		refused strategies/local_flush.c "local_flush_$what"
	done
	sed 's/^\(#define KVM_GMEM_STRATEGY\) .*/\1 other/' "$repo/docs/example/local_flush.c" >strategies/local_flush.c
	run tree
	refused strategies/local_flush.c '#define KVM_GMEM_STRATEGY local_flush'
}

@test "a strategy without an entry in the choice, and an entry without a file, are refused" {
	complete_strategy
	sed -i '/LOCAL_FLUSH/d' strategies/Kconfig
	run tree
	refused strategies/local_flush.c strategies/Kconfig KVM_GMEM_STRATEGY_LOCAL_FLUSH endchoice
	echo 'config KVM_GMEM_STRATEGY_LOCAL_FLUSH' >>strategies/Kconfig
	run tree
	refused strategies/local_flush.c endchoice
	complete_strategy
	sed -i 's/^endchoice/config KVM_GMEM_STRATEGY_MORE\n&/' strategies/Kconfig
	run tree
	refused strategies/Kconfig KVM_GMEM_STRATEGY_MORE strategies/more.c
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

@test "what makes strategies worse on purpose still applies to them" {
	checked=0
	for patch in "$BATS_TEST_DIRNAME"/regressions/*.patch; do
		grep -q '^+++ b/strategies/' "$patch" || continue
		(cd "$repo" && patch -p1 -s -F0 --dry-run <"$patch")
		((++checked))
	done
	[ "$checked" -ge 8 ]
}
