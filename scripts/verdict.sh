#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make verdict BUNDLE=FILE
# Unpacks what `make bundle` wrote, checks each file's hash, derives the verdict
# from the data and compares it with the one stored. Needs no kernel and no QEMU.
# Exit: the verdict's code, as of `make gate`; 3 if anything does not agree.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

[[ -n $BUNDLE ]] || die "name a bundle, BUNDLE=results/NAME-bundle.tar.gz"
[[ -f $BUNDLE ]] || die "BUNDLE=$BUNDLE: no such file"
make_work_dir
tar --force-local -C "$work_dir" -xzf "$BUNDLE" 2>"$work_dir/log" ||
	die "$BUNDLE: is no bundle: $(head -n 1 "$work_dir/log")"
[[ -f $work_dir/bundle/SHA256SUMS ]] || die "$BUNDLE: is no bundle: it has no SHA256SUMS"
cd "$work_dir/bundle"
diff <(find . -type f ! -name SHA256SUMS | sort) <(cut -c67- SHA256SUMS | sort) >"$work_dir/log" ||
	die "$BUNDLE: files and SHA256SUMS differ: $(sed -n 's/^[<>] //p' "$work_dir/log" | head -n 1)"
sha256sum --quiet --strict -c SHA256SUMS >"$work_dir/log" 2>/dev/null ||
	die "$BUNDLE: is not what SHA256SUMS says: $(head -n 1 "$work_dir/log")"
status=0
"$top/scripts/labstat.sh" verdict . || status=$?
exit "$status"
