#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make gate [BASELINE=DIR] [RUN=DIR] [TOLERANCES=FILE] [REPORTS=DIR] [FORCE=1]
# Judges RUN, or a run that it makes (with the variables of `make bench`, and the seeds of
# the baseline), against the baseline; FORCE=1 judges what was sampled against a stored one:
# a table on stdout, the rest in REPORTS. docs/gate.md says how.
# Exit: 0 passed; 1 regressed; 2 can't judge; 3 bad input, or no run to judge.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

# take_seeds BASELINE...: a figure is a mean over seeds, and the baseline's is over the same.
take_seeds() {
	local backend lists

	[[ -z $SEEDS ]] || return 0
	backend=$(scripts/backend.sh choose) || exit
	lists=$(perl -MJSON::PP -e '
		my ($backend, @dirs) = @ARGV;
		for my $dir (@dirs) {
			local (@ARGV, $/) = "$dir/fingerprint.json";
			my $fingerprint = decode_json(<>);
			print join(",", @{$fingerprint->{seeds}}), "\n"
				if $fingerprint->{backend} =~ /^\Q$backend\E/;
		}' "$backend" "$@" | sort -u)
	[[ $lists != *$'\n'* ]] ||
		die "BASELINE=$BASELINE: its baselines have different seeds (${lists//$'\n'/ and }); name one of them, or SEEDS=1,2,3"
	export SEEDS=$lists
}

# The names of runs are times, so the last one is the newest.
measure() {
	local status=0

	scripts/bench.sh >&2 || status=$?
	# What a strategy does that it must not is for the gate to name.
	((!status || status == 15)) || die "nothing to judge: the run failed with exit code $status"
	RUN=$(find "$RESULTS" -maxdepth 1 -type d -regex '.*/[0-9T]*Z-[a-z]*' | sort | tail -n 1)
}

# check_input: before anything is measured, what there is to judge with. A baseline is
# judged against itself: so it is read, and the tolerances are, as later.
check_input() {
	local one baselines=() scratch status

	if [[ -f $BASELINE/results.jsonl ]]; then
		baselines=("$BASELINE")
	else
		for one in "$BASELINE"/*/results.jsonl; do
			[[ ! -f $one ]] || baselines+=("${one%/*}")
		done
	fi
	((${#baselines[@]})) ||
		die "BASELINE=$BASELINE: no such baseline; make one, make baseline RUN=results/NAME"
	[[ -z $REPORTS ]] || check_writable REPORTS "$REPORTS"
	scratch=$(mktemp -d)
	for one in "${baselines[@]}"; do
		status=0
		scripts/labstat.sh gate "$TOLERANCES" "$scratch" "$one" "$one" \
			>/dev/null 2>"$scratch/said" || status=$?
		((status <= 2)) && continue
		cat "$scratch/said" >&2
		rm -r "$scratch"
		exit "$DIE_CODE"
	done
	rm -r "$scratch"
	take_seeds "${baselines[@]}"
}

if ((DRYRUN)); then
	export SETUP=no
	check_input
	exec scripts/bench.sh
fi
if [[ -z $RUN ]]; then
	check_input
	measure
fi
check_run
reports=${REPORTS:-$RUN/gate}
mkdir -p "$reports" 2>/dev/null ||
	die "$reports can't be made; reports elsewhere, REPORTS=DIR"
# Of an earlier verdict; what is judged again below takes away the rest.
rm -f "$reports"/{gate.md,junit.xml,gate.ktap,kcidb.json,verdict.json} 2>/dev/null || true
baseline=$(find_baseline) || exit
options=()
((!FORCE)) || options+=(--force)
status=0
scripts/labstat.sh gate "${options[@]}" "$TOLERANCES" "$reports" "$baseline" "$RUN" || status=$?
((status > 2)) || say "reports: $reports"
exit "$status"
