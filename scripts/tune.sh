#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/tune.sh PID
# Makes this machine's CPUs as steady as they can be for as long as process PID lives:
# governor performance, no turbo, no idle state that takes long to leave. Says "tuned"
# when it has, on stdout, and gives back what was set before when PID has ended, however
# that ended. What an earlier run could not give back is given back first.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/frequency.sh
. "$top/scripts/frequency.sh"

before=$CACHE/tuned # file and value, a line each, the last one that was changed first

give_back() {
	local file value

	[[ -f $before ]] || return 0
	while read -r file value; do
		echo "$value" >"$file" || say "$file: was $value, and can't be set to that again"
	done <"$before"
	rm -f "$before"
}

set_one() { # FILE VALUE
	local old

	old=$(cat "$1")
	[[ $old != "$2" ]] || return 0
	{ echo "$1 $old"; cat "$before" 2>/dev/null || true; } >"$before.new"
	mv "$before.new" "$before"
	{ echo "$2" >"$1"; } 2>/dev/null || die "TUNE=1: $1 can't be set to $2; be root, or TUNE=0"
}

set_all() {
	local file value

	while read -r file value; do
		set_one "$file" "$value"
	done < <(tunable)
}

(($# == 1)) || usage "$0"
check_tunable
mkdir -p "$CACHE"
give_back
# Who interrupts the run must not interrupt this.
trap '' INT TERM HUP
trap give_back EXIT
set_all
echo tuned
exec >/dev/null
tail --pid="$1" -f /dev/null
