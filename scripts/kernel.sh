#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/kernel.sh VARIANT
# Builds a kernel and prints the path of its vmlinux. A variant is
# STRATEGY[-FRAGMENT...] (scripts/config.sh). Its final .config is checked
# option by option; what was built from the same is not built again, whatever was
# built since. The image is kept as $CACHE/images/VARIANT-HASH/{vmlinux,config}, so
# that the stored QEMU command of a run can be rerun after the next build.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
own_run "$@"

build_kilobytes=600000
images_kept=40

# Fixed, so that equal sources give an equal image on any machine and day, and whatever
# name the compiler has there.
reproducible=(KBUILD_BUILD_USER=lab KBUILD_BUILD_HOST=lab KBUILD_BUILD_VERSION=1
	KBUILD_BUILD_TIMESTAMP=1970-01-01 LOCALVERSION=
	"CC_VERSION_TEXT=g$(compiler_version)")

# From the tree: the kernel's tools go by $PWD, which make -C leaves as it is, and ours
# may be a folder that they can't take.
kbuild() {
	(cd "$tree" && make O="$build" V="$V" -j"$JOBS" CC="$CC" HOSTCC="$CC" \
		"${reproducible[@]}" "$@")
}

# What the image depends on.
inputs() {
	cat "$dir/build-inputs"
	echo "$options"
	compiler_version
}

# The build of a tree to start from: the newest with the same fragments, else with all
# but the last, else the newest. Another strategy is a few files away, another fragment
# may be all of them.
nearest_build() { # TREE
	local fragments=${variant#"${variant%%-*}"}

	[[ -d $1 ]] || return 0
	find "$1" -maxdepth 2 -path '*/build-*/vmlinux' -printf '%T@ %h\n' |
		sort -n | awk -v pattern="/build-[^-]*$fragments$" \
			-v less="/build-[^-]*${fragments%-*}$" '
			{ any = $2 }
			$2 ~ less { near = $2 }
			$2 ~ pattern { same = $2 }
			END { print same ? same : near ? near : any }'
}

# A new variant starts as a copy of one that is built: kbuild then compiles
# only what the options that differ touch. A stock or mutated kernel may start as a
# patched one: what the series touches is made newer than the objects that come along. So may
# the first kernel of a user's tree as one of the tree that its mirror began as.
seed_build() {
	local other patched=${dir%/*}/patched

	[[ -d $build ]] && return
	need_space "$tree" "$build_kilobytes"
	other=$(nearest_build "$tree")
	[[ -n $other ]] || other=$(nearest_build "$patched/linux")
	[[ -n $other || ! -f $dir/seed ]] || other=$(nearest_build "$(cat "$dir/seed")")
	rm -rf "$build.new"
	if [[ -n $other ]]; then
		cp -a "$other" "$build.new"
		# objtool notes its folder; rebuilt, it would rebuild everything.
		find "$build.new/tools" -name '*.cmd' -exec \
			sed -i "s|$other/|$build/|g; s|${other%/*}/|$tree/|g" {} +
		[[ $other != "$patched"/* || $tree == "$patched"/* ]] ||
			(cd "$tree" && xargs -a "$patched/touched" touch -c)
	else
		mkdir "$build.new"
	fi
	mv "$build.new" "$build"
}

# Where a build is configured, kbuild reads Kconfig, which asks the compiler a hundred
# times, again to tell which options have changed. It takes one that is not configured
# as it is, so ours seems so. What a killed run has left says how it was before.
configure() {
	local config=$build/include/config

	echo "$options" >"$build/lab.config"
	[[ -d $config.old || ! -f $config/auto.conf ]] || mv "$config" "$config.old"
	rm -rf "$config"
	KCONFIG_ALLCONFIG=$build/lab.config kbuild allnoconfig
	[[ ! -d $config.old ]] || keep_times "$config.old" "$config"
}

# keep_times OLD NEW: of the files that tell of options, one each; those whose option has
# changed, or is gone, are new.
keep_times() {
	(cd "$1" && find . -type f ! -name 'auto.conf*' -exec cp -p -t "$2" {} +)
	sort "$1/auto.conf" "$2/auto.conf" | uniq -u | sed -n 's/^CONFIG_\(.*\)=.*/\1/p' |
		(cd "$2" && xargs -r touch)
	rm -r "$1"
}

build_variant() {
	local work

	work=$(kernel_work "$variant")
	seed_build
	mend_objects "$build"
	run_logged "configure-$variant" configure 5 configure
	scripts/config.sh "$variant" "$build/.config" ||
		die "kernel $variant can't be configured as asked; mend the fragment named above"
	run_logged "kernel-$variant" "kernel-$work" "${kernel_seconds[$work]}" \
		kbuild vmlinux
	scripts/config.sh "$variant" "$build/.config" ||
		die "kernel $variant: the build changed its .config"
}

# What lies beside a kernel; an older lab may have had other files.
sums() { # IMAGE
	(cd "$1" && sha256sum config build-inputs version 2>/dev/null)
}

# Is all of IMAGE as it was stored? Its sums say so, and its name of its kernel.
whole_image() { # IMAGE
	has_hash "$1/vmlinux" "${1##*-}" && cmp -s "$1/sums" <(sums "$1")
}

# Content-addressed copy; old ones go.
store_image() {
	local image

	image=$CACHE/images/$variant-$(short_hash <"$build/vmlinux")
	if ! whole_image "$image"; then
		rm -rf "$image" "$image.new"
		mkdir -p "$image.new"
		cp "$build/.config" "$image.new/config"
		cp "$dir/build-inputs" "$image.new/build-inputs"
		kbuild -s kernelversion >"$image.new/version"
		cp "$build/vmlinux" "$image.new/vmlinux"
		sums "$image.new" >"$image.new/sums"
		mv "$image.new" "$image"
	fi
	inputs >"$image/inputs"
	touch "$image"
	find "$CACHE/images" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' |
		sort -rn | tail -n +$((images_kept + 1)) | cut -d' ' -f2- |
		xargs -r -d '\n' rm -rf
	echo "$image/vmlinux" >"$build/lab-image"
}

# The image that was made from the same, if there is one.
find_image() {
	local same image

	same=$(inputs)
	for image in "$CACHE/images/$variant"-????????????; do
		[[ -f $image/inputs && $(<"$image/inputs") == "$same" ]] || continue
		if ! whole_image "$image"; then
			say "$image is damaged, or of an older lab; making it again"
			rm -rf "$image"
			continue
		fi
		touch "$image"
		echo "$image/vmlinux"
		return
	done
	return 1
}

(($# == 1)) || usage "$0"
variant=$1
cd "$top"
options=$(scripts/config.sh "$variant") || exit
kind=patched
[[ ${variant%%-*} != stock ]] || kind=stock
[[ $variant- != *-mutate-* ]] || kind=mutated

lock_cache
dir=$(scripts/kernel-tree.sh "$kind") || exit
tree=$dir/linux
build=$tree/build-$variant
! find_image || exit 0
build_variant
store_image
cat "$build/lab-image"
