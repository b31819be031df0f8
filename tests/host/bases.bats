#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of helper.bash
# The series applies to every 6.12.y of the package archive: tried on the oldest
# and the newest. Only the files that it touches are kept, in CACHE.

load helper

setup() {
	cd "$repo" || return
	source=linux-source-6.12
	store=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gmem-lab}/bases
}

versions() { apt-cache madison "$source" 2>/dev/null | awk '{ print $3 }' | sort -Vu; }

touched_files() {
	sed -nE 's,^(---|\+\+\+) [ab]/([^[:space:]]+).*,\2,p' \
		kernel-patches/6.12/*.patch kernel-patches/6.12/lab/*.patch | sort -u
	printf '%s\n' Makefile Kbuild
}

# The touched files of a version, as a tree; prints where.
fetch() { # VERSION
	local tree

	tree=$store/$1-$(touched_files | sha256sum | cut -c1-8)
	echo "$tree"
	[[ -f $tree/Makefile ]] && return
	rm -rf "$tree.new"
	mkdir -p "$tree.new"
	(cd "$BATS_TEST_TMPDIR" && apt-get download -q "$source=$1" >&2) || return
	touched_files | sed "s|^|$source/|" >"$BATS_TEST_TMPDIR/wanted"
	# Files that the series adds are in no archive.
	dpkg-deb --fsys-tarfile "$BATS_TEST_TMPDIR/$source"_*.deb |
		tar -xO "./usr/src/$source.tar.xz" |
		tar -xJ -C "$tree.new" --strip-components=1 -T "$BATS_TEST_TMPDIR/wanted" 2>/dev/null || true
	[ -f "$tree.new/Makefile" ]
	mv "$tree.new" "$tree"
}

applies_to() { # VERSION
	[[ -n $1 ]] || skip "apt knows no $source"
	tree=$(fetch "$1") || skip "apt-get can't download $source $1"
	unset CACHE_LOCKED KSRC
	CACHE=$BATS_TEST_TMPDIR/cache LINUX=$tree run scripts/kernel-tree.sh patched
	echo "$output"
	[ "$status" -eq 0 ]
	[ -f "${lines[-1]}/linux/virt/kvm/gmem_access.c" ]
}

@test "the series applies to the oldest 6.12 of the archive" {
	applies_to "$(versions | head -n 1)"
}

@test "the series applies to the newest 6.12 of the archive" {
	applies_to "$(versions | tail -n 1)"
}
