# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Which patches a kernel source needs. Sourced, after lib.sh. A line of a series
# file is a patch and, after a #, notes:
#   needs-series    not for a stock tree
#   has=FILE:WORD   the tree has the patch, rebased or not, if FILE has WORD

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
	local base

	if [[ -z $LINUX ]]; then
		[[ -r $KSRC && -s $KSRC ]] ||
			die "no kernel source $KSRC, or an empty one; install linux-source-6.12, or KSRC=FILE or LINUX=DIR"
	elif [[ ! -f $LINUX/Kbuild || ! -f $LINUX/Makefile ]]; then
		die "LINUX=$LINUX is no kernel tree; give the folder that has its Makefile"
	elif [[ -e $LINUX/.config || -d $LINUX/include/config ]]; then
		die "LINUX=$LINUX was built in; run \`make mrproper\` there or give a clean checkout"
	fi
	base=$(base_version)
	[[ -f ${top:?}/kernel-patches/$base/series || -f $top/kernel-patches/$base/lab/series ]] ||
		die "no patches for kernel $base; kernel-patches/ has $(cd "$top/kernel-patches" && echo [0-9]*)"
}

# The lines of a series file, for that kind of tree.
series_lines() { # FOLDER
	[[ -f $1/series ]] || return 0
	grep -vE '^[[:space:]]*(#|$)' "$1/series" |
		if [[ ${kind:-} == stock ]]; then grep -v needs-series; else cat; fi || true
}

in_tree() { # FILE:WORD
	grep -qsw -- "${1#*:}" "$LINUX/${1%%:*}"
}

# Has LINUX the patches of FOLDER? It may have all or none. An archive has none.
has_patches() { # FOLDER
	local name note mark has='' lacks=''

	[[ -n $LINUX ]] || return 1
	while read -r name note; do
		mark=$(sed -n 's/.*\bhas=\([^ ]*\).*/\1/p' <<<"$note")
		if [[ -n $mark ]] && in_tree "$mark"; then
			has+=" $name"
		else
			lacks+=" $name (no ${mark#*:} in ${mark%%:*})"
		fi
	done < <(series_lines "$1")
	[[ -n $has ]] || return 1
	[[ -z $lacks ]] ||
		die "LINUX=$LINUX has$has of ${1#"$top"/}, but lacks$lacks; give a tree with all of them or with none"
}

has_series() { has_patches "$top/kernel-patches/$(base_version)"; }

# series_paths FOLDER: the patches that its series file names.
series_paths() {
	local name

	series_lines "$1" | while read -r name _; do
		printf '%s\n' "$1/$name"
	done
}

# The patches that are missing, in order, one path a line.
patches() {
	local dir

	dir=$top/kernel-patches/$(base_version)
	if [[ ${kind:?} != stock ]] && ! has_patches "$dir"; then
		series_paths "$dir"
	fi
	has_patches "$dir/lab" || series_paths "$dir/lab"
}
