#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for perl; variables of helper.bash
# What the gate may not take for a pass: figures that are missing, that few calls pay or
# that too few boots measured. On changed copies of a recorded run and on made-up ones.

load helper

setup_file() {
	export CACHE=$BATS_FILE_TMPDIR/cache
	SETUP=no "$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	unset TOLERANCES REPORTS FORCE DRYRUN
	export SETUP=no
	cp -r "$BATS_TEST_DIRNAME/recorded" base
	cp -r base new
}

# edit FILE CODE: changes each record, $r in the code, whose number is $. there.
edit() {
	perl -MJSON::PP -i -pe 'BEGIN { $code = shift } my $r = decode_json($_); eval $code; die $@ if $@;
		$_ = JSON::PP->new->canonical->encode($r) . "\n"' "$2" "$1"
}

gate() { # VARIABLE...
	run env BASELINE="$PWD/base" RUN="$PWD/new" "$@" "$repo/scripts/gate.sh"
	echo "$output"
}

# said TEXT...: the output has one line with all of them.
said() {
	local lines=$output text

	for text; do lines=$(grep -F -- "$text" <<<"$lines") || return 1; done
}

# sampled DIR BOOTS METRICS CODE: a run of hardware, made up; the code gives the values
# of $metric in $boot, with spread(PERCENT) for a figure of 1000 that spreads so far.
sampled() {
	mkdir -p "$1"
	perl -MJSON::PP -e 'my ($dir, $boots, $metrics, $code) = @ARGV;
		srand length $code; my $json = JSON::PP->new->canonical;
		sub spread { my $z = 0; $z += rand for 1 .. 12; 1000 * (1 + $_[0] / 100 * ($z - 6)) }
		open my $out, ">", "$dir/results.jsonl";
		for my $metric (1 .. $metrics) { for my $boot (1 .. $boots) {
			my @values = eval $code; die $@ if $@;
			print $out $json->encode({ schema => 1, bench => "gmem_rw_latency",
				dimensions => { strategy => "noflush", path => "isolated", op => "read",
					len => $metric, cpus => 2, vcpus => 1, contention => "none",
					kernel => "pure", backend => "kvm" },
				metric => "access", unit => "ns", kind => "sampled", boot => $boot,
				values => \@values }), "\n" } }
		open $out, ">", "$dir/fingerprint.json";
		print $out $json->encode({ backend => "kvm", kernel => "6.12", compiler => "cc",
			config => { noflush => "1" }, seeds => [1], qemu => "7.2", machine => "-M q35",
			cpu => "CPU", microcode => "0x1", mitigations => { l1tf => "no" },
			frequency => { boost => "0" } })' "$@"
	rm -f "$1/plan.jsonl"
	planned "$1"
}

@test "a case that both plans name and the run lacks can't be judged, and is named" {
	sed -i 12d new/results.jsonl
	gate
	[ "$status" -eq 2 ]
	said "can't judge" 'access hva read len=4096'
	said 'strategy=hva' 'op=read len=4096' 'not in the run, which has its boot'
	said "1 can't judge" '11 passed'
}

@test "one record in place of a run passes nothing" {
	sed -i '2,$d' new/results.jsonl
	gate
	[ "$status" -eq 2 ]
	said "23 can't judge" '0 passed'
}

@test "a strategy that has another name now can't be judged" {
	edit new/results.jsonl '$r->{dimensions}{strategy} = "hvx" if $. == 12'
	gate
	[ "$status" -eq 2 ]
	said 'strategy=hva' 'op=read len=4096' 'not in the run'
	said '1 of the run not in the baseline'
}

@test "cases of boots that the run was not asked for are none that it lacks" {
	perl -ne 'print if /"strategy":"direct"/' base/results.jsonl >new/results.jsonl
	perl -MJSON::PP -i -ne 'my $r = decode_json($_);
		$r->{boot} = "boot-of-hva" if ($r->{strategy} // "") eq "hva";
		print JSON::PP->new->canonical->encode($r), "\n"' base/plan.jsonl
	perl -ne '$n++, push @l, $_ if /"strategy":"direct"/; END { print "{\"plan\":1,\"cases\":$n}\n", @l }' \
		base/plan.jsonl >new/plan.jsonl
	gate
	[ "$status" -eq 0 ]
	said '8 of the baseline not in the run'
}

@test "what was watched in the run only can't be judged" {
	edit new/results.jsonl 'if ($. == 12) { $r->{instrumented} = JSON::PP::true; $_ *= 10 for @{$r->{values}} }'
	gate
	[ "$status" -eq 2 ]
	said 'op=read len=4096' 'instrumented in the run only'
}

@test "the run sets no limit for itself, and a floor of the baseline is a case's own" {
	edit new/results.jsonl '$_ *= 10 for $. == 12 ? @{$r->{values}} : ()'
	echo '{"gmem_rw_latency/access,hva,isolated":1000}' >new/floors.json
	cp new/floors.json base/
	gate
	[ "$status" -eq 1 ]
	said regressed 'access hva read len=4096'
	gate
	name=$(perl -MJSON::PP -0777 -ne 'print decode_json($_)->{cases}[11]{case}' new/gate/verdict.json)
	echo "{\"cases\":{\"$name\":1000}}" >new/floors.json
	gate
	[ "$status" -eq 1 ]
	cp new/floors.json base/
	gate
	[ "$status" -eq 0 ]
	said "1 can't be judged at 10%"
	grep -q "^ok 12 .*# SKIP .*can't be judged at 10%: it moves by +1500.00% without reason" new/gate/gate.ktap
	edit new/results.jsonl '$_ *= 2 for $. == 12 ? @{$r->{values}} : ()'
	gate
	[ "$status" -eq 1 ]
}

@test "a cost that one call in a hundred pays is found, that of a tick is not" {
	edit new/results.jsonl '$r->{values}[$_] += 20000 for $. == 12 ? 0 .. 1 : ()'
	gate
	[ "$status" -eq 0 ]
	edit new/results.jsonl '$r->{values}[$_] = 1e9 for $. == 12 ? 0 .. 9 : ()'
	gate
	[ "$status" -eq 1 ]
	said 'access strategy=hva' 'op=read len=4096' 'mean of all calls: 721 -> 1000'
	cp base/results.jsonl new/
	edit new/results.jsonl '$_ *= 4 for $. == 12 ? @{$r->{values}}[0 .. 9] : ()'
	gate
	[ "$status" -eq 1 ]
}

@test "an invalidation less than the strategy must do is a failure that names it" {
	for dir in base new; do
		edit $dir/results.jsonl 'if ($. == 12) { $r->{metric} = "local_invalidations";
			$r->{unit} = "events"; $r->{instrumented} = JSON::PP::true; $r->{values} = [1] }'
	done
	edit new/results.jsonl 'if ($. == 12) { delete $r->{values}; $r->{seen} = 0;
		$r->{na} = "expected events: 0 local invalidations, not 100" }'
	gate
	[ "$status" -eq 1 ]
	said regressed 'local_invalidations hva read len=4096' -1
	said 'n/a: expected events: 0 local invalidations, not 100'
}

@test "sampled: a stored baseline judges only what is forced to be, and that is stamped" {
	sampled base 10 3 'spread(2)'
	sampled new 10 3 'my $x = spread(2); $metric == 1 ? $x * 1.1 : $x'
	gate
	[ "$status" -eq 2 ]
	said "3 can't judge"
	said 'the baseline is a stored one; FORCE=1'
	gate FORCE=1
	[ "$status" -eq 1 ]
	said 'FORCED: sampled figures are judged against a stored baseline'
	said regressed 'access noflush read len=1'
	said '1 regressed' '2 passed'
	grep -q '"forced": true' new/gate/verdict.json
	sampled new 10 3 'spread(2) * 0.9'
	gate FORCE=1
	[ "$status" -eq 0 ]
}

@test "sampled: below the default of 2% passes, however sure" {
	sampled base 8 2 'spread(0.5)'
	sampled new 8 2 'spread(0.5) * 1.012'
	gate FORCE=1
	[ "$status" -eq 0 ]
	echo 'gmem_rw_latency/access relative=0.5%' >strict
	gate FORCE=1 TOLERANCES="$PWD/strict"
	[ "$status" -eq 1 ]
}

@test "sampled: of 300 metrics that all doubled in 11 boots none passes" {
	sampled base 11 300 'spread(3)'
	sampled new 11 300 '2 * spread(3)'
	gate FORCE=1
	[ "$status" -eq 1 ]
	said '300 regressed' '0 passed'
}

@test "sampled: a drain that few calls pay is judged by the mean" {
	sampled base 8 1 'my $x = spread(2); map { $_ % 3 ? $x : $x + 5000 } 0 .. 59'
	sampled new 8 1 'my $x = spread(2);  map { $_ % 3 ? $x : $x + 500000 } 0 .. 59'
	gate FORCE=1
	[ "$status" -eq 1 ]
}

@test "sampled: one odd boot in the baseline hides no rise, and six slow boots pass nowhere" {
	sampled base 10 1 '$boot == 5 ? 1e9 : spread(2)'
	sampled new 10 1 'spread(2) * 3'
	gate FORCE=1
	[ "$status" -eq 1 ]
	sampled base 10 1 'spread(2)'
	sampled new 10 1 '$boot % 2 || $boot == 4 ? 1e9 : spread(2)'
	gate FORCE=1
	[ "$status" -ne 0 ]
}

@test "sampled: too few boots, and boots that spread too far, can't judge and say what would do" {
	sampled base 4 1 'spread(2)'
	sampled new 4 1 'spread(2) * 1.5'
	gate FORCE=1
	[ "$status" -eq 2 ]
	said '4 and 4 boots see no rise, however large' 'it takes 5 each at least'
	sampled base 6 1 'spread(12)'
	sampled new 6 1 ' spread(12)'
	gate FORCE=1
	[ "$status" -eq 2 ]
	said 'these boots see +' 'not the 20% that they must' 'boots each would do'
}

@test "sampled: where boots drift nothing is judged" {
	sampled base 10 5 'spread(0.3) * (1 + $boot / 100)'
	sampled new 10 5 'spread(0.3) * (1.1 + $boot / 100)'
	gate FORCE=1
	[ "$status" -eq 2 ]
	said 'the machine drifts: boots resemble those before them (r = 0.'
}

@test "sampled: what a time stamp costs is no metric" {
	sampled base 8 2 'spread(2)'
	sampled new 8 2 '$metric == 1 ? spread(2) * 2 : spread(2)'
	for dir in base new; do
		edit $dir/results.jsonl '$r->{metric} = "timer_overhead" if $r->{dimensions}{len} == 1'
	done
	gate FORCE=1
	[ "$status" -eq 0 ]
	said '1 passed, 1 not gated'
	grep -q '# SKIP .*the price of a time stamp is part of no figure' new/gate/gate.ktap
}
