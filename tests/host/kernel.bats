#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# What kernel.sh builds and what it finds again. The kernel's make is a stand-in,
# whose vmlinux is the configuration and one source file.

load helper

setup() {
	make_lab
	make_kernel_source
	touch strategies/one.c
	stand_in make <<-'END'
		for word; do case $word in O=*) build=${word#O=} ;; esac; done
		case "$*" in
		*allnoconfig*) grep -v '=n$' "$build/lab.config" >"$build/.config" ;;
		*kernelversion*) echo 6.12.1 ;;
		*)
			echo built >>"$BATS_TEST_TMPDIR/builds"
			cat "$build/.config" "$build/../virt/kvm/gmem_strategies/one.c" >"$build/vmlinux"
			;;
		esac
	END
}

builds() { wc -l <"$BATS_TEST_TMPDIR/builds"; }

@test "an image is found again by what it was made from, whatever was built since" {
	first=$(scripts/kernel.sh direct)
	[ "$(scripts/kernel.sh direct)" = "$first" ]
	[ "$(builds)" -eq 1 ]
	echo changed >strategies/one.c
	second=$(scripts/kernel.sh direct)
	[ "$second" != "$first" ]
	grep -q changed "$second"
	[ "$(builds)" -eq 2 ]
	: >strategies/one.c
	[ "$(scripts/kernel.sh direct)" = "$first" ]
	[ "$(builds)" -eq 2 ]
}

@test "an image is built again for other options, and where it was deleted" {
	first=$(scripts/kernel.sh direct)
	echo CONFIG_C=y >>kernel-patches/configs/lab.config
	[ "$(scripts/kernel.sh direct)" != "$first" ]
	[ "$(builds)" -eq 2 ]
	sed -i '/CONFIG_C/d' kernel-patches/configs/lab.config
	rm -r "${first%/*}"
	[ "$(scripts/kernel.sh direct)" = "$first" ]
	[ "$(builds)" -eq 3 ]
}

# What of the tree of KIND is newer than the folder `mark`.
newer() { # KIND
	(cd "$CACHE"/*/"$1"/linux && find . -path './build-*' -prune -o -type f -newer "$BATS_TEST_TMPDIR/mark" -print)
}

@test "another variant makes no source new; a stock kernel what the series touches" {
	printf -- '--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n' \
		>kernel-patches/6.12/one.patch
	echo one.patch >kernel-patches/6.12/series
	echo CONFIG_C=y >kernel-patches/configs/test.config
	scripts/kernel.sh direct
	scripts/kernel-tree.sh stock
	mkdir "$(echo "$CACHE"/*/patched/linux/build-direct)/tools"
	find "$CACHE"/*/*/linux -type f -exec touch -d '2 hours ago' {} +
	touch -d '1 hour ago' "$BATS_TEST_TMPDIR/mark"
	touch "$CACHE"/*/patched/linux/build-direct/vmlinux
	scripts/kernel.sh direct-test
	[ -z "$(newer patched)" ]
	scripts/kernel.sh stock
	[ "$(newer stock)" = ./file ]
}

# As kbuild's: what tells of an option is new where nothing says that it is as before.
kbuild_that_configures() {
	stand_in make <<-'END'
		for word; do case $word in O=*) build=${word#O=} ;; esac; done
		config=$build/include/config
		case "$*" in
		*allnoconfig*)
			[ ! -f "$BATS_TEST_TMPDIR/killed" ] || exit 1
			grep -v '=n$' "$build/lab.config" >"$build/.config"
			[ ! -f "$config/auto.conf" ] || exit 0
			mkdir -p "$config"
			(cd "$config" && sed 's/^CONFIG_//; s/=.*//' ../../.config | xargs touch)
			cp "$build/.config" "$config/auto.conf"
			;;
		*kernelversion*) echo 6.12.1 ;;
		*) cp "$build/.config" "$build/vmlinux" ;;
		esac
	END
}

@test "what tells of an option is new if that has changed or is gone, else as old as it was" {
	kbuild_that_configures
	printf 'CONFIG_A=y\nCONFIG_NUMBER=1\nCONFIG_SAME=y\n' >kernel-patches/configs/base.config
	scripts/kernel.sh direct
	config=$(echo "$CACHE"/*/patched/linux/build-direct/include/config)
	touch "$config/kernel.release"
	find "$config" -type f -exec touch -d '2 hours ago' {} +
	touch -d '1 hour ago' "$BATS_TEST_TMPDIR/mark"
	printf 'CONFIG_NEW=y\nCONFIG_NUMBER=2\nCONFIG_SAME=y\n' >kernel-patches/configs/base.config
	touch "$BATS_TEST_TMPDIR/killed"
	run scripts/kernel.sh direct
	[ "$status" -ne 0 ]
	rm "$BATS_TEST_TMPDIR/killed"
	scripts/kernel.sh direct
	cd "$config"
	[ "$(find . -type f -newer "$BATS_TEST_TMPDIR/mark" -printf '%P\n' | sort | xargs)" = 'A NEW NUMBER auto.conf' ]
	[ "$(find . -type f ! -newer "$BATS_TEST_TMPDIR/mark" -printf '%P\n' | sort | xargs)" = 'KVM_GMEM_STRATEGY_DIRECT SAME kernel.release' ]
	[ ! -e "$config.old" ]
}

@test "a plan has a kernel as new only where no other is nearly the same" {
	work() { bash -c '. scripts/lib.sh; kernel_work "$@"' - "$@"; }
	[ "$(work direct)" = new ]
	[ "$(work all direct)" = seeded ]
	[ "$(work all-events direct)" = seeded ]
	[ "$(work all-test direct all-events)" = new ]
	[ "$(work all-test-events direct-test)" = seeded ]
	mkdir -p "$CACHE/s/patched/linux/build-all-test"
	touch "$CACHE/s/patched/linux/build-all-test/lab-image"
	[ "$(work all-test)" = update ]
	[ "$(work all-test-events)" = seeded ]
	[ "$(work all-test-debug)" = new ]
}

@test "a first guess of a kernel is of the cores that build it" {
	guess() { JOBS=$2 bash -c 'nproc() { echo 4; }; export -f nproc; . scripts/lib.sh; echo "${kernel_seconds[$0]}"' "$1"; }
	[ "$(guess new 4)" -eq 160 ]
	[ "$(guess new 100)" -eq 160 ]
	[ "$(guess new 1)" -eq 610 ]
}
