#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/judge.sh VERB, one of those below, with the variables of `make VERB`
#   report    write to RUN what it found, from its records alone: CSV files, pictures,
#             report.md and report.html; prints the report's first section
#   compare   print the differences of all runs B to the run A, worst first; FORCE=1 takes
#             runs of other fingerprints or dimensions, too, and says so
#   baseline  make RUN the baseline of its fingerprint, BASELINE/<backend>-<hash>, after it
#             has shown what that changes: against that one, or the nearest; DRYRUN=1 only
#             shows
#   bundle    pack what a verdict rests on, each file with its hash, into BUNDLE: the run's
#             raw data, configurations and commands, the baseline, TOLERANCES, the verdict;
#             the same input gives the same bytes
#   verdict   check each hash in BUNDLE, derive the verdict again from the data and compare
#             it with the stored one; needs no kernel and no QEMU
# Measures nothing. Exit: 0; of compare 2, refused; of verdict that of `make gate`; 3 bad
# input, output that can't be written, or what does not agree.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

labstat() { "$top/scripts/labstat.sh" "$@"; }

report() {
	check_run
	scripts/setup.sh report || exit "$DIE_CODE"
	labstat csv "$RUN"
	scripts/plot.sh "$RUN"
	labstat report "$RUN"
	say "report: $RUN/report.html"
}

compare() {
	local options=() others

	[[ -n $A && -n $B ]] ||
		die "name the runs to compare: make compare A=results/ONE B=results/OTHER"
	((!FORCE)) || options+=(--force)
	# One run's name may have blanks and commas in it.
	if [[ -f $B/results.jsonl ]]; then
		others=("$B")
	else
		read -ra others <<<"${B//,/ }"
	fi
	labstat compare "${options[@]}" "$A" "${others[@]}" || exit
}

baseline() {
	local new old file

	check_run
	new=$(labstat name "$RUN") || exit
	new=$BASELINE/$new
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
}

# Pictures and tables are made from the rest.
gather_bundle() { # BASELINE
	mkdir -p run baseline "$work_dir/reports"
	(cd "$top" && tar -C "$RUN" -cf - --exclude='*.svg' --exclude='*.tsv' --exclude=figures.csv \
		--exclude='report.*' --exclude=./gate .) | tar -C run -xf -
	(cd "$top" && cp "$1"/* "$work_dir/bundle/baseline/")
	(cd "$top" && cp "$TOLERANCES" "$work_dir/bundle/gate.tolerances" 2>/dev/null) ||
		die "TOLERANCES=$TOLERANCES: no such file"
}

bundle() {
	local baseline status=0 file options=()

	check_run
	file=${BUNDLE:-$RUN-bundle.tar.gz}
	baseline=$(find_baseline) || exit
	make_work_dir
	mkdir "$work_dir/bundle"
	cd "$work_dir/bundle"
	gather_bundle "$baseline"
	((!FORCE)) || options+=(--force)
	labstat gate "${options[@]}" gate.tolerances "$work_dir/reports" baseline run >"$work_dir/table" || status=$?
	((status <= 2)) || exit "$status"
	cp "$work_dir/reports"/{verdict.json,gate.md} .
	find . -type f -print0 | sort -z | xargs -0 sha256sum >"$work_dir/sums"
	mv "$work_dir/sums" SHA256SUMS
	cd "$top"
	tar -C "$work_dir" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - bundle |
		gzip -n >"$work_dir/packed"
	cp "$work_dir/packed" "$file" 2>/dev/null ||
		die "$file can't be written; elsewhere, BUNDLE=FILE"
	tail -n 1 "$work_dir/table"
	say "bundle: $file"
}

verdict() {
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
	labstat verdict . || exit
}

case $#-${1:-} in
1-report | 1-compare | 1-baseline | 1-bundle | 1-verdict) "$1" ;;
*) usage "$0" "$DIE_CODE" ;;
esac
