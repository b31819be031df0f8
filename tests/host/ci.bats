#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # code for stand-ins; variables of helper.bash
# What docs/ci/ and docs/ci.md tell people to run is run here: real git, real gate, and
# a stand-in for what measures, whose figures say how fast the tree says that it is.

load helper

setup_file() {
	export LABSTAT_CACHE=$BATS_FILE_TMPDIR/cache
	CACHE=$LABSTAT_CACHE SETUP=no "$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
}

setup() {
	make_lab
	export CACHE=$LABSTAT_CACHE SETUP=no HOME=$BATS_TEST_TMPDIR
	export GIT_CONFIG_GLOBAL=$BATS_TEST_TMPDIR/gitconfig
	unset BASELINE RUN REPORTS RESULTS TOLERANCES
	git config --global user.name lab
	git config --global user.email lab@localhost
	stand_in apt-get <<<'true'
	stand_in lava-test-case <<<'echo "$*" >>"$BATS_TEST_TMPDIR/lava"'
	cp -a "$repo/tools" .
	cp "$repo/strategies/Kconfig" strategies/
	cp -a "$repo/bench/lib" bench/
	cp -r "$BATS_TEST_DIRNAME/recorded" .
	measure_as_the_tree_says
	git init -q . && git add -Af . && git commit -qm lab
	make_origin
}

# LINUX/speed: fast, slow (one figure rises) or broken (it does not build).
measure_as_the_tree_says() {
	cat >scripts/bench.sh <<-'END'
		#!/bin/bash
		. "$(dirname "$0")/lib.sh"
		speed=$(cat "$LINUX/speed") && [[ $speed != broken ]] || exit 1
		dir=$RESULTS/$(date -u +%Y%m%dT%H%M%S%N)Z-tcg
		mkdir -p "$RESULTS" && cp -r "$top/recorded" "$dir"
		[[ $speed == fast ]] || perl -MJSON::PP -i -pe 'if ($. == 12) {
			my $r = decode_json($_); $_ += 12 for @{$r->{values}};
			$_ = encode_json($r) . "\n" }' "$dir/results.jsonl"
	END
}

speed() { # SPEED [MESSAGE]: commits it to the origin
	echo "$1" >"$origin/speed"
	git -C "$origin" add speed
	git -C "$origin" commit -q --allow-empty -m "${2:-$1}"
}

make_origin() {
	origin=$BATS_TEST_TMPDIR/origin
	git init -q -b base "$origin"
	git -C "$origin" config uploadpack.allowAnySHA1InWant true
	printf 'VERSION = 6\nPATCHLEVEL = 12\n' >"$origin/Makefile"
	touch "$origin/Kbuild"
	git -C "$origin" add .
	speed fast
	git -C "$origin" checkout -q -b series
}

# ci FILE: runs what it says, in a fresh folder, for the series of the origin.
ci() {
	local work=$BATS_TEST_TMPDIR/work

	cd "$BATS_TEST_TMPDIR" || return
	rm -rf "$work" lava
	mkdir -p "$work"
	if [[ $1 == *buildkite* ]]; then
		git clone -q "$origin" "$work/checkout"
		work+=/checkout
	fi
	cd "$work" || return
	run env LAB="$BATS_TEST_TMPDIR/lab" TREE="$origin" WORK="$work" \
		ORIGIN_lab="$BATS_TEST_TMPDIR/lab" ORIGIN_linux="$origin" \
		GITHUB_EVENT_PULL_REQUEST_BASE_SHA="$(git -C "$origin" rev-parse base)" \
		GITHUB_EVENT_PULL_REQUEST_HEAD_SHA="$(git -C "$origin" rev-parse series)" \
		GITHUB_STEP_SUMMARY="$work/summary" \
		BUILDKITE_PULL_REQUEST_BASE_BRANCH=base \
		BUILDKITE_COMMIT="$(git -C "$origin" rev-parse series)" \
		/usr/bin/python3 "$BATS_TEST_DIRNAME/ci-commands.py" run "$1"
	echo "$output"
}

files() { echo "$repo"/docs/ci/*.yml; }

@test "each CI definition passes a series that is as fast as its base" {
	speed fast
	for file in $(files); do
		ci "$file"
		[ "$status" -eq 0 ]
		grep -q 'gate: PASSED' <<<"$output"
		[ -f reports/junit.xml ]
		[[ $file != *github* ]] || grep -q '^# Gate: PASSED' summary
		[[ $file != *lava* ]] || grep -qx 'gate --result pass' "$BATS_TEST_TMPDIR/lava"
	done
}

@test "each CI definition fails a series that is slower, and reports it" {
	speed slow
	for file in $(files); do
		ci "$file"
		grep -q 'gate: REGRESSED' <<<"$output"
		[ -f reports/junit.xml ]
		if [[ $file == *lava* ]]; then
			grep -qx 'gate --result fail' "$BATS_TEST_TMPDIR/lava"
		else
			[ "$status" -eq 1 ]
		fi
		[[ $file != *github* ]] || grep -q '^# Gate: REGRESSED' summary
	done
}

@test "each CI definition passes no series that can't be measured" {
	speed broken
	for file in $(files); do
		ci "$file"
		[[ $output != *'gate: PASSED'* ]]
		if [[ $file == *lava* ]]; then
			grep -qx 'gate --result unknown' "$BATS_TEST_TMPDIR/lava"
		else
			[ "$status" -ne 0 ]
		fi
	done
}

# Names and targets that a text uses and the lab does not know. Besides the lab's there
# are variables that a definition sets for its own use.
unknown_names() { # TEXT
	local known='BASE|HEAD|LAB|TREE|WORK|(BUILDKITE|MATRIX|STRATEGY)_.*'

	known+=$(sed -n '/^[A-Z]/s/\t.*//p' "$repo/scripts/variables.tsv" | sed 's/^/|/' | tr -d '\n')
	{
		grep -oE '(^|[[:space:]])[A-Z_]+=' <<<"$1" | tr -d '=[:blank:]' | grep -vxE "$known"
		grep -oE '(^|[[:space:]])make [a-z-]+' <<<"$1" | while read -r _ target; do
			grep -q "^$target:" "$repo/Makefile" || echo "$target"
		done
		grep -oE 'scripts/[a-z-]+\.sh' <<<"$1" | while read -r script; do
			[[ -x $repo/$script ]] || echo "$script"
		done
	} | sort -u
}

# The commands of a Markdown file: what is indented, and what is in `...`.
commands_of() { # FILE
	sed -n 's/^    //p' "$1"
	grep -v '^    ' "$1" | grep -oE '`[^`]+`' | tr -d '`'
}

@test "CI definitions and docs/ci.md name only what there is" {
	for file in $(files) "$repo"/docs/ci/shares/*.yml; do
		text=$(/usr/bin/python3 "$BATS_TEST_DIRNAME/ci-commands.py" list "$file")
		[ "$(wc -l <<<"$text")" -gt 8 ]
		[ -z "$(unknown_names "$text")" ]
	done
	for file in ci.md how-to-add.md; do
		[ "$(commands_of "$repo/docs/$file" | wc -l)" -gt 5 ]
		[ -z "$(unknown_names "$(commands_of "$repo/docs/$file")")" ]
	done
}

@test "control: a name, a target and a script that are not there are seen" {
	[ "$(unknown_names 'MATRIXX=smoke make gat RUN=x
		a; FOO=1 scripts/bench.sh scripts/none.sh' | xargs)" = 'FOO MATRIXX gat scripts/none.sh' ]
}

@test "control: a key or an expression that the service has not, or a key twice, is seen" {
	while read -r change said; do
		sed "$change" "$repo/docs/ci/github.yml" >"$BATS_TEST_TMPDIR/github.yml"
		ci "$BATS_TEST_TMPDIR/github.yml"
		refused "$said"
		[ "$status" -eq 3 ]
	done <<-'END'
		s/working-directory/work-directory/ unknown key work-directory
		s/timeout-minutes.*/env:/ env is there twice
		s/pull_request:/pull-request:/ unknown key pull-request
		s/request.head.sha/request.sha/ unknown expression ${{ github.event.pull_request.sha }}
	END
	sed 's/command:/commmand:/' "$repo/docs/ci/buildkite.yml" >"$BATS_TEST_TMPDIR/buildkite.yml"
	ci "$BATS_TEST_TMPDIR/buildkite.yml"
	refused 'unknown key commmand'
}

bisect() { # VARIABLE...
	git clone -q "$origin" "$BATS_TEST_TMPDIR/tree"
	cd "$BATS_TEST_TMPDIR/tree" || return
	git bisect start origin/series origin/base
	run env "$@" git bisect run "$BATS_TEST_TMPDIR/lab/scripts/bisect.sh"
	echo "$output"
}

@test "bisect: the first commit that is slower is found, one that does not build skipped" {
	for name in fast-1 fast-2 broken-3 fast-4 slow-5 slow-6 broken-7 slow-8; do
		speed "${name%-*}" "$name"
	done
	git -C "$origin" checkout -q base
	LINUX=$origin RESULTS=$BATS_TEST_TMPDIR/good scripts/bench.sh
	git -C "$origin" checkout -q series
	bisect BASELINE="$BATS_TEST_TMPDIR/good" RESULTS="$BATS_TEST_TMPDIR/runs"
	[ "$status" -eq 0 ]
	[ "$(git log -1 --format=%s refs/bisect/bad)" = slow-5 ]
	grep -q 'is the first bad commit' <<<"$output"
}

@test "bisect: exit codes are 0, 1, 125 as git wants them, and 255 without a baseline" {
	LINUX=$origin RESULTS=$BATS_TEST_TMPDIR/good scripts/bench.sh
	export RESULTS=$BATS_TEST_TMPDIR/runs BASELINE=$BATS_TEST_TMPDIR/good
	cd "$origin"
	for want in fast=0 slow=1 broken=125; do
		echo "${want%=*}" >speed
		run "$BATS_TEST_TMPDIR/lab/scripts/bisect.sh"
		[ "$status" -eq "${want#*=}" ]
	done
	echo fast >speed
	sed -i 's/7\.2\.22/8.0/' "$BASELINE"/*/fingerprint.json
	run "$BATS_TEST_TMPDIR/lab/scripts/bisect.sh"
	[ "$status" -eq 125 ]
	BASELINE=$BATS_TEST_TMPDIR/none run "$BATS_TEST_TMPDIR/lab/scripts/bisect.sh"
	[ "$status" -eq 255 ]
	refused "BASELINE=$BATS_TEST_TMPDIR/none" RESULTS=DIR
}
