#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # code for stand-ins; variables of helper.bash
# What is in the cache and was cut short, is empty or of another machine is noticed before
# it is used, and made again. The kernel is an object of one source file.

load helper

setup() {
	make_lab
	make_kernel_source
	export BUILDS=$BATS_TEST_TMPDIR/builds
	real_make=$(command -v make)
	stand_in make <<-'END'
		for word; do case $word in O=*) build=${word#O=} ;; esac; done
		case "$*" in
		*allnoconfig*) grep -v '=n$' "$build/lab.config" >"$build/.config" ;;
		*kernelversion*) echo 6.12.1 ;;
		*)
			[[ ! -f $build/vmlinux ]] || exit 0
			echo built >>"$BUILDS"
			sed 's/^/#define x /' "$build/../untouched" >"$build/x.c"
			[[ -f $build/x.o ]] || echo 'int lab;' | gcc -xc -c -o "$build/x.o" - || exit
			rm -f "$build/x.a" && ar rcT "$build/x.a" "$build/x.o" || exit
			ld -r -o "$build/vmlinux" "$build/x.o"
			;;
		esac
	END
}

builds() { wc -l <"$BUILDS"; }
damaged() { "$repo/scripts/damaged.pl" "$1" | sed "s|^$1/||" | sort | xargs; }

# Each way to damage a file.
cut_short() { truncate -s -9 "$1"; }
half() { truncate -s $(($(stat -c %s "$1") / 2)) "$1"; }
one_byte() { truncate -s 1 "$1"; }
emptied() { : >"$1"; }
of_another_machine() { printf '\267' | dd of="$1" bs=1 seek=18 conv=notrunc status=none; }
ways() { echo cut_short half one_byte emptied of_another_machine; }

@test "objects, archives, libraries and programs that are not whole are told" {
	mkdir made
	echo 'int lab; int main(void) { return lab; }' >made/x.c
	make_all() {
		(cd made && rm -f ./*.[ao] && gcc -c x.c && gcc -m16 -ffreestanding -c -o x16.o x.c && ar rcs x.a x.o &&
			ar rcT thin.a x.o && gcc -shared -fPIC -o x.so x.c && gcc -o program x.c &&
			ar rcT none.a)
		printf '#!/bin/sh\n' >made/script && chmod +x made/script
		: >made/note
		: >made/x.c2 && chmod +x made/x.c2
	}
	make_all
	[ -z "$(damaged made)" ]
	for way in $(ways); do
		for file in x.o x16.o x.a thin.a x.so program; do
			[[ $way != of_another_machine || $file != *.a ]] || continue
			[[ $way != one_byte || $file != program ]] || continue	# that may be a script
			make_all
			"$way" "made/$file"
			[ "$(damaged made)" = "$file" ] || { echo "$way $file"; return 1; }
		done
	done
}

@test "a kernel that is damaged in any way is made again, and that is said" {
	image=$(scripts/kernel.sh direct)
	cp "$image" whole
	n=1
	for way in $(ways); do
		"$way" "$image"
		rm -f "$CACHE"/*/patched/linux/build-direct/vmlinux
		run scripts/kernel.sh direct
		[ "$status" -eq 0 ]
		grep -q "^${image%/*} is damaged" <<<"$output"
		[ "${lines[-1]}" = "$image" ]
		cmp "$image" whole
		[ "$(builds)" -eq $((++n)) ]
	done
	[ "$(scripts/kernel.sh direct 2>&1)" = "$image" ]
	[ "$(builds)" -eq "$n" ]
}

@test "what lies beside a kernel is made again, too" {
	image=$(scripts/kernel.sh direct)
	for file in config build-inputs version sums; do
		cp "${image%/*}/$file" whole
		emptied "${image%/*}/$file"
		[ "$(scripts/kernel.sh direct)" = "$image" ]
		cmp "${image%/*}/$file" whole
	done
}

@test "an image of an older lab, which has other files, is made again" {
	image=$(scripts/kernel.sh direct)
	mv "${image%/*}"/{build-inputs,made-from}
	sed -i 's/build-inputs/made-from/' "${image%/*}/sums"
	(cd "${image%/*}" && sha256sum --status --strict -c sums)
	run scripts/kernel.sh direct
	grep -q 'older lab' <<<"$output"
	[ -s "${image%/*}/build-inputs" ]
}

@test "a build folder that is damaged is mended" {
	image=$(scripts/kernel.sh direct)
	build=$(echo "$CACHE"/*/patched/linux/build-direct)
	for file in x.o x.a vmlinux; do
		for way in half emptied; do
			rm -r "${image%/*}"
			"$way" "$build/$file"
			[[ $file == vmlinux ]] || rm "$build/vmlinux"
			run scripts/kernel.sh direct
			[ "$status" -eq 0 ] || { echo "$output"; return 1; }
			[ "${lines[-1]}" = "$image" ] || { echo "$file $way $output"; return 1; }
			grep -q '^1 damaged files in .*build-direct, such as' <<<"$output"
		done
	done
}

@test "a source file of the cache that is damaged or gone is brought in again" {
	dir=$(scripts/kernel-tree.sh patched)
	for way in half emptied rm; do
		$way "$dir/linux/untouched"
		run scripts/kernel-tree.sh patched
		[ "$status" -eq 0 ]
		grep -q 'damaged files in .*, such as untouched' <<<"$output"
		grep -qx other "$dir/linux/untouched"
	done
	[ "$(scripts/kernel-tree.sh patched 2>&1)" = "$dir" ]
}

@test "so is one that patches touch, as it was before them" {
	printf -- '--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n' \
		>kernel-patches/6.12/one.patch
	echo one.patch >kernel-patches/6.12/series
	dir=$(scripts/kernel-tree.sh patched)
	emptied "$dir/linux/file"
	half "$dir/pristine/file"
	scripts/kernel-tree.sh patched
	[ "$(xargs <"$dir/linux/file")" = 'one 2 three' ]
}

@test "so is one of a mirror" {
	cp -r ../src/linux-source-6.12 ../own
	printf 'VERSION = 6\nPATCHLEVEL = 12\n' >../own/Makefile
	touch ../own/Kbuild
	export LINUX=$BATS_TEST_TMPDIR/own
	dir=$(scripts/kernel-tree.sh patched)
	for way in half emptied rm; do
		$way "$dir/linux/untouched"
		run scripts/kernel-tree.sh patched
		[ "$status" -eq 0 ]
		grep -q 'damaged files in .*, such as untouched' <<<"$output"
		grep -qx other "$dir/linux/untouched"
	done
	[ "$(scripts/kernel-tree.sh patched 2>&1)" = "$dir" ]
}

@test "an archive that is cut short or empty is refused, and taken when it is whole" {
	cp "$KSRC" whole
	half "$KSRC"
	run scripts/kernel-tree.sh patched
	refused 'unpack failed'
	emptied "$KSRC"
	run scripts/kernel-tree.sh patched
	refused "$KSRC" empty
	cp whole "$KSRC"
	scripts/kernel-tree.sh patched
}

@test "an initramfs that is damaged is made again, and that is said" {
	stand_in make <<<'mkdir -p "$CACHE"; true'
	cat >scripts/initramfs.sh <<-'END'
		#!/bin/bash
		. "$(dirname "$0")/lib.sh"
		mkdir -p "$CACHE/images"
		echo contents of a certain length >"$2/cpio"
		mv "$2/cpio" "$CACHE/images/$1-$(short_hash <"$2/cpio").cpio"
		echo "$CACHE/images/$1"-*.cpio
	END
	image=$(scripts/guest-programs.sh bench)
	[ "$(scripts/guest-programs.sh bench 2>&1)" = "$image" ]
	for way in cut_short half emptied; do
		"$way" "$image"
		run scripts/guest-programs.sh bench
		[ "$status" -eq 0 ]
		grep -qx "$image is damaged; making it again" <<<"$output"
		grep -qx 'contents of a certain length' "$image"
	done
}

@test "a tool that is damaged is built again" {
	mkdir tools
	echo 'int main(void) { return 0; }' >tools/x.c
	printf '$(OUT)/x: $(OUT)/x.o ; gcc -o $@ $<\n$(OUT)/x.o: x.c ; gcc -c -o $@ $<\n' >tools/Makefile
	ln -sf "$real_make" "$BATS_TEST_TMPDIR/bin/make"
	build() { bash -c '. scripts/lib.sh; build_tools "$CACHE/tools/x"'; }
	build
	for file in x x.o; do
		for way in half emptied; do
			"$way" "$CACHE/tools/$file"
			build
			"$CACHE/tools/x"
		done
	done
}

@test "a note of how long something took that is no number is not taken" {
	mkdir -p "$CACHE/durations"
	for text in '' x '1 2' 99999999999 '$(touch hacked)'; do
		printf %s "$text" >"$CACHE/durations/unpack"
		[ "$(bash -c '. scripts/lib.sh; last_duration unpack 60')" = 60 ]
	done
	[ ! -e hacked ]
}
