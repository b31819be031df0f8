#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make bundle RUN=DIR [BASELINE=DIR] [TOLERANCES=FILE] [BUNDLE=FILE]
# Packs what a verdict rests on: the run's raw data, configurations, seeds and
# commands, the baseline, the tolerances and the verdict, each file with its hash.
# `make verdict` derives the verdict again. The same input gives the same bytes.
# Exit: 0 whatever the verdict; 3 bad input.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

check_run
bundle=${BUNDLE:-$RUN-bundle.tar.gz}
baseline=$(find_baseline) || exit
make_work_dir
dir=$work_dir/bundle
mkdir -p "$dir/run" "$dir/baseline"

# Pictures and tables are made from the rest.
tar -C "$RUN" -cf - --exclude='*.svg' --exclude='*.tsv' --exclude=figures.csv \
	--exclude='report.*' --exclude=./gate . | tar -C "$dir/run" -xf -
cp "$baseline"/* "$dir/baseline/"
cp "$TOLERANCES" "$dir/gate.tolerances" 2>/dev/null ||
	die "TOLERANCES=$TOLERANCES: no such file"
cd "$dir"
mkdir "$work_dir/reports"
options=()
((!FORCE)) || options+=(--force)
status=0
"$top/scripts/labstat.sh" gate "${options[@]}" gate.tolerances "$work_dir/reports" baseline run >"$work_dir/table" ||
	status=$?
((status <= 2)) || exit "$status"
cp "$work_dir/reports"/{verdict.json,gate.md} .
find . -type f -print0 | sort -z | xargs -0 sha256sum >"$work_dir/sums"
mv "$work_dir/sums" SHA256SUMS
cd "$top"
tar -C "$work_dir" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - bundle |
	gzip -n >"$work_dir/packed"
cp "$work_dir/packed" "$bundle" 2>/dev/null ||
	die "$bundle can't be written; elsewhere, BUNDLE=FILE"
tail -n 1 "$work_dir/table"
say "bundle: $bundle"
