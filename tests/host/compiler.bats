#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# CC: everything is built by it or nothing is, and by whichever name it is called it
# makes the same.

load helper

setup() {
	make_lab
	make_kernel_source
	stand_in dpkg-query <<<'echo installed'
	stand_in ccache <<<'echo "$*" >>"$BATS_TEST_TMPDIR/cached"; exec "$@"'
	stand_in gcc-new <<-'END'
		[[ $1 != --version ]] || { echo "gcc-new (Debian 14.2.0-1) 14.2.0"; exit; }
		exec gcc "$@"
	END
	stand_in gcc-same <<-'END'
		[[ $1 != --version ]] || { gcc --version | sed 's/^gcc/gcc-same/'; exit; }
		exec gcc "$@"
	END

	mkdir -p tools
	printf '$(OUT)/file.o: file.c ; $(CC) -c -o $@ $<\n' >tools/Makefile
	echo 'int file;' >tools/file.c
}

tools() { bash -c '. scripts/lib.sh; build_tools "$CACHE/tools/file.o"'; }

kernel_make() {
	stand_in make <<-'END'
		printf '<%s>' "$@" >>"$BATS_TEST_TMPDIR/words"
		for word; do case $word in O=*) build=${word#O=} ;; CC_VERSION*) version=$word ;; esac; done
		case "$*" in
		*allnoconfig*) grep -v '=n$' "$build/lab.config" >"$build/.config" ;;
		*kernelversion*) echo 6.12.1 ;;
		*headers | *bench) ;;
		*) echo "$version" >"$build/vmlinux" ;;
		esac
	END
}

@test "a compiler that can't do it is refused before anything is built" {
	run make bench CC=nothing
	refused CC=nothing 'compiles nothing' 'No such file'
	run make bench CC='gcc -O0'
	refused 'CC=gcc -O0' 'without options'
	run make bench CC=./gcc
	refused CC=./gcc 'full path'
	stand_in ccache <<<'[[ " $* " != *" -c "* ]] || { echo "ccache: error: Permission denied"; exit 1; }; exec "$@"'
	run make bench CC='ccache gcc'
	refused 'CC=ccache gcc' 'ccache: error: Permission denied'
	stand_in gcc <<<'exec ccache "$0-none"; exit 1'
	run make bench
	refused CC=gcc 'compiles nothing'
	[ ! -e "$CACHE" ]
}

@test "clang is refused, as kernels are built with gcc" {
	stand_in clang <<<'exec gcc -D__clang__ "$@"'
	run make bench CC=clang
	refused CC=clang 'with gcc'
	[ ! -e "$CACHE" ]
}

@test "a wrapper is called for kernel, programs and tools" {
	export CC='ccache gcc'
	scripts/setup.sh bench
	tools
	grep -q 'gcc -c -o .*tools/file.o' "$BATS_TEST_TMPDIR/cached"
	kernel_make
	scripts/kernel.sh direct
	grep -qF '<CC=ccache gcc><HOSTCC=ccache gcc>' "$BATS_TEST_TMPDIR/words"
	: >"$BATS_TEST_TMPDIR/words"
	run scripts/guest-programs.sh bench	# fails, as nothing is built
	grep -qF '<HOSTCC=ccache gcc><headers>' "$BATS_TEST_TMPDIR/words"
	grep -qF '<CC=ccache gcc><TREE=' "$BATS_TEST_TMPDIR/words"
}

@test "by another name the same compiler makes the same kernel, another one does not" {
	kernel_make
	image=$(scripts/kernel.sh direct)
	[ "$(cat "$image")" = "CC_VERSION_TEXT=$(gcc --version | head -n 1)" ]
	[ "$(CC=gcc-same scripts/kernel.sh direct)" = "$image" ]
	rm -r "$CACHE"
	[ "$(CC=gcc-same scripts/kernel.sh direct)" = "$image" ]
	other=$(CC=gcc-new scripts/kernel.sh direct)
	[ "$(cat "$other")" = 'CC_VERSION_TEXT=gcc (Debian 14.2.0-1) 14.2.0' ]
	grep -qx 'cc (Debian 14.2.0-1) 14.2.0' "${other%/*}/inputs"
}

@test "what another compiler has built is built again" {
	tools
	sleep 0.1	# times may be as coarse as a tick
	touch "$BATS_TEST_TMPDIR/mark"
	sleep 0.1
	CC=gcc-same tools
	[ "$BATS_TEST_TMPDIR/mark" -nt "$CACHE/tools/file.o" ]
	CC=gcc-new tools
	[ "$CACHE/tools/file.o" -nt "$BATS_TEST_TMPDIR/mark" ]
}
