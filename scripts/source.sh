#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/source.sh patched|stock
# Makes the kernel tree of that kind in the cache, up to date with KSRC (or
# LINUX), kernel-patches/, strategies/, instruments/ and what tests/ has for the
# kernel, and prints its folder.
# `stock` is without the series: only those lab patches that don't need it.
#
# Only files whose contents change are written, so that the kernel's own build
# rebuilds only what a change touches, also when a patch changes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

tree_kilobytes=3000000	# with the builds of a few variants

# Version X.Y of the source, which selects the folder of kernel-patches/.
base_version() {
	local file=${KSRC##*/}

	if [[ -n $LINUX ]]; then
		awk '$1 == "VERSION" { v = $3 } $1 == "PATCHLEVEL" { print v "." $3; exit }' \
			"$LINUX/Makefile"
	else
		file=${file#linux-source-}
		echo "${file%.tar.*}"
	fi
}

check_source() {
	if [[ -z $LINUX ]]; then
		[[ -r $KSRC ]] ||
			die "no kernel source $KSRC; install linux-source-6.12, or KSRC=FILE or LINUX=DIR"
	elif [[ ! -f $LINUX/Kbuild || ! -f $LINUX/Makefile ]]; then
		die "LINUX=$LINUX is no kernel tree; give the folder that has its Makefile"
	elif [[ -e $LINUX/.config || -d $LINUX/include/config ]]; then
		die "LINUX=$LINUX was built in; run \`make mrproper\` there or give a clean checkout"
	fi
	base=$(base_version)
	[[ -f $top/kernel-patches/$base/series || -f $top/kernel-patches/$base/lab/series ]] ||
		die "no patches for kernel $base; kernel-patches/ has $(cd "$top/kernel-patches" && echo [0-9]*)"
}

# The patches of this kind of tree, in order, one path a line.
patches() {
	local dir=$top/kernel-patches/$base series name note

	for series in "$dir" "$dir/lab"; do
		[[ -f $series/series ]] || continue
		[[ $kind == stock && $series == "$dir" ]] && continue
		while read -r name note; do
			[[ -n $name && $name != \#* ]] || continue
			[[ $kind == stock && $note == *needs-series* ]] && continue
			echo "$series/$name"
		done <"$series/series"
	done
}

unpack_archive() {
	[[ -f $dir/unpacked ]] && return
	need_space "$dir" "$tree_kilobytes"
	rm -rf "$dir/linux" "$dir/pristine" "$dir/touched"
	mkdir -p "$dir/linux"
	run_logged unpack unpack 60 \
		tar -xf "$KSRC" -C "$dir/linux" --strip-components=1
	touch "$dir/unpacked"
}

# A user's tree is mirrored, except for files that our patches touch: those go
# to pristine/, as they do when an archive is unpacked.
mirror_tree() {
	local changed

	[[ -d $dir/linux ]] || need_space "$dir" "$tree_kilobytes"
	mkdir -p "$dir/linux" "$dir/pristine"
	touch "$dir/touched"
	changed=$(
		rsync -ai --delete --exclude=/.git --exclude='/build-*' \
			--exclude=/virt/kvm/gmem_strategies --exclude=/virt/kvm/lab --exclude=/virt/kvm/gmem_kunit \
			--exclude=/virt/kvm/gmem_busted \
			--exclude-from=<(sed 's|^|/|' "$dir/touched") "$LINUX/" "$dir/linux/"
		rsync -ai --files-from=<(cd "$LINUX" && sed 's|.*|[ ! -f "&" ] \|\| echo "&"|' \
			"$dir/touched" | sh) "$LINUX/" "$dir/pristine/"
	)
	[[ -z $changed ]] || printf '%s' "$changed" | short_hash >>"$dir/mirrored"
}

files_of_patches() {
	(($#)) && sed -nE 's,^(---|\+\+\+) [ab]/([^[:space:]]+).*,\2,p' "$@" | sort -u
}

# Patches apply to copies of the pristine files first, so that one that does
# not apply leaves the tree as it was; then what differs is copied in.
apply_patches() {
	local list=() patch file scratch

	mapfile -t list < <(patches)
	touch "$dir/touched"
	while read -r file; do
		grep -qxF "$file" "$dir/touched" && continue
		if [[ -f $dir/linux/$file ]]; then
			mkdir -p "$(dirname "$dir/pristine/$file")"
			cp -p "$dir/linux/$file" "$dir/pristine/$file"
		fi
		echo "$file" >>"$dir/touched"
	done < <(files_of_patches "${list[@]}")

	scratch=$dir/scratch
	rm -rf "$scratch"
	mkdir -p "$dir/pristine" "$scratch"
	cp -a "$dir/pristine/." "$scratch"
	for patch in "${list[@]}"; do
		[[ -f $patch ]] || die "$patch is in a series file but does not exist; restore it or drop its line"
		patch -d "$scratch" -p1 --fuzz=0 -E -f -s --no-backup-if-mismatch \
			-r - <"$patch" >"$dir/patch.log" 2>&1 ||
			die "patch ${patch#"$top"/} does not apply to ${LINUX:-$KSRC} ($(head -n 1 "$dir/patch.log")); rebase it, or use a tree it was made for"
	done
	while read -r file; do
		if [[ ! -f $scratch/$file ]]; then
			rm -f "$dir/linux/$file"
		elif ! cmp -s "$scratch/$file" "$dir/linux/$file"; then
			mkdir -p "$(dirname "$dir/linux/$file")"
			cp "$scratch/$file" "$dir/linux/$file"
		fi
	done <"$dir/touched"
	rm -rf "$scratch"
}

sync_ours() { # FOLDER DESTINATION
	mkdir -p "$1"
	rsync -rc --delete --exclude='.*' "$1/" "$dir/linux/virt/kvm/$2/"
}

# In the copy, the choice offers the strategies of tests/busted/ as well.
sync_strategies() {
	local scratch=$dir/scratch

	mkdir -p "$top/strategies"
	rm -rf "$scratch"
	cp -r "$top/strategies" "$scratch"
	(cd "$top" && sed -i '/^endchoice$/e cat tests/busted/Kconfig' "$scratch/Kconfig")
	sync_ours "$scratch" gmem_strategies
	rm -rf "$scratch"
}

# What the tree was made from; a build made from the same is up to date.
describe() {
	echo "source $source $(cat "$dir/mirrored" 2>/dev/null)"
	echo "patches $(patches | xargs -r cat | short_hash)"
	cd "$top"
	find strategies instruments tests/{kunit,busted} -type f ! -name '.*' | sort | xargs -r sha256sum
}

kind=${1:-}
[[ $kind == patched || $kind == stock ]] || usage "$0"
check_source
lock_cache
if [[ -n $LINUX ]]; then
	LINUX=$(cd "$LINUX" && pwd)
	source=tree-$(echo "$LINUX" | short_hash)
	dir=$CACHE/$source/$kind
	mirror_tree
else
	source=linux-$base-$(short_hash <"$KSRC")
	dir=$CACHE/$source/$kind
	unpack_archive
fi
apply_patches
sync_strategies
sync_ours "$top/instruments" lab
sync_ours "$top/tests/kunit" gmem_kunit
sync_ours "$top/tests/busted" gmem_busted
describe >"$dir/made-from"
patches >"$dir/patches"
echo "$dir"
