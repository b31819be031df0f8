#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make compare A=RUN B='RUN...' [FORCE=1]
# Prints the differences of all runs B to the run A, worst first. Runs of other
# fingerprints or dimensions are refused unless FORCE=1, which the table then
# says. Exit: 0; 2 refused; 3 bad input.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

[[ -n $A && -n $B ]] ||
	die "name the runs to compare: make compare A=results/ONE B=results/OTHER"
options=()
((!FORCE)) || options+=(--force)
# One run's name may have blanks and commas in it.
if [[ -f $B/results.jsonl ]]; then
	others=("$B")
else
	read -ra others <<<"${B//,/ }"
fi
exec "$top/scripts/labstat.sh" compare "${options[@]}" "$A" "${others[@]}"
