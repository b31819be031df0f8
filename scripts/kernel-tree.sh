#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/kernel-tree.sh patched|stock|mutated
# Makes the kernel tree of that kind in the cache, up to date with KSRC (or
# LINUX), kernel-patches/, strategies/, instruments/ and what tests/ has for the
# kernel, and prints its folder.
# `stock` is without the series: only those lab patches that don't need it. A tree
# given as LINUX may have the series already, and then gives no stock one.
#
# Only files whose contents change are written, so that the kernel's own build
# rebuilds only what a change touches, also when a patch changes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
own_run "$@"
# shellcheck source=scripts/series.sh
. "$top/scripts/series.sh"

tree_kilobytes=3000000	# with the builds of a few variants

# A third of the archive, of which nothing is built for x86; of other architectures kbuild
# reads crypto/, and um/. Of the tools' tests KVM's selftests and what they include stay.
never_built=(--exclude='*/drivers/gpu/drm/amd/include/*' --exclude='*/arch/[!ux]*/[!c]*'
	--exclude='*/Documentation/*/*' --exclude='*/tools/perf/*'
	--exclude='*/tools/testing/[!s]*' --exclude='*/tools/testing/selftests/[!klr]*/*')

unpack_archive() {
	[[ -f $dir/unpacked ]] && return
	need_space "$dir" "$tree_kilobytes"
	rm -rf "$dir/linux" "$dir/pristine" "$dir/touched" "$dir/sizes"
	mkdir -p "$dir/linux"
	if [[ $kind != patched && -f ${dir%/*}/patched/sizes ]]; then
		run_logged copy copy 5 copy_pristine "${dir%/*}/patched"
	else
		# An xz of several blocks is unpacked by all CPUs.
		XZ_DEFAULTS=-T0 run_logged unpack unpack 60 \
			tar --force-local -xf "$KSRC" -C "$dir/linux" --strip-components=1 \
			--anchored --no-wildcards-match-slash "${never_built[@]}"
	fi
	touch "$dir/unpacked"
}

# A patched tree without its patches and builds. Files have a name in both trees: nothing
# writes into a file, all put another in its place. One that is damaged is so in both;
# sizes tell.
copy_pristine() { # PATCHED
	local file

	find "$1/linux" -mindepth 1 -maxdepth 1 ! -name 'build-*' -exec cp -al -t "$dir/linux" {} +
	while read -r file; do
		if [[ -f $1/pristine/$file ]]; then
			cp -p --remove-destination "$1/pristine/$file" "$dir/linux/$file"
		else
			rm -f "$dir/linux/$file"
		fi
	done <"$1/touched"
	cp "$1/sizes" "$dir/"
}

# The files of a tree but for what is made in it or ours, as PATH<tab>FORMAT of find.
list_files() { # TREE FORMAT
	(cd "$1" && find . \( -path ./.git -o -path './build-*' -o \
		-path ./virt/kvm/gmem_strategies -o -path ./virt/kvm/lab -o \
		-path ./virt/kvm/gmem_kunit -o -path ./virt/kvm/gmem_busted \) -prune -o \
		! -type d -printf "%P\t$2\n" | sort)
}

# PATH<tab>SIZE of the source's own files. pristine/ has those that patches touch.
sizes() {
	touch "$dir/touched"
	{
		list_files "$dir/linux" %s |
			awk -F'\t' 'FILENAME != "-" { touched[$0]; next } !($1 in touched)' \
				"$dir/touched" -
		[[ ! -d $dir/pristine ]] || list_files "$dir/pristine" %s
	} | sort
}

# Names of files that are gone, or not as large as they were. Once while a run has the
# cache: the lock is as old as that.
damaged_files() {
	[[ -f $dir/sizes && ! $dir/sizes.now -nt $CACHE/lock ]] || return 0
	sizes >"$dir/sizes.now"
	comm -23 "$dir/sizes" "$dir/sizes.now" | cut -f1
}

say_damaged() { # FILES
	say "$(wc -l <<<"$1") damaged files in $dir/linux, such as ${1%%$'\n'*}; bringing them in again"
}

# What is put back is newer than what was built from what was damaged.
restore_from_archive() { # FILES
	local root file place

	rm -rf "$dir/restored"
	mkdir "$dir/restored"
	root=$(tar --force-local -tf "$KSRC" 2>/dev/null | head -n 1 || true)
	tar --force-local -xf "$KSRC" -C "$dir/restored" --strip-components=1 \
		-T <(while read -r file; do echo "${root%%/*}/$file"; done <<<"$1")
	while read -r file; do
		place=linux
		! grep -qxF -- "$file" "$dir/touched" || place=pristine
		mkdir -p "$(dirname "$dir/$place/$file")"
		mv "$dir/restored/$file" "$dir/$place/$file"
		touch -h "$dir/$place/$file"
	done <<<"$1"
	rm -rf "$dir/restored"
}

mend_unpacked() {
	local damaged

	damaged=$(damaged_files)
	if [[ -n $damaged ]]; then
		say_damaged "$damaged"
		run_logged restore restore 60 restore_from_archive "$damaged"
	fi
	[[ -f $dir/sizes ]] || sizes >"$dir/sizes"
}

# A mirror copies again what its manifest doesn't have.
mend_mirror() {
	local damaged

	damaged=$(damaged_files)
	[[ -n $damaged ]] || return 0
	say_damaged "$damaged"
	awk -F'\t' 'FILENAME != "-" { if (!($1 in damaged)) print; next } { damaged[$1] }' \
		- "$dir/manifest" <<<"$damaged" >"$dir/manifest.new"
	mv "$dir/manifest.new" "$dir/manifest"
}

# X.Y.Z, whatever comes after.
release_of() { awk '/^(VERSION|PATCHLEVEL|SUBLEVEL) =/' "$1/Makefile"; } # TREE

# A mirror begins as a copy of a patched tree of the same release, so that what is
# built of that one serves here, too: only files whose contents differ are written.
seed_mirror() {
	local other

	rm -rf "$dir/linux" "$dir/pristine" "$dir/touched" "$dir/seed"
	need_space "$dir" "$tree_kilobytes"
	mkdir -p "$dir/linux"
	for other in "$CACHE"/*/patched/linux; do
		[[ $other != "$dir"/* && -f ${other%/linux}/build-inputs ]] || continue
		[[ $(release_of "$LINUX") == "$(release_of "$other")" ]] || continue
		run_logged seed seed 30 rsync -a --exclude='/build-*' "$other/" "$dir/linux/"
		cp "${other%/linux}/touched" "$dir/"
		echo "$other" >"$dir/seed"
		break
	done
	list_files "$dir/linux" seed >"$dir/manifest"
}

# Contents decide, and what is written is new: a time of the user's may be older
# than an object that was built before.
copy_changed() {
	rsync -rlpc --files-from=<(comm -23 "$dir/changed" <(sort "$dir/touched")) "$LINUX/" "$dir/linux/"
	rsync -rlpc --files-from=<(comm -12 "$dir/changed" <(sort "$dir/touched")) "$LINUX/" "$dir/pristine/"
}

# A user's tree is mirrored, except for files that our patches touch: those go
# to pristine/, as they do when an archive is unpacked. That a file may have changed
# is seen by the time of its inode, which nobody can set back.
mirror_tree() {
	local new=$dir/manifest.new

	[[ -f $dir/manifest ]] || seed_mirror
	mend_mirror
	mkdir -p "$dir/pristine"
	touch "$dir/touched"
	list_files "$LINUX" '%s %C@ %m' >"$new"
	comm -13 <(cut -f1 "$new") <(cut -f1 "$dir/manifest") >"$dir/gone"
	(cd "$dir/linux" && comm -23 "$dir/gone" <(sort "$dir/touched") | xargs -d '\n' -r rm -f)
	(cd "$dir/pristine" && xargs -d '\n' -r rm -f <"$dir/gone")
	comm -13 "$dir/manifest" "$new" | cut -f1 >"$dir/changed"
	[[ ! -s $dir/changed ]] || run_logged mirror mirror 30 copy_changed
	mv "$new" "$dir/manifest"
	sizes >"$dir/sizes"
}

files_of_patches() {
	(($#)) && sed -nE 's,^(---|\+\+\+) [ab]/([^[:space:]]+).*,\2,p' "$@" | sort -u
}

# Patches apply to copies of the pristine files first, so that one that does
# not apply leaves the tree as it was; then what differs is copied in.
apply_patches() {
	local list=() patch file scratch

	[[ -z $patches ]] || mapfile -t list <<<"$patches"
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
	[[ $kind != mutated ]] || mutate "$scratch"
	while read -r file; do
		if [[ ! -f $scratch/$file ]]; then
			rm -f "$dir/linux/$file"
		elif ! cmp -s "$scratch/$file" "$dir/linux/$file"; then
			mkdir -p "$(dirname "$dir/linux/$file")"
			cp --remove-destination "$scratch/$file" "$dir/linux/$file"
		fi
	done <"$dir/touched"
	rm -rf "$scratch"
}

# All mutants at once, or none: into what the patches touch, and into a copy of what is
# ours.
mutate() { # TREE
	local folder=$dir/ours

	rm -rf "$folder"
	mkdir -p "$folder"
	cp -r "${strategies:?}" "$folder/strategies"
	cp -r "$top/instruments" "$folder/instruments"
	"$top/scripts/mutants.pl" apply "$top/tests/mutations" \
		"virt/kvm/gmem_strategies=$folder/strategies" \
		"virt/kvm/lab=$folder/instruments" "=$1" || exit
	strategies=$folder/strategies instruments=$folder/instruments
}

sync_ours() { # FOLDER DESTINATION
	mkdir -p "$1"
	rsync -rc --delete --exclude='.*' "$1/" "$dir/linux/virt/kvm/$2/"
}

# In the copy, the choice offers the strategies of tests/busted/ as well.
sync_strategies() {
	local scratch=$dir/scratch

	rm -rf "$scratch"
	cp -r "${strategies:?}" "$scratch"
	(cd "$top" && sed -i '/^endchoice$/e cat tests/busted/Kconfig' "$scratch/Kconfig")
	sync_ours "$scratch" gmem_strategies
	rm -rf "$scratch"
}

# archive_hash: of KSRC, which is read again only if it is another file, or the time of
# its inode is another, which nobody can set back.
archive_hash() {
	local file seen='' hash note=$CACHE/archive-hash

	file=$(stat -Lc '%d:%i:%s:%.9Z' "$KSRC")
	[[ ! -f $note ]] || read -r seen hash <"$note" || true
	if [[ $seen != "$file" ]]; then
		hash=$(short_hash <"$KSRC") || exit
		echo "$file $hash" >"$note"
	fi
	echo "$hash"
}

# What the tree was made from; a build made from the same is up to date.
describe() {
	local manifest='' series=none

	[[ -z $LINUX ]] || manifest=$(short_hash <"$dir/manifest") || exit
	[[ -z $patches ]] || series=$(xargs -d '\n' cat <<<"$patches" | short_hash) || exit
	echo "source $source $manifest"
	echo "patches $series"
	{
		cd "${strategies%/*}"
		find "${strategies##*/}" -type f ! -name '.*' -exec sha256sum {} +
		cd "${instruments%/*}"
		find "${instruments##*/}" -type f ! -name '.*' -exec sha256sum {} +
		cd "$top"
		[[ $kind != mutated ]] || find tests/mutations -type f -exec sha256sum {} +
		find tests/{kunit,busted} -type f ! -name '.*' -exec sha256sum {} +
	} | sort -k 2
}

kind=${1:-}
[[ $kind =~ ^(patched|stock|mutated)$ ]] || usage "$0"
instruments=$top/instruments
check_source
patches=$(patches) || exit
if [[ $kind == stock ]] && has_series; then
	die "LINUX=$LINUX has the series, so there is no stock kernel of it; name other KERNELS"
fi
"$top/scripts/check-strategies.sh" "$strategies"
[[ ! -f $top/tests/busted/Kconfig ]] || "$top/scripts/check-strategies.sh" "$top/tests/busted"
base=$(base_version)
lock_cache
if [[ -n $LINUX ]]; then
	LINUX=$(cd "$LINUX" && pwd)
	source=tree-$(short_hash <<<"$LINUX") || exit
	dir=$CACHE/$source/$kind
	mirror_tree
else
	hash=$(archive_hash) || exit
	source=linux-$base-$hash
	dir=$CACHE/$source/$kind
	unpack_archive
	mend_unpacked
fi
apply_patches
sync_strategies
sync_ours "$instruments" lab
sync_ours "$top/tests/kunit" gmem_kunit
sync_ours "$top/tests/busted" gmem_busted
describe >"$dir/build-inputs"
echo "$patches" >"$dir/patches"
echo "$dir"
