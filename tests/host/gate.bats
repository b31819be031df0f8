#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for perl; variables of helper.bash
# The verbs that judge, on a recorded run, on changed copies of it and on
# sampled runs made up here. Nothing is built but labstat, nothing boots.

load helper

# tests/host/recorded/ is the beginning of a real run: two strategies, reads, writes.
setup_file() {
	export CACHE=$BATS_FILE_TMPDIR/cache
	cp -r "$BATS_TEST_DIRNAME/recorded" "$BATS_FILE_TMPDIR/"
	SETUP=no "$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	unset A B RUN TOLERANCES REPORTS BUNDLE FORCE DRYRUN MATRIX
	export SETUP=no RESULTS=$PWD/results BASELINE=$PWD/base
	cp -r "$BATS_FILE_TMPDIR/recorded" base
	cp -r base new
}

# edit FILE LINE CODE: changes one record, $r in the code.
edit() {
	perl -MJSON::PP -i -pe "if (\$. == $2) {
		my \$r = decode_json(\$_); $3;
		\$_ = JSON::PP->new->canonical->encode(\$r) . \"\\n\" }" "$1"
}

# case_of NUMBER: the name of that case, in the verdict of the last gate.
case_of() { perl -MJSON::PP -0777 -ne "print decode_json(\$_)->{cases}[$1 - 1]{case}" new/gate/verdict.json; }

floor() { printf '{"cases":{"%s":%s}}\n' "$@"; } # CASE PERCENT

verb() { # VERB VARIABLE...
	local script=(judge.sh "$1")

	[[ $1 != gate ]] || script=(gate.sh)
	run env "${@:2}" "$repo/scripts/${script[0]}" "${script[@]:1}"
	echo "$output"
}

gate() { verb gate RUN="$PWD/new" "$@"; }

# said TEXT...: the output has one line with all of them.
said() {
	local lines=$output text

	for text; do lines=$(grep -F -- "$text" <<<"$lines") || return 1; done
}

# refused_with TEXT...: exit 3, and one line that has each TEXT.
refused_with() {
	[ "$status" -eq 3 ]
	[ "$(grep -c '^\(error\|labstat\): ' <<<"$output")" -eq 1 ]
	output=$(grep '^\(error\|labstat\): ' <<<"$output") said "$@"
	! grep -q '^gate: ' <<<"$output"
}

# A run of kvm with COUNT boots: `access` and `timer_overhead`, in ns, of which
# `access` is PERCENT slower than 1000, with a spread of 2%.
sampled_run() { # DIR COUNT PERCENT
	mkdir -p "$1"
	perl -MJSON::PP -e 'my ($dir, $count, $percent) = @ARGV;
		srand 7 + $percent; my $json = JSON::PP->new->canonical;
		open my $out, ">", "$dir/results.jsonl";
		for my $boot (1 .. $count) { for my $metric ("access", "timer_overhead") {
			my $mean = $metric eq "access" ? 1000 * (1 + $percent / 100) : 20;
			$mean *= 0.98 + 0.04 * rand;
			print $out $json->encode({ schema => 1, bench => "gmem_rw_latency",
				dimensions => { strategy => "noflush", path => "isolated", op => "read",
					len => 8, cpus => 2, vcpus => 1, contention => "none",
					kernel => "pure", backend => "kvm" },
				metric => $metric, unit => "ns", kind => "sampled", boot => $boot,
				values => [map { $mean + $_ } 0 .. 4] }), "\n" } }
		open $out, ">", "$dir/fingerprint.json";
		print $out $json->encode({ backend => "kvm", kernel => "6.12", compiler => "cc",
			config => { noflush => "1" }, seeds => [1], qemu => "7.2", machine => "-M q35",
			cpu => "CPU", microcode => "0x1", mitigations => { l1tf => "no" },
			frequency => { boost => "0" } })' "$@"
	planned "$1"
}

@test "the same run twice passes, and says so in each form" {
	gate
	[ "$status" -eq 0 ]
	said 'gate: PASSED'
	said '0 regressed' '12 passed' '12 not gated'
	grep -q '^# Gate: PASSED' new/gate/gate.md
	grep -q '"verdict": "PASSED"' new/gate/verdict.json
}

@test "a single figure that rose is caught and named in each form" {
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
	said regressed 'access hva read len=4096' 721 733 +12
	said 'gate: REGRESSED'
	said '1 regressed' '11 passed'
	grep -q '^| regressed | access hva read len=4096' new/gate/gate.md
	grep -q '^not ok 12 gmem_rw_latency/access strategy=hva path=isolated op=read len=4096' new/gate/gate.ktap
	[ "$(grep -c '^not ok' new/gate/gate.ktap)" -eq 1 ]
	grep -q '<failure message="721 -&gt; 733 insns (+12, +1.66%), allowed +3.6">' new/gate/junit.xml
	grep -A3 'strategy_hva.path_isolated.op_read.len_4096' new/gate/kcidb.json | grep -q FAIL
}

@test "a rise within the tolerance, and a fall, pass" {
	edit new/results.jsonl 12 '$_ += 3 for @{$r->{values}}'
	edit new/results.jsonl 2 '$_ -= 300 for @{$r->{values}}'
	gate
	[ "$status" -eq 0 ]
}

@test "where the baseline has no floors, 2% may be risen by" {
	rm base/floors.json
	edit new/results.jsonl 12 '$_ += 14 for @{$r->{values}}'
	gate
	[ "$status" -eq 0 ]
	edit new/results.jsonl 12 '$_ += 1 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
	said '+14.4'
}

@test "a measured layout floor above 0.5% is what may be risen by, in its case only" {
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
	floor "$(case_of 12)" 1.12 >base/floors.json
	gate
	[ "$status" -eq 0 ]
	floor "$(case_of 10)" 1.12 >base/floors.json
	gate
	[ "$status" -eq 1 ]
	floor "$(case_of 12)" 1.12 >base/floors.json
	edit new/results.jsonl 12 '$_ += 1 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
}

@test "what a tolerance says of a strategy, or of its path, holds there only" {
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	for name in hva hva,isolated; do
		printf 'gmem_rw_latency/access relative=0.1%%\ngmem_rw_latency/access,%s relative=2%%\n' \
			"$name" >wide
		gate TOLERANCES="$PWD/wide"
		[ "$status" -eq 0 ]
	done
	for name in direct hva,abi; do
		printf 'gmem_rw_latency/access,%s relative=2%%\n' "$name" >wide
		gate TOLERANCES="$PWD/wide"
		[ "$status" -eq 1 ]
	done
}

@test "events may not rise at all, whatever the floor; what is observed is not gated" {
	for dir in base new; do
		edit $dir/results.jsonl 12 '$r->{metric} = "pte_writes"; $r->{unit} = "events";
			$_ = 2000 for @{$r->{values}}'
		edit $dir/results.jsonl 2 '$r->{metric} = "hw_event"; $r->{unit} = "count";
			$r->{kind} = "observed"'
	done
	gate
	floor "$(case_of 12)" 9 >base/floors.json
	edit new/results.jsonl 2 '$_ += 1000 for @{$r->{values}}'
	gate
	[ "$status" -eq 0 ]
	said '11 passed' '13 not gated'
	grep -q '^ok 2 .*hw_event.* # SKIP .*observed' new/gate/gate.ktap
	edit new/results.jsonl 12 '$_ += 1 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
	said regressed 'pte_writes hva read len=4096' 2000 2001 +1
}

@test "KTAP is read by a TAP parser, JUnit by an XML parser" {
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	gate
	perl -MTAP::Parser -0777 -ne 'my $p = TAP::Parser->new({ tap => $_ });
		$p->run; $p->parse_errors and die $p->parse_errors;
		$p->failed == 1 && $p->passed == 23 or die' new/gate/gate.ktap
	/usr/bin/python3 -c 'import xml.etree.ElementTree as e
root = e.parse("new/gate/junit.xml").getroot()
assert len(root.findall(".//failure")) == 1 and len(root.findall(".//testcase")) == 24'
}

valid_kcidb() { # FILE
	/usr/bin/python3 -W ignore -m jsonschema -i "$1" "$BATS_TEST_DIRNAME/kcidb.schema.json"
}

@test "KCIDB JSON keeps to the schema, whatever the verdict, and a breach is seen" {
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	edit new/results.jsonl 2 'delete $r->{values}; $r->{na} = "no such \"thing\""'
	gate
	valid_kcidb new/gate/kcidb.json
	sed -i 's/"FAIL"/"BROKEN"/' new/gate/kcidb.json
	run valid_kcidb new/gate/kcidb.json
	[ "$status" -ne 0 ]
	sed -i 's/"BROKEN"/"SKIP"/' new/gate/kcidb.json
	run valid_kcidb new/gate/kcidb.json
	[ "$status" -ne 0 ]
	sed -i 's/"compiler" : "cc/&x/' new/fingerprint.json
	gate
	[ "$status" -eq 2 ]
	valid_kcidb new/gate/kcidb.json
}

@test "what differs between boots with one seed is not exact, and not judged as such" {
	for dir in base new; do
		sed 's/^{/{"boot":2,/' $dir/results.jsonl >second
		cat second >>$dir/results.jsonl
		planned $dir
	done
	gate
	[ "$status" -eq 0 ]
	said '12 passed'
	edit new/results.jsonl 36 '$r->{values}[3]++'
	gate
	[ "$status" -eq 2 ]
	said 'op=read len=4096' 'not exact: it differs between boots'
	cp new/results.jsonl base/
	gate
	[ "$status" -eq 0 ]
	said '11 passed' '13 not gated'
	grep -q '# SKIP .*not exact: it differs between boots of the baseline$' new/gate/gate.ktap
}

@test "what is n/a can't be judged, and never passes as 0" {
	edit new/results.jsonl 12 'delete $r->{values}; $r->{na} = "no clock"'
	gate
	[ "$status" -eq 2 ]
	said "can't judge" 'access hva read len=4096'
	said 'op=read len=4096' 'n/a: no clock'
	said "gate: CAN'T JUDGE"
	grep -q '^not ok 12' new/gate/gate.ktap
	grep -q '<error message="n/a: no clock">' new/gate/junit.xml
}

@test "exact figures of another number of calls can't be judged" {
	edit new/results.jsonl 12 'pop @{$r->{values}}'
	gate
	[ "$status" -eq 2 ]
	said 'op=read len=4096' '999 calls, but 1000 in the baseline'
}

@test "other cases in a boot are another fingerprint, boots of one run alone are not" {
	sed -i 's/"compiler"/"cases" : { "direct-4" : "a", "noflush-4" : "b" }, &/' base/fingerprint.json
	sed -i 's/"compiler"/"cases" : { "direct-4" : "a", "vmap-2" : "c" }, &/' new/fingerprint.json
	gate
	[ "$status" -eq 0 ]
	sed -i 's/"direct-4" : "a"/"direct-4" : "d"/' new/fingerprint.json
	gate
	[ "$status" -eq 2 ]
	said "cases direct-4: 'a' and 'd'"
}

@test "prices of an instrumented kernel are not gated" {
	for dir in base new; do
		edit $dir/results.jsonl 12 '$r->{instrumented} = JSON::PP::true'
	done
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	gate
	[ "$status" -eq 0 ]
	said '11 passed' '13 not gated'
	grep -q '^ok 12 .* # SKIP .*instrumented' new/gate/gate.ktap
}

@test "events of an instrumented kernel are gated" {
	for dir in base new; do
		edit $dir/results.jsonl 12 '$r->{metric} = "pte_writes"; $r->{unit} = "events";
			$r->{instrumented} = JSON::PP::true; $_ = 2 for @{$r->{values}}'
	done
	gate
	[ "$status" -eq 0 ]
	said '12 passed'
	edit new/results.jsonl 12 '$_ = 3 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
	said regressed 'pte_writes hva read len=4096' 2 3 +1
	edit new/results.jsonl 12 'delete $r->{values}; $r->{na} = "expected events: 3 page table writes, not 2"'
	gate
	[ "$status" -eq 2 ]
	said 'pte_writes' 'n/a: expected events: 3 page table writes, not 2'
}

@test "what a strategy does too often is named, and what it does otherwise can't be judged" {
	for dir in base new; do
		edit $dir/results.jsonl 12 '$r->{metric} = "pte_writes"; $r->{unit} = "events";
			$r->{instrumented} = JSON::PP::true; $r->{values} = [2]'
	done
	edit new/results.jsonl 12 'delete $r->{values}; $r->{seen} = 3;
		$r->{na} = "expected events: 150 page table writes, not 100"'
	gate
	[ "$status" -eq 1 ]
	said regressed 'pte_writes hva read len=4096' 2 3 +1 +50.00% +0
	said 'n/a: expected events: 150 page table writes, not 100'
	said '1 regressed' "0 can't judge" '11 passed'
	grep -q '<failure message="2 -&gt; 3 events (+1, +50.00%), allowed +0; n/a: expected events' new/gate/junit.xml
	grep -A3 'pte_writes.*op_read.len_4096' new/gate/kcidb.json | grep -q FAIL
	valid_kcidb new/gate/kcidb.json
	edit new/results.jsonl 12 '$r->{seen} = 2'
	gate
	[ "$status" -eq 2 ]
	said "can't judge" 'pte_writes hva read len=4096'
	valid_kcidb new/gate/kcidb.json
}

@test "a run in which a strategy isn't what its name says becomes no baseline" {
	edit new/results.jsonl 12 '$r->{metric} = "pte_writes"; $r->{unit} = "events";
		$r->{seen} = 3; delete $r->{values}; $r->{na} = "expected events: 3, not 2"'
	verb baseline RUN="$PWD/new" BASELINE="$PWD/baselines"
	[ "$status" -eq 3 ]
	said '1 counts are not what their strategies must cause' 'pte_writes strategy=hva' \
		'expected events: 3, not 2'
	[ ! -e baselines ]
}

@test "bad input: what was seen stands beside no values, and is a number" {
	edit new/results.jsonl 12 '$r->{seen} = 3'
	gate
	refused_with new/results.jsonl:12 'seen: has values beside it'
	edit new/results.jsonl 12 'delete $r->{values}; $r->{na} = "why"; $r->{seen} = "three"'
	gate
	refused_with new/results.jsonl:12 'seen: is not a number'
}

@test "a run of another fingerprint can't be judged, and in what it differs is said" {
	sed -i 's/7\.2\.22/8.0/; s/"seeds" : \[ 1 \]/"seeds" : [ 2 ]/' new/fingerprint.json
	gate
	[ "$status" -eq 2 ]
	said 'other fingerprints' 'qemu' '8.0' 'seeds: [1] and [2]'
	grep -q '<error message="baseline and run have other fingerprints' new/gate/junit.xml
	grep -q '^not ok 1 comparable' new/gate/gate.ktap
}

@test "differences that there is no room for are counted" {
	local names

	names=$(printf '"case-%02d-of-some-length" : "a", ' {1..40})
	sed -i "s/\"compiler\"/\"cases\" : { $names \"z\" : \"a\" }, &/" base/fingerprint.json
	sed "s/\"a\"/\"b\"/g" base/fingerprint.json >new/fingerprint.json
	gate
	[ "$status" -eq 2 ]
	told=$(grep '^gate: ' <<<"$output" | grep -o "'a' and 'b'" | wc -l)
	((told > 1 && told < 41))
	said 'gate: ' "; and $((41 - told)) more"
	sed 's/"z" : "a"/"z" : "b"/' base/fingerprint.json >new/fingerprint.json
	gate
	said "gate: CAN'T JUDGE: baseline and run have other fingerprints: cases z: 'a' and 'b'"
	run grep -E '; and [0-9]+ more' <<<"$output"
	[ "$status" -eq 1 ]
}

@test "other patches are what is judged, and hide no regression" {
	sed -i 's/50770e9979d7/0123456789ab/' new/fingerprint.json
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
}

@test "another kernel of the same base is what is judged, and is named" {
	gate
	run said kernels:
	[ "$status" -ne 0 ]
	sed -i 's/6\.12\.117/6.12.118-mine/' new/fingerprint.json
	gate
	[ "$status" -eq 0 ]
	said 'kernels: 6.12.117 in the baseline, 6.12.118-mine in the run'
	grep -q '^kernels: 6.12.117 in the baseline' new/gate/gate.md
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	gate
	[ "$status" -eq 1 ]
}

@test "a kernel of another base can't be judged" {
	for version in 6.1.117 6.120.117 6.13 5.12.117; do
		sed "s/6\.12\.117/$version/" base/fingerprint.json >new/fingerprint.json
		gate
		[ "$status" -eq 2 ]
		said "kernel: '6.12.117' and '$version'"
	done
}

@test "of several baselines that fit, that of the run's kernel is taken" {
	mkdir baselines
	for name in a b c; do
		cp -r base baselines/$name
	done
	sed -i 's/6\.12\.117/6.12.116/' baselines/[ac]/fingerprint.json
	gate BASELINE="$PWD/baselines"
	[ "$status" -eq 0 ]
	said baselines/b
	rm -r baselines/b
	gate BASELINE="$PWD/baselines"
	[ "$status" -eq 0 ]
	said 6.12.116
}

@test "the host's CPU counts on hardware and not under emulation" {
	sed -i 's/"backend" :/"cpu" : "fast", &/' new/fingerprint.json
	gate
	[ "$status" -eq 0 ]
	sampled_run hard 5 0
	sampled_run soft 5 0
	sed -i 's/"CPU"/"other"/' soft/fingerprint.json
	verb gate BASELINE=hard RUN="$PWD/soft" BASELINE="$PWD/hard"
	[ "$status" -eq 2 ]
	said "cpu: 'CPU' and 'other'"
}

@test "a run without any case of the baseline can't be judged" {
	sed -i 's/"len":8,/"len":9,/; s/"len":4096,/"len":4097,/' new/results.jsonl
	sed -i 's/"boot":"boot/"boot":"other/' new/plan.jsonl
	gate
	[ "$status" -eq 2 ]
	said 'no case that the baseline has'
}

@test "a case that was planned and has no record can't have passed, and is named" {
	sed -i '/"case":"000003"/d' new/results.jsonl
	gate
	[ "$status" -eq 2 ]
	said "CAN'T JUDGE" 'no record of 1 cases that it planned, first 000003 (boot-pure-16.1: gmem_rw_latency -s direct)'
	verb baseline RUN="$PWD/new"
	refused_with new '1 planned cases have no record, first 000003'
}

@test "bad input: a plan of another version, cut short, or not that of these records" {
	cp new/plan.jsonl whole
	sed 's/"plan":1/"plan":2/' whole >new/plan.jsonl
	gate
	refused_with 'new/plan.jsonl:1: plan: version 2 is unknown'
	head -n 3 whole >new/plan.jsonl
	gate
	refused_with 'new/plan.jsonl:3: cut short'
	sed 's/"id":"000001"/"id":"000009"/' whole >new/plan.jsonl
	gate
	refused_with 'new/results.jsonl:1: case: 000001 is not in plan.jsonl'
	rm new/plan.jsonl
	gate
	refused_with 'new/plan.jsonl: No such file'
	echo 1/2 >new/share
	gate
	refused_with new 'is a share of a run' 'make merge RUNS='
}

@test "of several baselines the one of the run's fingerprint is taken" {
	mkdir baselines
	cp -r base baselines/a
	cp -r base baselines/b
	sed -i 's/7\.2\.22/8.0/' baselines/a/fingerprint.json
	gate BASELINE="$PWD/baselines"
	[ "$status" -eq 0 ]
	said baselines/b
	rm -r baselines/b
	gate BASELINE="$PWD/baselines"
	[ "$status" -eq 2 ]
	said 8.0
}

@test "tolerances: an unknown name, a bad number and an unknown setting are refused" {
	for line in 'gmem_rw_latency/excess absolute=1|is no metric and no unit' \
		'hours absolute=1|is no metric' 'insns absolute=-1|insns' \
		'insns absolute=nan|insns' 'insns relative=5|with a %' 'insns p=1|between 0 and 1' \
		'insns abs=1|abs=1' 'insns|sets nothing'; do
		printf '# one\n%s\n' "${line%|*}" >wrong
		gate TOLERANCES="$PWD/wrong"
		refused_with "wrong:2: " "${line#*|}"
	done
	gate TOLERANCES=/nowhere
	refused_with /nowhere
}

@test "bad input: results that are truncated, empty, edited or no numbers" {
	cp new/results.jsonl whole
	head -c -20 whole >new/results.jsonl
	gate
	refused_with 'new/results.jsonl:24: truncated'
	: >new/results.jsonl
	gate
	refused_with 'new/results.jsonl: empty'
	sed '3s/"values":\[[0-9]*,/"values":[NaN,/' whole >new/results.jsonl
	gate
	refused_with 'new/results.jsonl:3: values: not JSON'
	sed '3s/"values":\[[0-9]*,/"values":[-5,/' whole >new/results.jsonl
	gate
	refused_with 'new/results.jsonl:3: values[0]:' negative
	sed '3s/"metric"/"metrik"/' whole >new/results.jsonl
	gate
	refused_with 'new/results.jsonl:3: metric: missing'
	sed '3p' whole >new/results.jsonl
	gate
	refused_with 'new/results.jsonl:4: dimensions: as in line 3'
	rm new/results.jsonl
	gate
	refused_with new/results.jsonl
}

@test "bad input: a bad baseline is refused as a bad run is" {
	sed -i '3s/"unit":"insns"/"unit":"hours"/' base/results.jsonl
	gate
	refused_with "base/results.jsonl:3: unit: 'hours' is unknown"
}

@test "bad input: a unit that changes between runs" {
	sampled_run before 5 0
	sampled_run after 5 0
	sed -i 's/"ns"/"cycles"/' after/results.jsonl
	verb gate BASELINE="$PWD/before" RUN="$PWD/after"
	refused_with after/results.jsonl:1 "unit: 'cycles', but 'ns'" before/results.jsonl:1
	verb compare A="$PWD/before" B="$PWD/after"
	refused_with after/results.jsonl:1 "unit: 'cycles', but 'ns'"
}

@test "bad input: a missing baseline, a missing run and none named" {
	gate BASELINE="$PWD/nothing"
	refused_with "BASELINE=$PWD/nothing" 'make baseline'
	mkdir none
	gate BASELINE="$PWD/none"
	refused_with none 'no baseline'
	verb gate RUN="$PWD/nothing"
	refused_with "RUN=$PWD/nothing" results.jsonl
	verb compare A="$PWD/new"
	refused_with 'make compare A='
	verb baseline
	refused_with RUN=
	verb verdict
	refused_with BUNDLE=
	gate FORCE=2
	refused_with FORCE=2
}

@test "bad input: a fingerprint that is missing, no JSON, cut or of another back end" {
	cp new/fingerprint.json whole
	rm new/fingerprint.json
	gate
	refused_with new/fingerprint.json
	head -n 3 whole >new/fingerprint.json
	gate
	refused_with new/fingerprint.json 'not JSON'
	grep -v compiler whole >new/fingerprint.json
	gate
	refused_with 'new/fingerprint.json: compiler: missing'
	sed 's/tcg-counted/tcg-parallel/' whole >new/fingerprint.json
	gate
	refused_with new/results.jsonl:1 backend fingerprint.json
}

@test "bad input: floors of no metric, or below 0" {
	echo '{"gmem_rw_latency/excess,hva,isolated":1}' >base/floors.json
	gate
	refused_with 'base/floors.json: gmem_rw_latency/excess,hva,isolated: no such metric'
	echo '{"gmem_rw_latency/access,hva,isolated":-1}' >base/floors.json
	gate
	refused_with 'base/floors.json: gmem_rw_latency/access'
}

@test "bad input: reports that can't be written are no pass" {
	gate REPORTS=/proc/nothing
	refused_with /proc/nothing REPORTS=
	mkdir -p new/gate/junit.xml
	gate
	refused_with new/gate/junit.xml
	gate REPORTS=/dev/null
	refused_with /dev/null
}

# A lab that measures nothing, but notes that it was asked to.
measuring_lab() {
	make_lab
	export CACHE=$BATS_FILE_TMPDIR/cache BASELINE=$BATS_TEST_TMPDIR/base
	cp -a "$repo/tools" .
	cp "$repo/strategies/Kconfig" strategies/
	cp -a "$repo/bench/lib" bench/
	printf '#!/bin/bash\ntouch "%s/measured"\nexit 12\n' "$BATS_TEST_TMPDIR" >scripts/bench.sh
}

@test "what there is to judge with is checked before anything is measured" {
	measuring_lab
	sed -i '2s/{/{{/' "$BASELINE/results.jsonl"
	verb_here() { run env "$@" scripts/gate.sh; echo "$output"; [ ! -e "$BATS_TEST_TMPDIR/measured" ]; }
	for dry in 0 1; do
		verb_here DRYRUN=$dry
		refused_with base/results.jsonl:2
		mkdir -p folder
		cp -r "$BASELINE" folder/
		verb_here DRYRUN=$dry BASELINE="$PWD/folder"
		refused_with base/results.jsonl:2
		verb_here DRYRUN=$dry BASELINE=/nowhere
		refused_with BASELINE=/nowhere
		echo 'ns absolute=x' >bad
		verb_here DRYRUN=$dry BASELINE="$BATS_TEST_TMPDIR/new" TOLERANCES="$PWD/bad"
		refused_with bad
		verb_here DRYRUN=$dry BASELINE="$BATS_TEST_TMPDIR/new" REPORTS=/proc/nothing
		refused_with REPORTS=/proc/nothing
	done
	BASELINE=$BATS_TEST_TMPDIR/new run scripts/gate.sh
	[ -e "$BATS_TEST_TMPDIR/measured" ]
}

@test "a run that fails leaves nothing to judge" {
	measuring_lab
	printf '#!/bin/bash\nexit 12\n' >scripts/bench.sh
	run scripts/gate.sh
	[ "$status" -eq 3 ]
	said 'nothing to judge' 'exit code 12'
}

@test "without RUN the new run is what is judged" {
	cp -r new "$BATS_TEST_TMPDIR/made"
	make_lab
	export CACHE=$BATS_FILE_TMPDIR/cache BASELINE=$BATS_TEST_TMPDIR/base
	cp -a "$repo/tools" .
	cp "$repo/strategies/Kconfig" strategies/
	cp -a "$repo/bench/lib" bench/
	printf '#!/bin/bash\nmkdir -p "$RESULTS"/20200101T000000Z-tcg.failed "$RESULTS"/published\ncp -r "%s" "$RESULTS/20200101T000000Z-tcg"\n' \
		"$BATS_TEST_TMPDIR/made" >scripts/bench.sh
	run scripts/gate.sh
	echo "$output"
	[ "$status" -eq 0 ]
	said "run: $RESULTS/20200101T000000Z-tcg"
}

@test "compare: differences worst first, falls last" {
	edit new/results.jsonl 2 '$_ += 8 for @{$r->{values}}'
	edit new/results.jsonl 4 '$_ -= 100 for @{$r->{values}}'
	edit new/results.jsonl 12 '$_ += 72 for @{$r->{values}}'
	cp -r base third
	verb compare A="$PWD/base" B="$PWD/new,$PWD/third"
	[ "$status" -eq 0 ]
	said '48 cases in both, 3 of them differ'
	[ "$(grep '^access' <<<"$output" | grep -o '[-+][0-9.]*%' | xargs)" = '+9.99% +1.02% -4.30%' ]
}

@test "compare: sampled differences have effect, interval and p-value" {
	sampled_run before 8 0
	sampled_run slow 8 10
	verb compare A="$PWD/before" B="$PWD/slow"
	[ "$status" -eq 0 ]
	said 'access noflush read' ' to +' '+1.00' 0.0008
}

@test "compare: other fingerprints and dimensions are refused unless forced" {
	sed -i 's/7\.2\.22/8.0/' new/fingerprint.json
	sed -i 1d new/results.jsonl
	verb compare A="$PWD/base" B="$PWD/new"
	[ "$status" -eq 2 ]
	said 'other fingerprints' qemu 'FORCE=1'
	verb compare A="$PWD/base" B="$PWD/new" FORCE=1
	[ "$status" -eq 0 ]
	said FORCED: qemu
	said FORCED: 'other dimensions' '1 cases of the first' timer_overhead
	cp base/fingerprint.json new/
	verb compare A="$PWD/base" B="$PWD/new"
	[ "$status" -eq 2 ]
	said 'other dimensions'
}

@test "compare: a figure that was lost comes first, with its reason" {
	edit new/results.jsonl 2 '$_ += 8 for @{$r->{values}}'
	edit new/results.jsonl 12 'delete $r->{values}; $r->{na} = "no clock"'
	verb compare A="$PWD/base" B="$PWD/new"
	[ "$status" -eq 0 ]
	grep '^access' <<<"$output" | head -n 1 | grep -q 'n/a: no clock'
}

@test "baseline: shows what changes, then replaces it; a dry run only shows" {
	verb baseline RUN="$PWD/base" BASELINE="$PWD/baselines"
	[ "$status" -eq 0 ]
	dir=$(echo baselines/tcg-counted-*)
	cmp base/results.jsonl "$dir/results.jsonl"
	edit new/results.jsonl 12 '$_ += 72 for @{$r->{values}}'
	verb baseline RUN="$PWD/new" BASELINE="$PWD/baselines" DRYRUN=1
	said 'access hva read len=4096' +9.99%
	cmp base/results.jsonl "$dir/results.jsonl"
	verb baseline RUN="$PWD/new" BASELINE="$PWD/baselines"
	[ "$status" -eq 0 ]
	said 'access hva read len=4096' +9.99%
	cmp new/results.jsonl "$dir/results.jsonl"
	[ "$(ls baselines)" = "${dir##*/}" ]
}

@test "baseline: another fingerprint is another baseline, and differences are shown" {
	verb baseline RUN="$PWD/base" BASELINE="$PWD/baselines"
	sed -i 's/7\.2\.22/8.0/' new/fingerprint.json
	verb baseline RUN="$PWD/new" BASELINE="$PWD/baselines"
	[ "$status" -eq 0 ]
	said FORCED: qemu 8.0
	[ "$(echo baselines/*/ | wc -w)" -eq 2 ]
}

@test "baseline: a bad run, and a folder that can't be written, are refused" {
	verb baseline RUN="$PWD/base" BASELINE=/proc/nothing
	refused_with /proc/nothing BASELINE=
	sed -i '2s/"len":8/"len":-8/' new/results.jsonl
	verb baseline RUN="$PWD/new" BASELINE="$PWD/baselines"
	refused_with new/results.jsonl:2
	[ ! -e baselines ]
}

@test "baseline: a run that something disturbed is refused" {
	sed -i 's/"compiler"/"perturbed" : "perf stat", &/' new/fingerprint.json
	verb baseline RUN="$PWD/new" BASELINE="$PWD/baselines"
	refused_with "RUN=$PWD/new" 'perf stat' PERF=none
	[ ! -e baselines ]
	verb baseline RUN="$PWD/base" BASELINE="$PWD/baselines"
	[ "$status" -eq 0 ]
}

@test "git keeps baselines, and no other run" {
	cd "$repo"
	run git check-ignore -q results/baseline/tcg-counted-0/results.jsonl
	[ "$status" -eq 1 ]
	git check-ignore -q results/20200101T000000Z-tcg/results.jsonl
}

@test "bundle: the verdict is derived again, pass or not, byte for byte the same file" {
	for rise in 0 12; do
		edit new/results.jsonl 12 "\$_ += $rise for @{\$r->{values}}"
		verb bundle RUN="$PWD/new" BUNDLE="$PWD/one.tgz"
		[ "$status" -eq 0 ]
		verb bundle RUN="$PWD/new" BUNDLE="$PWD/two.tgz"
		cmp one.tgz two.tgz
		verb verdict BUNDLE="$PWD/one.tgz"
		[ "$status" -eq $((rise > 0)) ]
		said 'the data say what the stored verdict says'
	done
	tar -tzf one.tgz | grep -q bundle/run/config-direct
	tar -tzf one.tgz | grep -q bundle/run/qemu-cmd
}

@test "bundle: one with samples derives the same p-values" {
	sampled_run before 12 0
	sampled_run slow 12 10
	verb bundle BASELINE="$PWD/before" RUN="$PWD/slow" FORCE=1
	[ "$status" -eq 0 ]
	verb verdict BUNDLE="$PWD/slow-bundle.tar.gz"
	[ "$status" -eq 1 ]
}

# repack CODE: changes files of one.tgz, and their hashes, so that only the data
# can tell.
repack() {
	rm -rf bundle
	tar -xzf one.tgz
	(cd bundle && eval "$1" && rm SHA256SUMS &&
		find . -type f -print0 | xargs -0 sha256sum >../sums && mv ../sums SHA256SUMS)
	tar -czf changed.tgz bundle
}

@test "bundle: changed data, a changed verdict and a broken file are seen" {
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	verb bundle RUN="$PWD/new" BUNDLE="$PWD/one.tgz"
	repack true
	verb verdict BUNDLE="$PWD/changed.tgz"
	[ "$status" -eq 1 ]
	repack 'cp baseline/results.jsonl run/'
	verb verdict BUNDLE="$PWD/changed.tgz"
	[ "$status" -eq 3 ]
	said verdict.json 'op=read len=4096' 'not what the data say'
	repack 'sed -i "s/\"REGRESSED\"/\"PASSED\"/; s/\"exit\": 1/\"exit\": 0/" verdict.json'
	verb verdict BUNDLE="$PWD/changed.tgz"
	[ "$status" -eq 3 ]
	said verdict.json 'not what the data say'
	tar -xzf one.tgz
	echo >>bundle/run/results.jsonl
	tar -czf changed.tgz bundle
	verb verdict BUNDLE="$PWD/changed.tgz"
	refused_with changed.tgz run/results.jsonl
	touch bundle/more
	tar -czf changed.tgz bundle
	verb verdict BUNDLE="$PWD/changed.tgz"
	refused_with changed.tgz more
	head -c 2000 one.tgz >changed.tgz
	verb verdict BUNDLE="$PWD/changed.tgz"
	refused_with changed.tgz 'no bundle'
}

@test "bundle: what can't be read or written is refused" {
	verb bundle RUN="$PWD/new" BUNDLE=/proc/nothing/x
	refused_with /proc/nothing/x BUNDLE=
	verb bundle RUN="$PWD/nothing"
	refused_with "RUN=$PWD/nothing"
	verb verdict BUNDLE="$PWD/nothing"
	refused_with "BUNDLE=$PWD/nothing"
}
