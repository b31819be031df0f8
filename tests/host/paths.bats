#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # code for stand-ins; variables of helper.bash
# Odd names of folders: the lab makes the same under each as under a plain one, or
# refuses it in one line before it does anything.

load helper
load odd-names

setup() {
	make_lab
	stand_in dpkg-query <<<'echo installed'
	make_kernel_source
	printf -- '--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n' \
		>kernel-patches/6.12/one.patch
	echo one.patch >kernel-patches/6.12/series
	real_make=$(command -v make)
	stand_in make <<-'END'
		sh -c "cd $PWD" || exit	# as the kernel's tools do
		for word; do case $word in O=*) build=${word#O=} ;; esac; done
		case "$*" in
		*allnoconfig*) grep -v '=n$' "$build/lab.config" >"$build/.config" ;;
		*kernelversion*) echo 6.12.1 ;;
		*)
			echo built >>"$BATS_TEST_TMPDIR/builds"
			cat "$build/.config" "$build/../file" >"$build/vmlinux"
			;;
		esac
	END
}

builds() { wc -l <"$BATS_TEST_TMPDIR/builds"; }

each_name() { # COMMAND...: called with each name
	local name

	while IFS= read -rd '' name; do
		"$@" "$name" || { echo "name: <$name>"; return 1; }
	done < <(odd_names)
	[ ! -e hacked ] && [ "$(odd_names | tr -dc '\0' | wc -c)" -ge 40 ]
}

copy_lab() { # NAME: prints the folder
	rm -rf "$BATS_TEST_TMPDIR/odd"
	mkdir "$BATS_TEST_TMPDIR/odd"
	cp -r "$BATS_TEST_TMPDIR/lab" "$BATS_TEST_TMPDIR/odd/$1" || return
	cd "$BATS_TEST_TMPDIR/odd/$1" || return
}

refused_at_once() {
	[ "$status" -ne 0 ] && [ "$(grep -c '^error: ' <<<"$output")" -eq 1 ] &&
		[ ! -e "$BATS_TEST_TMPDIR/other" ]
}

same_image() { # NAME
	copy_lab "$1" || return
	CACHE=$BATS_TEST_TMPDIR/other run scripts/config.sh direct
	if ((status)); then
		refused_at_once
		return
	fi
	[ "$(scripts/kernel.sh direct)" = "$image" ] && [ "$(builds)" -eq 1 ]
}

@test "a repository in an odd place makes the same kernel from the same patches" {
	image=$(scripts/kernel.sh direct)
	each_name same_image
}

@test "a patch that is edited in an odd place is another kernel" {
	image=$(scripts/kernel.sh direct)
	for name in 'a blank' 'a&b' 'a|b' "it's"; do
		copy_lab "$name"
		sed -i 's/^+2$/+zwei/' kernel-patches/6.12/one.patch
		other=$(scripts/kernel.sh direct)
		[ "$other" != "$image" ]
		grep -qx zwei "$other"
	done
}

# What make would run, but for what is in the cache.
commands() { # FOLDER
	(cd "$1" && "$real_make" -n -f guest/programs.mk TREE="$BATS_TEST_TMPDIR/t" HEADERS=/h OUT=/o bench &&
		"$real_make" -n -C tools OUT=/o all | sed '/^make: /d')
}

same_commands() { # NAME
	[[ $1 != *$'\n'* ]] || return 0	# refused, and make's own lines would be two
	copy_lab "$1" || return
	commands . >"$BATS_TEST_TMPDIR/now"
	cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/now"
}

@test "programs and tools are built by the same commands wherever the repository is" {
	rm -r bench
	cp -r "$repo/bench" "$repo/instruments" "$repo/tools" .
	mkdir -p tests/unit "$BATS_TEST_TMPDIR/t/tools/testing/selftests/kvm"
	echo '%: ; true' >"$BATS_TEST_TMPDIR/t/tools/testing/selftests/kvm/Makefile"
	commands . >"$BATS_TEST_TMPDIR/first"
	[ "$(grep -c -- '-Iinstruments.*-c bench/' "$BATS_TEST_TMPDIR/first")" -gt 3 ]
	grep -q labstat.c "$BATS_TEST_TMPDIR/first"
	each_name same_commands
}

same_tree() { # NAME
	local given=$BATS_TEST_TMPDIR/given/$1 made

	rm -rf "$BATS_TEST_TMPDIR/given"
	mkdir "$BATS_TEST_TMPDIR/given"
	cp -r "$BATS_TEST_TMPDIR/src/linux-source-6.12" "$given"
	printf 'VERSION = 6\nPATCHLEVEL = 12\n' >"$given/Makefile"
	touch "$given/Kbuild"
	LINUX=$given CACHE=$BATS_TEST_TMPDIR/other run scripts/config.sh direct
	if ((status)); then
		refused_at_once
		return
	fi
	made=$(LINUX=$given scripts/kernel-tree.sh patched) || return
	[ "$(xargs <"$made/linux/file")" = 'one 2 three' ] && [ -f "$made/linux/Kbuild" ]
}

same_archive() { # NAME
	local given=$BATS_TEST_TMPDIR/given/$1

	rm -rf "$BATS_TEST_TMPDIR/given"
	mkdir -p "$given"
	cp "$KSRC" "$given/"
	KSRC=$given/${KSRC##*/} CACHE=$BATS_TEST_TMPDIR/other run scripts/config.sh direct
	if ((status)); then
		refused_at_once
		return
	fi
	rm -rf "$CACHE"
	KSRC=$given/${KSRC##*/} scripts/kernel-tree.sh patched >/dev/null
}

@test "a kernel source in an odd place is taken as it is" {
	each_name same_tree
	each_name same_archive
}

@test "a kernel source may be named relative to where one is" {
	cd "$BATS_TEST_TMPDIR"
	KSRC=${KSRC##*/} CACHE=cache-2 lab/scripts/kernel.sh direct
	[ -d cache-2 ]
}

# A variable that a kernel's build has to take.
plain_or_refused() { # VARIABLE NAME
	local place=$BATS_TEST_TMPDIR/odd/$2

	rm -rf "$BATS_TEST_TMPDIR"/{odd,other}
	mkdir -p "$place"
	case $1 in
	CACHE) CACHE=$place run scripts/config.sh direct ;;
	HOME) HOME=$place run env -u CACHE -u XDG_CACHE_HOME scripts/config.sh direct ;;
	TMPDIR) TMPDIR=$place CACHE=$BATS_TEST_TMPDIR/other run scripts/config.sh direct ;;
	esac
	case $2 in
	ümläut | 日本 | -dash | --force | '~' | '~root' | a@b | a+b | .hidden | ... | dot. | 0*)
		[ "$status" -eq 0 ]
		;;
	*) refused_at_once ;;
	esac
}

@test "a place that a kernel's build can't take is refused at once" {
	for variable in CACHE HOME TMPDIR; do
		each_name plain_or_refused "$variable"
	done
}

@test "a TMPDIR that is not there is refused" {
	TMPDIR=/nowhere run scripts/config.sh direct
	refused 'TMPDIR=/nowhere' 'make it'
}

@test "without HOME the cache is in that of the password file" {
	run env -u HOME -u CACHE -u XDG_CACHE_HOME bash -c '. scripts/lib.sh; echo "$CACHE"'
	[ "$output" = ~root/.cache/gmem-lab ] || ((EUID))
}

@test "a hash of nothing is an error" {
	run bash -c '. scripts/lib.sh; short_hash </dev/null'
	refused 'nothing to hash'
	[ "$(bash -c '. scripts/lib.sh; short_hash' <<<x)" = 73cb3858a687 ]
}
