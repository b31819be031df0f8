#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/plot.sh DIR
# Draws the pictures of a run from the CSV files that labstat left in DIR:
# access.png and access.svg, the cost of one access against CPUs.
set -euo pipefail

die() {
	echo "plot.sh: $*" >&2
	exit 1
}

[[ $# -eq 1 ]] || die "give one results directory"
[[ -f $1/access.csv ]] || die "$1/access.csv is missing: run 'labstat summary $1' first"
command -v gnuplot >/dev/null || die "gnuplot is missing: install gnuplot-nox"

dir=$1
parts=$(dirname "$0")/plot

draw() { # NAME TERMINAL SUFFIX
	LC_ALL=C gnuplot -e "set terminal $2; set output '$dir/$1.$3'" "$dir/$1.gp"
}

commands=$(awk -f "$parts/palette.awk" -f "$parts/labels.awk" -f "$parts/access.awk" \
	"$dir/access.csv" "$dir/access.csv") || die "$dir/access.csv has nothing to draw"
printf '%s\n' "$commands" >"$dir/access.gp"
draw access "pngcairo size 1200,900 font 'DejaVu Sans,13'" png
draw access "svg size 1200,900 dynamic font 'DejaVu Sans,13'" svg
