#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make gate [BASELINE=DIR] [RUN=DIR] [TOLERANCES=FILE] [REPORTS=DIR]
# Judges RUN, or a run that it makes (with the variables of `make bench`), against
# the baseline: a table on stdout, the rest in REPORTS. docs/gate.md says how.
# Exit: 0 passed; 1 regressed; 2 can't judge; 3 bad input, or no run to judge.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

# The names of runs are times, so the last one is the newest.
measure() {
	local status=0

	scripts/bench.sh >&2 || status=$?
	# What a strategy does that it must not is for the gate to name.
	((!status || status == 15)) || die "nothing to judge: the run failed with exit code $status"
	RUN=$(find "$RESULTS" -maxdepth 1 -type d -regex '.*/[0-9T]*Z-[a-z]*' | sort | tail -n 1)
}

if ((DRYRUN)); then
	exec scripts/bench.sh
fi
[[ -n $RUN ]] || measure
check_run
baseline=$(find_baseline) || exit
reports=${REPORTS:-$RUN/gate}
mkdir -p "$reports" 2>/dev/null ||
	die "$reports can't be made; reports elsewhere, REPORTS=DIR"
status=0
scripts/labstat.sh gate "$TOLERANCES" "$reports" "$baseline" "$RUN" || status=$?
((status > 2)) || say "reports: $reports"
exit "$status"
