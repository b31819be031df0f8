#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make baseline RUN=DIR [BASELINE=FOLDER] [DRYRUN=1]
# Makes RUN the baseline of its fingerprint, FOLDER/<backend>-<hash>, after it has
# shown what that changes: against the baseline of this name, or against the
# nearest. DRYRUN=1 only shows. Exit: 0; 3 bad input.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

labstat() { scripts/labstat.sh "$@"; }

check_run
environment=$(labstat environment "$RUN") || exit
backend=$(sed -n 's/^ "backend": "\(.*\)",*$/\1/p' <<<"$environment")
new=$BASELINE/$backend-$(short_hash <<<"$environment")
perturbed=$(sed -n 's/^ "perturbed": "\(.*\)",*$/\1/p' <<<"$environment")
[[ -z $perturbed ]] ||
	die "RUN=$RUN: made under $perturbed, which disturbs what is measured; make a run with PERF=none"
labstat check "$RUN" || exit "$DIE_CODE"

if [[ -n $(compgen -G "$BASELINE/*/fingerprint.json") ]]; then
	old=$new
	[[ -d $new ]] || old=$(labstat baseline "$BASELINE" "$RUN") || exit
	labstat compare --force "$old" "$RUN" || (($? == 2)) || exit "$DIE_CODE"
else
	say "there was no baseline"
fi
if ((DRYRUN)); then
	say "would become $new"
	exit
fi
rm -rf "$new.partial"
mkdir -p "$new.partial" 2>/dev/null ||
	die "$new.partial can't be made; baselines elsewhere, BASELINE=DIR"
for file in plan.jsonl results.jsonl fingerprint.json floors.json version commit; do
	[[ ! -f $RUN/$file ]] || cp "$RUN/$file" "$new.partial/"
done
rm -rf "$new"
mv "$new.partial" "$new"
say "baseline: $new; commit it"
