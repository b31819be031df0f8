#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# The commands of docs/ci/shares/*.yml, run one after the other; the boots are stand-ins
# (boots.bash). Slurm has tests of its own, slurm.bats.

load helper
load boots

setup() {
	make_bootable_lab
	echo 'direct 8,16 prog -z' >>bench/cases/default
	commit_lab
	export ARTIFACTS=$BATS_TEST_TMPDIR/artifacts ORIGIN_lab=$BATS_TEST_TMPDIR/lab
	stand_in apt-get <<<'true'
	stand_in buildkite-agent <<-'END'
		case $2 in
		upload) cp -r "${3%%/*}" "$ARTIFACTS/" ;;
		download) cp -r "$ARTIFACTS/${3%%/*}" . ;;
		esac
	END
}

# ci FILE: runs what it says, in a fresh folder: a clone, where the service makes that.
ci() {
	local work=$BATS_TEST_TMPDIR/work

	rm -rf "$work" "$ARTIFACTS"
	mkdir "$ARTIFACTS"
	if [[ $1 == *buildkite* ]]; then git clone -q . "$work"; else mkdir "$work"; fi
	run env -u RESULTS -C "$work" /usr/bin/python3 "$BATS_TEST_DIRNAME/ci-commands.py" run "$1"
	echo "$output"
}

@test "shares: each CI definition gives the run that one machine gives" {
	BACKEND=tcg scripts/bench.sh
	for file in "$repo"/docs/ci/shares/*.yml; do
		ci "$file"
		[ "$status" -eq 0 ]
		[ "$(find "$ARTIFACTS" -name '*.share-*-of-4' | wc -l)" -eq 4 ]
		cmp "$RESULTS"/*-tcg/results.jsonl "$ARTIFACTS"/run/*-tcg/results.jsonl
	done
}

@test "shares: control: one that fails leaves no run and fails the whole" {
	program prog <<<'case "$*" in *-y*) exit 1 ;; esac; echo "{}" >>"$RESULT"'
	for file in "$repo"/docs/ci/shares/*.yml; do
		ci "$file"
		[ "$status" -eq 11 ]
		[ ! -e "$ARTIFACTS/run" ]
	done
}

@test "shares: control: putting together before all shares are there gives no run" {
	sed '/^  - wait$/d' "$repo/docs/ci/shares/buildkite.yml" >buildkite.yml
	sed '/^    needs: /d' "$repo/docs/ci/shares/github.yml" >github.yml
	for file in {buildkite,github}.yml; do
		ci "$PWD/$file"
		[ "$status" -ne 0 ]
		[ ! -e "$ARTIFACTS/run" ]
	done
}
