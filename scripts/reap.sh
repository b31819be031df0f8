#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/reap.sh PID RUN
# Waits until process PID has ended, however it did, and then ends what it left: every
# process with LAB_RUN=RUN in its environment, such as a kernel's build or an emulator.
# Started by own_run (scripts/lib.sh), in a session of its own and without that.
set -uo pipefail

grace=20	# tenths of a second until what doesn't end by itself is killed

left() {
	grep -lzsx -- "LAB_RUN=$1" /proc/[0-9]*/environ | cut -d/ -f3
}

end_all() { # SIGNAL: what there is now; fails if there is nothing
	local pids

	mapfile -t pids < <(left "$run")
	((${#pids[@]})) && kill -s "$1" "${pids[@]}" 2>/dev/null
}

(($# == 2)) || exit 1
trap '' INT TERM HUP
run=$2
tail -s 0.2 --pid="$1" -f /dev/null
for ((i = 0; i < grace; i++)); do
	end_all TERM || exit 0
	sleep 0.1
done
while end_all KILL; do sleep 0.1; done
