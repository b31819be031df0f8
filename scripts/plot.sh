#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/plot.sh DIR
# Draws the pictures of a run, NAME-<panel>.svg and for a dark page NAME-<panel>-dark.svg,
# from the files NAME.tsv that labstat left in DIR. Pictures that were there before go.
set -euo pipefail
unset CDPATH

die() {
	echo "plot.sh: $*" >&2
	exit 1
}

[[ $# -eq 1 ]] || die "give one results directory"
[[ -f $1/figures.csv ]] || die "$1 has no figures.csv: run 'labstat csv $1' first"
command -v gnuplot >/dev/null || die "gnuplot is missing: install gnuplot-nox"

dir=$1
script=$(cd "$(dirname "$0")" && pwd)/plot/picture.gp
# Names are relative: a folder's name may have what gnuplot reads as its own.
cd -- "$dir" || exit
rm -f ./*-[0-9].svg ./*-[0-9]-dark.svg
for data in *.tsv; do
	[[ -f $data ]] || continue
	LC_ALL=C gnuplot -d -e "name='${data%.tsv}'" "$script" || die "gnuplot can't draw $dir/$data"
done
