#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/plot.sh DIR
# Draws the pictures of a run, PNG and SVG, from the CSV files that labstat left in DIR:
#   access         the cost of one access against CPUs
#   decomposition  the parts of one access
#   growth         costs against CPUs, with fitted lines
#   frontier       the cost of an access against what it leaves exposed
#   cdf            the distribution of samples
# One without data is not drawn, and an old one of that name removed.
set -euo pipefail
unset CDPATH

die() {
	echo "plot.sh: $*" >&2
	exit 1
}

[[ $# -eq 1 ]] || die "give one results directory"
[[ -f $1/access.csv || -f $1/growth.csv ]] ||
	die "$1 has no access.csv and no growth.csv: run 'labstat csv $1' first"
command -v gnuplot >/dev/null || die "gnuplot is missing: install gnuplot-nox"

dir=$1
parts=$(cd "$(dirname "$0")" && pwd)/plot
# Names are relative: a folder's name may have what gnuplot or awk reads as its own.
cd -- "$dir" || exit

draw() { # NAME SIZE TERMINAL SUFFIX
	LC_ALL=C gnuplot -e "set terminal $3 size $2 font 'DejaVu Sans,13'; set output '$1.$4'" \
		"$1.gp" || die "gnuplot can't draw $dir/$1.gp"
}

# The awk program reads the file twice, and says the size in its first line; its exit
# code is 1 if there is nothing to draw.
picture() { # NAME
	local commands size status=0

	rm -f "$1".{gp,png,svg}
	[[ -f $1.csv ]] || return 0
	commands=$(LC_ALL=C awk -f "$parts/palette.awk" -f "$parts/labels.awk" -f "$parts/csv.awk" \
		-f "$parts/$1.awk" "$1.csv" "$1.csv") || status=$?
	((status != 1)) || return 0
	((!status)) || die "$dir/$1.csv is not what labstat writes"
	printf '%s\n' "$commands" >"$1.gp" || die "$dir/$1.gp can't be written"
	size=$(sed -n '1s/^# size //p' "$1.gp")
	draw "$1" "$size" pngcairo png
	# Letters as large as in the PNG: this terminal takes points for pixels.
	draw "$1" "$size" "svg dynamic fontscale 1.3" svg
}

for name in access decomposition growth frontier cdf; do
	picture "$name"
done
