# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the verbs share that judge a run, scripts/lib.sh included: for them 1 and 2
# are verdicts, and whatever else goes wrong is 3.

DIE_CODE=3
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
set -E
trap 'exit "$DIE_CODE"' ERR

# check_run: RUN is a stored run.
check_run() {
	[[ -n $RUN ]] || die "name a stored run, RUN=results/NAME"
	RUN=${RUN%/}
	[[ -f $RUN/results.jsonl ]] ||
		die "RUN=$RUN: $RUN/results.jsonl is missing; name a run of results/"
}

# find_baseline: the folder of the one to judge RUN against. Whether it fits is
# labstat's to say.
find_baseline() {
	if [[ -f $BASELINE/results.jsonl ]]; then
		echo "$BASELINE"
	elif [[ -d $BASELINE ]]; then
		"$top/scripts/labstat.sh" baseline "$BASELINE" "$RUN"
	else
		die "BASELINE=$BASELINE: no such baseline; make one, make baseline RUN=results/NAME"
	fi
}
