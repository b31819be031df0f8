#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/repeat.sh DIR [TIMES]
# Repeats the boot in DIR, one of a counted run, once or TIMES times, and compares what it
# wrote: result, console.log, kernel.log. Exit: 0 all the same, 16 one of them differs,
# 14 QEMU could not run.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

[[ -f ${1:-}/qemu-cmd ]] || usage "$0"
dir=$(realpath "$1") times=${2:-1}
check_value TIMES "$times" positive
work_dir=$(mktemp -d)
remove_work_dir() { rm -rf "$work_dir"; }
at_end remove_work_dir

differs() { # FILE: which line of it, in the boot and in its repetition
	local line

	line=$(cmp "$dir/$1" "$work_dir/$1" 2>&1 | sed -n 's/.* line \([0-9]*\)$/\1/p')
	printf '%s, line %s: %.200s\n' "$1" "${line:-$(($(wc -l <"$work_dir/$1") + 1))}" \
		"$(sed -n "${line:-\$}p" "$work_dir/$1" | tr -d '\r')"
}

for ((i = 1; i <= times; i++)); do
	status=0
	OUT=$work_dir timeout --foreground -k 5 "$TIMEOUT" sh "$dir/qemu-cmd" \
		>"$work_dir/qemu.log" 2>&1 </dev/null || status=$?
	for file in result console.log kernel.log; do
		cmp -s "$dir/$file" "$work_dir/$file" && continue
		[[ -f $work_dir/$file ]] ||
			die "-$E_QEMU" "repetition $i could not run (exit code $status): $(head -n 1 "$work_dir/qemu.log")"
		die "-$E_DIVERGED" "repetition $i of ${dir##*/} diverged, at $(differs "$file"); the host moved what must be exact"
	done
done
say "${dir##*/}: $times repetitions, all the same"
