#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # code for stand-ins; variables of helper.bash
# Runs of bench.sh and test.sh from end to end. What builds and boots is a
# stand-in: a "boot" runs the job on this machine and ends as $BOOT_EXIT says.

load helper
load boots

setup() { make_bootable_lab; }

@test "bench: one boot a kernel and number of CPUs, everything in the folder" {
	BACKEND=tcg SEED=5 run scripts/bench.sh
	echo "$output"
	[ "$status" -eq 0 ]
	dir=$(run_dir -tcg)
	[[ ${dir##*/} =~ ^[0-9]{8}T[0-9]{6}Z-tcg$ ]]
	[ "$(cd "$dir" && echo boot-*)" = 'boot-direct-2 boot-direct-4' ]
	for file in results.jsonl console.log config-direct qemu-cmd commit diff.patch fingerprint.json; do
		[ -f "$dir/$file" ]
	done
	[ "$(sed 's/.*"args":"\(.*\)".*/\1/' "$dir/results.jsonl" | xargs -d '\n' printf '%s|')" = \
		'--case=000001 -b tcg-counted -k pure -r 5 -x|--case=000002 -b tcg-counted -k pure -r 5 -y|--case=000003 -b tcg-counted -k pure -r 5 -x|' ]
	perl -MJSON::PP -e 'local $/; my $f = decode_json(<STDIN>);
		"@{$f->{seeds}}" eq "5" && $f->{kernel} eq "6.12.1" && $f->{config}{direct} &&
		$f->{cases}{"direct-2"} && $f->{cases}{"direct-4"} &&
		$f->{machine} eq "-M q35" or die' <"$dir/fingerprint.json"
}

@test "bench: a job does not depend on when or where it was made" {
	BACKEND=tcg scripts/bench.sh
	first=$(cat "$(run_dir -tcg)"/boot-direct-2/job)
	rm -r "$RESULTS"
	BACKEND=tcg RESULTS=$RESULTS-2 scripts/bench.sh
	[ "$first" = "$(cat "$RESULTS-2"/*-tcg/boot-direct-2/job)" ]
}

@test "bench: the exit code of a failed boot is that of the run, its folder *.failed" {
	for code in 10 11 12 13 14; do
		BOOT_EXIT=$code BACKEND=tcg run scripts/bench.sh
		[ "$status" -eq "$code" ]
		refused 'ended so' "$RESULTS" .failed/boot-direct-2/console.log
		no_results
		[ -f "$(run_dir .failed)/boot-direct-2/console.log" ]
		rm -r "$RESULTS"
	done
}

@test "bench: RESULTS that fills up while it measures is named" {
	mkdir -p "$RESULTS"
	mount -t tmpfs -o size=60m none "$RESULTS" 2>/dev/null || skip 'nothing can be mounted here'
	program prog <<<'dd if=/dev/zero of="$RESULTS/fill" bs=1M 2>/dev/null; echo "{\"args\":1}" >>"$RESULT"'
	BACKEND=tcg run scripts/bench.sh
	left=$(ls "$RESULTS")
	umount "$RESULTS"
	refused "RESULTS=$RESULTS is full"
	[[ $left == *.failed* && $left != *-tcg$'\n'* ]]
}

@test "bench: a program that fails fails the run" {
	program prog <<<'echo "prog: gpa is not private" >&2; exit 1'
	BACKEND=tcg run scripts/bench.sh
	[ "$status" -eq 11 ]
	grep -q 'gpa is not private' <<<"$output"
	no_results
}

@test "bench: a report that fails costs no measurement" {
	for name in labstat plot; do
		labstat <<<'[[ $1 != check ]] || exit 0'
		replace plot.sh <<<'true'
		case $name in
		labstat) labstat <<<'[[ $1 != csv ]]' ;;
		plot) replace plot.sh <<<'exit 1' ;;
		esac
		BACKEND=tcg run scripts/bench.sh
		[ "$status" -eq 1 ]
		refused 'all was measured' "make report RUN=$(run_dir -tcg)"
		[ -s "$(run_dir -tcg)/results.jsonl" ]
		[ ! -e "$(run_dir -tcg)/running" ]
		rm -r "$RESULTS"
	done
}

# Two kernels more, and a log of what is built and booted.
three_kernels() {
	printf 'config KVM_GMEM_STRATEGY_%s\n' A B >>strategies/Kconfig
	printf '%s 2 prog\n' direct a b >bench/cases/default
	sed -i '1a echo "build $1" >>"$BATS_TEST_TMPDIR/order"' scripts/kernel.sh
	sed -i '1a echo "boot $*" | sed -E "s/^boot .*boot-([a-z]+)-.*/boot \\1/" >>"$BATS_TEST_TMPDIR/order"' scripts/boot.sh
}

@test "bench: what a kernel can count is counted before the next is built, and told" {
	three_kernels
	labstat <<<'[[ $1 != report ]] || echo "- of $(ls -d "$2"/boot-* | xargs -n 1 basename | xargs)"'
	BACKEND=tcg JOBS=1 timeout 120 scripts/bench.sh >said 2>told </dev/null
	[ "$(xargs <"$BATS_TEST_TMPDIR/order")" = \
		'build direct boot direct build a boot a build b boot b' ]
	grep -qx -- '- of boot-a-2 boot-direct-2' told
	[ "$(cat said)" = '- of boot-a-2 boot-b-2 boot-direct-2' ]
	[ ! -e "$(run_dir -tcg)/so-far" ]
}

@test "bench: what can be made of a kernel that is built before is estimated as that" {
	three_kernels
	DRYRUN=1 BACKEND=tcg scripts/bench.sh >plan
	grep -q '2[.] kernel direct (new)' plan
	[ "$(grep -c '(new)' plan)" -eq 1 ]
	[ "$(grep -c '(seeded)' plan)" -eq 2 ]
}

@test "bench: what can't be told so far costs nothing" {
	three_kernels
	labstat <<<'[[ $1 != report || $2 != */so-far ]]'
	BACKEND=tcg run scripts/bench.sh
	[ "$status" -eq 0 ]
	grep -q "can't be told; the run goes on" <<<"$output"
	[ -s "$(run_dir -tcg)/results.jsonl" ]
}

@test "bench: where time counts all kernels are built first" {
	three_kernels
	printf '#!/bin/bash\necho kvm\n' >scripts/backend.sh
	BACKEND=kvm run scripts/bench.sh
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(xargs <"$BATS_TEST_TMPDIR/order")" = \
		'build direct build a build b boot direct boot a boot b' ]
}

@test "bench: its last words are those of the report, and where the page is" {
	labstat <<<'[[ $1 == check ]] || [[ $1 != report ]] || echo "- in short"'
	BACKEND=tcg timeout 120 scripts/bench.sh >said 2>told </dev/null
	[ "$(cat said)" = '- in short' ]
	grep -qE "^done in .*: $(run_dir -tcg)/report.html\$" <(tail -n 1 told)
}

@test "bench: what a run left that was killed is told from one that goes on" {
	mkdir -p "$RESULTS"/{killed,alive}-tcg.partial
	touch "$RESULTS/killed-tcg.partial/running"
	exec 8>"$RESULTS/alive-tcg.partial/running"
	flock 8
	BACKEND=tcg run scripts/bench.sh 8>&-
	[ "$status" -eq 0 ]
	grep -q "an earlier run was killed; .*$RESULTS/killed-tcg.failed" <<<"$output"
	[ -d "$RESULTS/alive-tcg.partial" ]
	[ ! -e "$(run_dir Z-tcg)/running" ]
}

@test "bench: two runs that begin in one second have two folders" {
	stand_in date <<<'if [[ ! -e $BATS_TEST_TMPDIR/once ]]; then touch "$BATS_TEST_TMPDIR/once"; echo 20260101T000000Z; else echo 20260101T000001Z; fi'
	mkdir -p "$RESULTS/20260101T000000Z-tcg.partial"
	BACKEND=tcg run scripts/bench.sh
	[ "$status" -eq 0 ]
	[ -d "$RESULTS/20260101T000001Z-tcg" ]
}

@test "bench: records that labstat refuses fail the run" {
	CHECK_EXIT=3 BACKEND=tcg run scripts/bench.sh
	[ "$status" -ne 0 ]
	no_results
	run_dir .failed
}

@test "bench: a strategy that is not what its name says leaves a whole run, and a code" {
	CHECK_EXIT=2 BACKEND=tcg run scripts/bench.sh
	[ "$status" -eq 15 ]
	[ -s "$(run_dir)/results.jsonl" ]
}

# make_baseline NAME BACKEND SEEDS
make_baseline() {
	mkdir -p "$1"
	touch "$1/results.jsonl"
	echo "{\"backend\":\"$2\",\"seeds\":[$3]}" >"$1/fingerprint.json"
}

@test "gate: a run is measured with the seeds of its baseline, or those that are named" {
	replace labstat.sh <<<'[[ $1 != baseline ]] || echo "$2/counted"'
	make_baseline all/counted tcg-counted 7,9
	make_baseline all/timed kvm 1
	seeds() { scripts/plan.pl list seed <"$(run_dir -tcg)/plan.jsonl" | xargs; }
	BACKEND=tcg BASELINE=$PWD/all scripts/gate.sh
	[ "$(seeds)" = '7 9' ]
	rm -r "$RESULTS"
	SEEDS=3 BACKEND=tcg BASELINE=$PWD/all scripts/gate.sh
	[ "$(seeds)" = 3 ]
	rm -r "$RESULTS"
	make_baseline all/other tcg-counted 7,8
	BACKEND=tcg BASELINE=$PWD/all run scripts/gate.sh
	[ "$status" -eq 3 ]
	refused "BASELINE=$PWD/all: its baselines have different seeds (7,8 and 7,9)" SEEDS=
	no_results
}

@test "gate: such a run is judged, and one that failed is not" {
	replace labstat.sh <<<'echo "labstat $*"; exit 1'
	make_baseline base tcg-counted 1
	CHECK_EXIT=2 BACKEND=tcg BASELINE=$PWD/base run scripts/gate.sh
	[ "$status" -eq 1 ]
	grep -q "^labstat gate .*/base $(run_dir)\$" <<<"$output"
	rm -r "$RESULTS"
	CHECK_EXIT=3 BACKEND=tcg BASELINE=$PWD/base run scripts/gate.sh
	[ "$status" -eq 3 ]
	refused 'nothing to judge: the run failed with exit code 1'
}

@test "bench: a results folder that can't be made is refused" {
	BACKEND=tcg RESULTS=/proc/nothing run scripts/bench.sh
	refused /proc/nothing RESULTS=
}

@test "bench: a second run waits for one that builds in the same cache" {
	exec 9>"$CACHE/lock"
	flock 9
	BACKEND=tcg scripts/bench.sh 9>&- 2>waiting &
	for _ in {1..100}; do grep -q 'waiting for another run' waiting && break; sleep 0.2; done
	grep -q 'waiting for another run' waiting
	exec 9>&-
	wait "$!"
	run_dir -tcg
}

@test "bench: a boot that takes long says what it is at" {
	program prog <<<'sleep 3; echo "{}" >>"$RESULT"'
	echo 'direct 2 prog -y' >bench/cases/default
	BACKEND=tcg TIMEOUT=4 run scripts/bench.sh
	[ "$status" -eq 0 ]
	grep -q '^    direct, 2 CPUs: [0-9]*:[0-9][0-9] elapsed, at work: prog --case=000001 -b tcg-counted .*-y$' <<<"$output"
	BACKEND=tcg run scripts/bench.sh
	[ "$status" -eq 0 ]
	run grep 'at work' <<<"$output"
	[ "$status" -eq 1 ]
}

@test "bench: BOOTS of each kernel, every other round backwards, are told apart" {
	BACKEND=tcg BOOTS=3 JOBS=1 run scripts/bench.sh
	echo "$output"
	[ "$status" -eq 0 ]
	dir=$(run_dir -tcg)
	[ "$(scripts/plan.pl list boot <"$dir/plan.jsonl" | xargs)" = \
		'boot-direct-2 boot-direct-4 boot-direct-4.2 boot-direct-2.2 boot-direct-2.3 boot-direct-4.3' ]
	[ "$(sed 's/.*--case=00000\(.\) .*-r 1 \(.*\)"}/\1\2/' "$dir/results.jsonl" | xargs)" = \
		'1-x 2-y 3-x 4-x 5-x 6-y 7-x 8-y 9-x' ]
	[ "$(scripts/plan.pl list id,replicate cpus=4 <"$dir/plan.jsonl" | xargs)" = \
		'000003 1 000004 2 000009 3' ]
	cmp <(sed 's/--case=[0-9]\{6\} //' "$dir/boot-direct-2/job") \
		<(sed 's/--case=[0-9]\{6\} //' "$dir/boot-direct-2.3/job")
	perl -MJSON::PP -e 'local $/; my $f = decode_json(<STDIN>);
		keys %{$f->{cases}} == 2 or die' <"$dir/fingerprint.json"
	[ ! -e "$dir/layout.jsonl" ]
}

# args FILE: the seeds and arguments of its records.
args() { sed 's/.*-r \(.*\)"}/\1/' "$(run_dir -tcg)/$1" | xargs; }

@test "bench: each seed has boots of its own, and all of them are results" {
	BACKEND=tcg SEEDS=7,9 BOOTS=2 scripts/bench.sh
	dir=$(run_dir -tcg)
	[ "$(args results.jsonl)" = '7 -x 7 -y 7 -x 7 -x 7 -x 7 -y 9 -x 9 -y 9 -x 9 -x 9 -x 9 -y' ]
	[ ! -e "$dir/layout.jsonl" ]
	[ "$(scripts/plan.pl list boot,seed,replicate boot=boot-direct-4.3 <"$dir/plan.jsonl" | xargs)" = \
		'boot-direct-4.3 9 3' ]
	perl -MJSON::PP -e 'local $/; my $f = decode_json(<STDIN>);
		"@{$f->{seeds}}" eq "7 9" && keys %{$f->{cases}} == 2 or die' <"$dir/fingerprint.json"
}

@test "bench: a kernel that watches what stays readable is booted with one seed" {
	echo CONFIG_KVM_LAB_PAUSE=y >kernel-patches/configs/oracle.config
	echo 'direct-oracle 4 prog -z' >>bench/cases/default
	BACKEND=tcg SEEDS=7,9 scripts/bench.sh
	[ "$(scripts/plan.pl list boot,seed class=oracle <"$(run_dir -tcg)/plan.jsonl" | xargs)" = \
		'boot-direct-oracle-4 7' ]
}

@test "bench: FLOORS adds controls: as many other seeds, and another layout" {
	replace kernel.sh <<<'echo "$1" >>"$CACHE/built"; echo "$CACHE/images/k/vmlinux"'
	BACKEND=tcg FLOORS=1 SEEDS=7,9 run scripts/bench.sh
	echo "$output"
	[ "$status" -eq 0 ]
	dir=$(run_dir -tcg)
	[ "$(xargs <"$CACHE/built")" = 'direct direct-layout' ]
	[ "$(args results.jsonl)" = '7 -x 7 -y 7 -x 9 -x 9 -x 9 -y' ]
	[ "$(args layout.jsonl)" = \
		'10 -x 10 -y 10 -x 11 -x 11 -x 11 -y 7 -x 7 -y 7 -x 9 -x 9 -x 9 -y' ]
	[ "$(scripts/plan.pl list boot,image,cpus,seed,kernel,control,replicate \
		<"$dir/plan.jsonl" | tail -n 1 | xargs)" = \
		'layout-direct-2.2 direct-layout 2 9 direct layout 2' ]
	perl -MJSON::PP -e 'local $/; my $f = decode_json(<STDIN>);
		"@{$f->{seeds}}" eq "7 9" && keys %{$f->{cases}} == 2 && keys %{$f->{config}} == 1 or die' \
		<"$dir/fingerprint.json"
	[ -f "$dir/layout-direct-4.2/config" ]
}

@test "bench: a share that there is none of is refused, and one of figures that vary" {
	for share in 3/2 1/9 0/2 half; do
		SHARD=$share BACKEND=tcg run scripts/bench.sh
		refused "SHARD=$share"
	done
	printf '#!/bin/bash\necho kvm\n' >scripts/backend.sh
	SHARD=1/2 run scripts/bench.sh
	refused SHARD=1/2 BACKEND=tcg
}

@test "bench: a control that fails fails the run" {
	program prog <<<'case "$*" in *"-r 9"*) exit 1 ;; esac; echo "{}" >>"$RESULT"'
	BACKEND=tcg FLOORS=1 SEED=8 run scripts/bench.sh
	[ "$status" -eq 11 ]
	no_results
}

@test "bench: a pipe that closes ends the run, which leaves *.failed" {
	program prog <<<'sleep 1; echo "{}" >>"$RESULT"'
	JOBS=1 BACKEND=tcg scripts/bench.sh 2>&1 | head -n 3
	for _ in {1..50}; do [[ ! -e $(run_dir .partial 2>/dev/null) ]] && break; sleep 0.1; done
	no_results
	run_dir .failed
	flock -n "$CACHE/lock" true
}

test_program() { # NAME <<<...
	echo '/* gmem-lab-test: kernels=direct mode=parallel cpus=2 */' >"tests/guest/$1.c"
	program "$1"
}

@test "test: results inside and outside of kernels are counted together" {
	: >guest/selftests
	test_program good <<<'echo 1..2; echo ok 1 a; echo ok 2 b'
	run scripts/test.sh guest
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = '3 passed, 0 failed, 0 skipped' ]
}

@test "test: failed, dead, hanging and silent programs fail the run, by name" {
	: >guest/selftests
	test_program bad <<<'echo 1..1; echo not ok 1 rule'
	test_program dead <<<'echo 1..2; echo ok 1 a; kill -9 $$'
	test_program silent <<<'true'
	test_program hanging <<<'echo 1..1; exec sleep 1000'
	sed -i 's/ \*/ timeout=1 */' tests/guest/hanging.c
	run scripts/test.sh guest
	echo "$output"
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = '2 passed, 4 failed, 0 skipped' ]
	for name in 'bad: rule' dead: silent: hanging:; do
		grep -q "^failed: guest/direct-parallel-2/$name" <<<"$output"
	done
}

@test "test: a boot that fails is a failure, and so is what did not run in it" {
	: >guest/selftests
	test_program good <<<'echo 1..1; echo ok 1 a'
	replace boot.sh <<<'echo "error: the kernel did not boot" >&2; exit 10'
	run scripts/test.sh guest
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = '0 passed, 2 failed, 0 skipped' ]
	grep -q 'exit code 10: the kernel did not boot' <<<"$output"
}

@test "test: a selftest of the kernel passes, skips or fails by its exit code" {
	printf 'a/%s kernels=direct mode=parallel cpus=2\n' zero four one >guest/selftests
	program zero <<<'echo fine'
	program four <<<'echo no such feature; exit 4'
	program one <<<'echo assertion; exit 1'
	run scripts/test.sh guest
	echo "$output"
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = '2 passed, 1 failed, 1 skipped' ]
	grep -q 'four (no such feature)' <<<"$output"
	grep -q 'one: exit code 1' <<<"$output"
}

@test "test: output of earlier runs goes, but for the latest and one that goes on" {
	mkdir -p "$CACHE"/test/2026010{1..8}T000000Z
	touch "$CACHE"/test/2026010{1,2}T000000Z/running
	exec {held}>>"$CACHE/test/20260101T000000Z/running"
	flock "$held"
	run scripts/test.sh guest
	exec {held}>&-
	left=$(cd "$CACHE/test" && echo 2026010*)
	echo "$left"
	[ "$left" = '20260101T000000Z 20260105T000000Z 20260106T000000Z 20260107T000000Z 20260108T000000Z' ]
}

@test "test: TESTS selects programs" {
	: >guest/selftests
	test_program a <<<'echo 1..1; echo ok 1 a'
	test_program b <<<'exit 1'
	TESTS=a run scripts/test.sh guest
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = '2 passed, 0 failed, 0 skipped' ]
}

@test "test: KERNEL=debug runs what runs in kernels, on debug kernels, with more time" {
	: >guest/selftests
	test_program a <<<'echo 1..1; echo ok 1 a'
	replace kernel.sh <<<'echo "$1" >>"$CACHE/built"; echo "$CACHE/images/k/vmlinux"'
	KERNEL=debug TIMEOUT=100 STRESS_SECONDS=7 run scripts/test.sh
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = '2 passed, 0 failed, 0 skipped' ]
	[ "$(cat "$CACHE/built")" = direct-debug ]
	grep -q '^export SEED=1 STRESS_SECONDS=7$' "$CACHE"/test/*/guest/direct-debug-parallel-2/job
	grep -q '^run a 600' "$CACHE"/test/*/guest/direct-debug-parallel-2/job
	[ "$(cat "$CACHE"/test/*/guest/direct-debug-parallel-2/limit)" = 507 ]
}

@test "test: debug kernels come after the others, in the same tally" {
	: >guest/selftests
	test_program a <<<'echo 1..1; echo ok 1 a'
	test_program b <<<'echo 1..1; echo ok 1 b'
	sed -i 's/kernels=direct/kernels=direct,other/; s/ \*/ timeout=10+STRESS_SECONDS */' tests/guest/b.c
	mkdir .ci
	printf '# list\ndirect-debug\n' >.ci/debug-kernels
	run scripts/test.sh guest debug
	echo "$output"
	[ "${lines[-1]}" = '8 passed, 0 failed, 0 skipped' ]
	[ "$(cd "$CACHE"/test/*/ && echo */*)" = \
		'debug/direct-debug-parallel-2 guest/direct-parallel-2 guest/other-parallel-2' ]
	grep -q '^run b 20' "$CACHE"/test/*/guest/direct-parallel-2/job
	grep -q '^run b 110' "$CACHE"/test/*/debug/direct-debug-parallel-2/job
	grep -q STRESS_SECONDS=60 "$CACHE"/test/*/debug/direct-debug-parallel-2/job
}

@test "bench: a run that is stopped ends its boots and leaves *.failed" {
	program prog <<<'echo $$ >"$STARTED"; exec sleep 1000'
	export STARTED=$BATS_TEST_TMPDIR/started
	BACKEND=tcg JOBS=1 scripts/bench.sh 2>log &
	for _ in {1..50}; do [ -s "$STARTED" ] && break; sleep 0.2; done
	kill "$!"
	wait "$!" || true
	cat log
	no_results
	run_dir .failed
	for _ in {1..20}; do [ -d "/proc/$(cat "$STARTED")" ] || break; sleep 0.1; done
	[ ! -d "/proc/$(cat "$STARTED")" ]
}

@test "test: files of tests/host run side by side, as many as JOBS, the longest first" {
	: >guest/selftests
	test_program good <<<'echo 1..1; echo ok 1 a'
	mkdir -p tests/host "$CACHE/durations"
	touch tests/host/{a,b,long}.bats
	echo 99 >"$CACHE/durations/long.bats"
	stand_in bats <<-'END'
		name=$(basename "$3" .bats)
		touch "$BATS_TEST_TMPDIR/$name.on"
		ls "$BATS_TEST_TMPDIR" | grep -c '\.on$' >>"$BATS_TEST_TMPDIR/at_once"
		echo "$name" >>"$BATS_TEST_TMPDIR/begun"
		sleep 1
		rm "$BATS_TEST_TMPDIR/$name.on"
		echo 1..1; echo ok 1 "$name"
	END
	JOBS=2 run timeout 60 scripts/test.sh host
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = '3 passed, 0 failed, 0 skipped' ]
	[ "$(sort -n "$BATS_TEST_TMPDIR/at_once" | tail -n 1)" -eq 2 ]
	[ "$(head -n 2 "$BATS_TEST_TMPDIR/begun" | grep -c long)" -eq 1 ]
	[ "$(<"$CACHE/durations/long.bats")" -lt 50 ]
	rm "$BATS_TEST_TMPDIR"/{at_once,begun}
	JOBS=1 run timeout 60 scripts/test.sh host
	[ "$status" -eq 0 ]
	[ "$(sort -n "$BATS_TEST_TMPDIR/at_once" | tail -n 1)" -eq 1 ]
}
