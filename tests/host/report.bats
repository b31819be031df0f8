#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for perl; variables of helper.bash
# The report of runs that are made up (made-run.pl), with every kind of record, and of
# such runs with something missing or wrong. Nothing is built but labstat.

load helper

setup_file() {
	local kind

	export CACHE=$BATS_FILE_TMPDIR/cache SETUP=no
	unset RUN
	"$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
	for kind in counted sampled; do
		mkdir "$BATS_FILE_TMPDIR/$kind"
		perl "$BATS_TEST_DIRNAME/made-run.pl" "$BATS_FILE_TMPDIR/$kind" "$kind"
		cp -r "$BATS_FILE_TMPDIR/$kind" "$BATS_FILE_TMPDIR/$kind.records"
		RUN=$BATS_FILE_TMPDIR/$kind \
			"$BATS_TEST_DIRNAME/../../scripts/judge.sh" report
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export SETUP=no
	counted=$BATS_FILE_TMPDIR/counted sampled=$BATS_FILE_TMPDIR/sampled
	cp -r "$counted.records" run
}

report() { # VARIABLE...
	run env RUN="$PWD/run" "$@" "$repo/scripts/judge.sh" report
	echo "$output"
}

# only_report: labstat alone, where no picture is looked at.
only_report() {
	run "$CACHE/tools/labstat" report run
	echo "$output"
	[ "$status" -eq 0 ]
}

# drop CODE: leaves out the records for which the code about $r, and %boot of a case, is
# true.
drop() {
	perl -MJSON::PP -i -ne "BEGIN { open my \$plan, '<', 'run/plan.jsonl'; <\$plan>;
			%boot = map { my \$case = decode_json(\$_); @\$case{qw(id replicate)} } <\$plan> }
		my \$r = decode_json(\$_); print unless $1" run/results.jsonl
}

# edit CODE: changes every record, $r.
edit() {
	perl -MJSON::PP -i -pe "my \$r = decode_json(\$_); $1;
		\$_ = JSON::PP->new->canonical->encode(\$r) . \"\\n\"" run/results.jsonl
}

# section FILE HEADING: the lines of one section of a report.md.
section() {
	awk -v heading="## $2" '/^## / { on = $0 == heading } on' "$1"
}

# in_section FILE HEADING TEXT...: has a line with each TEXT, each in its section.
in_section() {
	local text lines

	lines=$(section "$1" "$2")
	for text in "${@:3}"; do
		grep -qF -- "$text" <<<"$lines" || { echo "no '$text' in: $lines"; return 1; }
	done
}

# lacks FILE PATTERN: no line of it is like that.
lacks() { ! grep -qiE -- "$2" "$1"; }

# refused_with TEXT...: exit 3, and one line, which has each TEXT.
refused_with() {
	local text

	[ "$status" -eq 3 ]
	[ "$(grep -c '^\(error\|labstat\|plot.sh\): ' <<<"$output")" -eq 1 ]
	for text; do grep -qF -- "$text" <<<"$output" || return 1; done
	[[ $output != *report:\ * ]]
}

@test "In short: a few sentences, from the data, and the price of what is praised" {
	in_section "$counted/report.md" "In short" \
		'percpu_ptemap does one read of 8 bytes in 0.50x the instructions of noflush, interrupts no CPU, and left no stale translation on the CPU of the access.' \
		'On 16 CPUs sync_flush is the dearest, 26.1x direct, and each further CPU adds 1200 instructions.' \
		'For one read of 8 bytes, sync_flush costs more than vmap from 3 CPUs on.' \
		'Of what an access costs with sync_flush on 16 CPUs, 76% is the part "handlers"' \
		'But with percpu_ptemap population (prefault of 4096 bytes, path abi) costs 1.0x direct on 16 CPUs; after an access there stays readable: 8 pages on other CPUs, for up to 5000 insns; it declares at most 32 pages and no bound in time.' \
		'Without any bound on how many pages stay readable after an access: noflush (16 pages seen), vmap (12 pages seen).' \
		"For VMs that don't use it the series makes 2 of 4 calls dearer and 0 cheaper; the most is +4.62%, 130 to 136 insns (access: read of 8 bytes)."
	[ "$(section "$counted/report.md" "In short" | grep -c '^- ')" -eq 7 ]
	cp -r "$repo/results/published" old
	"$CACHE/tools/labstat" report old
	section old/report.md "In short" | grep -qE \
		'^- But with percpu_ptemap population [(]write of 4096 bytes[)] costs [0-9.]+x direct on 16 CPUs'
}

@test "In short names what is cheaper without the series, and no difference within a floor" {
	edit '$r->{values} = [map { $_ + 8 } @{$r->{values}}] if $r->{dimensions}{kernel} eq "stock"'
	only_report
	in_section run/report.md "In short" \
		"the series makes 0 of 4 calls dearer and 2 cheaper; the least is -1.45%, 138 to 136 insns (access: read of 8 bytes)."
	edit '$r->{values} = [map { $_ - 1 } @{$r->{values}}] if $r->{dimensions}{kernel} eq "stock"'
	only_report
	in_section run/report.md "In short" "the series makes 0 of 4 calls dearer and 0 cheaper."
}

@test "In short has each strategy in a small table, and that is all that is printed" {
	cp "$counted"/*.svg run/
	run "$CACHE/tools/labstat" report run
	echo "$output"
	[ "${#lines[@]}" -le 37 ]
	[ "$(grep -c '^- ' <<<"$output")" -eq "$(section run/report.md "In short" | grep -c '^- ')" ]
	grep -qE '^sync_flush +19614 \(26.08x\) +22900 \(6.19x\) +nothing seen *$' <<<"$output"
	in_section run/report.md "In short" \
		'| strategy | read of 8 bytes, 16 CPUs | populate: prefault of 4096 bytes, path abi, 16 CPUs | what stays readable |' \
		'| hva | 136 (0.18x) | n/a | everything, always |' \
		'| percpu_ptemap | 740 (0.97x) | 3700 (1.00x) | 8 pages on other CPUs, for up to 5000 insns |' \
		'| vmap | 3174 (4.22x) | 3860 (1.04x) | 12 pages on every CPU, read to the end |'
	rm -r run
	cp -r "$repo/results/published" run
	run "$CACHE/tools/labstat" report run
	echo "$output"
	[ "${#lines[@]}" -gt 10 ]
	[ "${#lines[@]}" -le 37 ]
}

@test "In short follows the data, and drops what has none" {
	edit '$r->{values} = [3, 3, 3] if $r->{metric} eq "cpus_interrupted"'
	drop '$r->{bench} eq "gmem_exposure" || $r->{metric} =~ /^part_/'
	only_report
	in_section run/report.md "In short" 'of noflush, interrupts 3 other CPUs.'
	lacks <(section run/report.md "In short") 'stays readable:'
	[ "$(section run/report.md "In short" | grep -c '^- ')" -eq 5 ]
}

@test "a run in which all is 0 has a report" {
	for run in "$counted" "$sampled"; do
		rm -r run
		cp -r "$run.records" run
		edit '$r->{values} = [map { 0 } @{$r->{values}}] if $r->{values}'
		report
		[ "$status" -eq 0 ]
		[ -s run/report.html ]
		[ -s run/accesses-1.svg ]
	done
}

@test "a run in a folder of any name has a report" {
	for name in "it's" '"a" b' 'x=y' '-dash' 'a,b|c&d' '$HOME' 'ümlaut' '`x`'; do
		cp -r "$counted.records" "./$name"
		run env RUN="$PWD/$name" "$repo/scripts/judge.sh" report
		echo "$name: $output"
		[ "$status" -eq 0 ]
		[ -s "./$name/report.html" ]
		[ -s "./$name/accesses-1.svg" ]
	done
}

@test "what was run: back end, kernels, seeds, commit, boots" {
	echo 0123abc >run/commit
	only_report
	in_section run/report.md "What was run, and where" \
		'- back end: tcg-counted, instructions' '- kernel: 6.12.1' '- seeds: [1]' \
		'- kernels: 3 (all, direct, events)' '- boots a case: 1' '- commit: 0123abc'
	in_section "$sampled/report.md" "What was run, and where" '- boots a case: 1 to 5' \
		'- commit: n/a'
}

@test "strategies stand worst first, with unit, kind and ratio" {
	in_section "$counted/report.md" "Strategies, worst first" \
		'| sync_flush | 26.08x | 19614 | insns | exact | - | 16 | all |' \
		'| noflush | 1.93x | 1480 | insns | exact | - | 16 | pure |'
	[ "$(sed -n '/^## Strat/,/^!/s/^| \([a-z_]*\) | .* exact .*/\1/p' "$counted/report.md" |
		paste -sd' ')" = "sync_flush vmap batched_flush noflush direct percpu_ptemap hva" ]
}

@test "the interval of an exact figure is its own lowest and highest; of one boot it has none" {
	in_section "$counted/report.md" "Strategies, worst first" 'no intervals of exact figures: this run has one boot of each case'
	for n in 1 2; do
		perl -MJSON::PP -ne 'BEGIN { $n = shift } my $r = decode_json($_);
			next if $r->{instrumented} || !$r->{values} || $r->{metric} ne "access";
			$r->{boot} = $n + 0;
			$r->{control} = "layout" if $n == 2;
			$_ += (0, 37, -5)[$n] for $r->{dimensions}{strategy} eq "noflush" ? @{$r->{values}} : ();
			print JSON::PP->new->canonical->encode($r), "\n"' $n run/results.jsonl >>run/layout.jsonl
	done
	planned run
	only_report
	in_section run/report.md "Strategies, worst first" \
		'| noflush | 1.93x | 1480 | insns | exact | 1475 to 1517 | 16 | pure |' \
		'| vmap | 4.22x | 3174 | insns | exact | 3174 to 3174 | 16 | all |'
	lacks run/report.md 'no intervals of exact figures|±'
}

@test "sampled figures have an interval over boots; of one boot they have none" {
	section "$sampled/report.md" "Strategies, worst first" |
		grep -qE '^\| noflush \| [0-9.]+x \| [0-9.]+ \| ns \| sampled \| [0-9.]+ to [0-9.]+ \|'
	cp "$sampled.records"/* run/
	rm run/floors.json
	drop '$boot{$r->{case}} > 1'
	only_report
	section run/report.md "Strategies, worst first" |
		grep -qE '^\| noflush \| [0-9.]+x \| [0-9.]+ \| ns \| sampled \| - \|'
}

@test "what was instrumented reaches no comparison and no fit" {
	edit 'if ($r->{metric} eq "access" && $r->{dimensions}{kernel} eq "all") {
		$r->{values} = [777777]; $r->{instrumented} = JSON::PP::true }'
	only_report
	lacks <(sed '/^## All cases/,/^## /d' run/report.md) 777777
	in_section run/report.md "All cases" 777777
	edit 'delete $r->{instrumented} if $r->{values} && $r->{values}[0] == 777777'
	only_report
	grep -q 777777 <(sed '/^## All cases/,/^## /d' run/report.md)
}

@test "several vCPUs stand beside one that is alone; equal ones were not contended" {
	in_section "$counted/report.md" "Several vCPUs at work" \
		'| direct | read of 8 bytes, 2 vcpus, contention page | 16 | 926 | 752 | +23% | all |'
	edit 'if ($r->{metric} eq "access_all_vcpus" && $r->{dimensions}{strategy} eq "direct") {
		$r->{values} = [$r->{dimensions}{vcpus} == 2 ? 766 : 769] }'
	only_report
	in_section run/report.md "Several vCPUs at work" \
		'2 vcpus, contention page | 16 | 766 | 752 | not contended here | all |' \
		'4 vcpus, contention page | 16 | 769 | 752 | +2% | all |'
	drop '$r->{metric} eq "access" && $r->{dimensions}{strategy} eq "direct"'
	only_report
	in_section run/report.md "Several vCPUs at work" \
		'| direct | read of 8 bytes, 2 vcpus, contention page | 16 | 766 | n/a | n/a | all |' \
		'4 of the 24 have no figure alone'
}

@test "the work of a cycle stands beside activation and deactivation alone" {
	perl -MJSON::PP -e 'my %where = (strategy => "vmap", path => "isolated", op => "cycle", len => 64,
			cpus => 4, vcpus => 1, contention => "none", kernel => "all", backend => "tcg-counted");
		my %costs = (activate => 300, deactivate => 100);
		my %record = (schema => 1, bench => "gpc_churn", unit => "insns", kind => "exact");
		my $json = JSON::PP->new->canonical;
		print $json->encode({ %record, metric => $_, values => [$costs{$_}], dimensions => \%where }), "\n"
			for keys %costs;
		@where{"vcpus", "contention"} = (2, "same");
		print $json->encode({ %record, metric => "cycle_all_vcpus", values => [500], dimensions => \%where }),
			"\n"' >>run/results.jsonl
	planned run
	only_report
	in_section run/report.md "Several vCPUs at work" \
		'| vmap | cycle of 64 bytes, 2 vcpus, contention same | 4 | 500 | 400 | +25% | all |'
}

# first_of_cases DIR: of its records one of each case, whatever boots it has.
first_of_cases() {
	perl -MJSON::PP -ne 'BEGIN { $json = JSON::PP->new->canonical } my $r = decode_json($_);
		print if !$seen{$json->encode([@$r{qw(bench metric dimensions)}])}++' "$1/results.jsonl"
}

@test "all cases are there, by benchmark, and counted where they are shown" {
	local cases na stamps

	rm -r run
	cp -r "$repo/results/published" run
	first_of_cases run >cases
	only_report
	read -r cases stamps na < <(perl -MJSON::PP -ne 'my $r = decode_json($_);
		$n++; $r->{values} ? $r->{metric} eq "timer_overhead" && $stamps++ : $na++;
		END { print "$n $stamps $na\n" }' cases)
	in_section run/report.md "All cases" \
		"all $cases cases of the run, of several boots the mean, or of what is sampled the median: $((cases - stamps - na)) figures, $stamps prices of time stamps, and $na that are n/a."
	for bench in gmem_rw_latency gpc_churn gmem_populate gmem_exposure gmem_hot_paths; do
		grep -qx "### $bench" <<<"$(section run/report.md "All cases")"
	done
	# As many cells of each metric as there are figures.
	perl -MJSON::PP -e 'open my $records, "<", "cases" or die;
		while (<$records>) { my $r = decode_json($_);
			$want{"$r->{bench}: $r->{metric}, path $r->{dimensions}{path}"}++ if $r->{values} &&
				$r->{metric} ne "timer_overhead" }
		open my $page, "<", "run/report.md" or die;
		while (<$page>) {
			if (/^#+ (.*)/) { $name = $1; $first = 0 }
			elsif (/^\|/ && $want{$name}) { my @cells = split / \| /;
				if (!$first) { ($first) = grep { $cells[$_] =~ /^(hva|direct)/ } 0 .. $#cells }
				elsif (!/^\|---/) { $have{$name} += grep { !m{^n/a} } @cells[$first .. $#cells] } } }
		for (keys %want) { die "$_: $want{$_}, but $have{$_}\n" if $want{$_} != $have{$_} }
		die if keys %want < 40'
}

# ways_out DIR <CASES: of the cases of a run, how many are in figures.csv, and how many are
# named as n/a; and how many of several vCPUs there are, and stand in their section.
ways_out() {
	perl -MJSON::PP -e 'my ($dir) = @ARGV; my (%lines, %found, %nr);
		while (<STDIN>) {
			my $r = decode_json($_);
			$nr{cases}++;
			$lines{$r->{metric}}++ if $r->{values};
			$nr{vcpus}++ if $r->{values} && !$r->{instrumented} &&
				$r->{metric} =~ /_all_vcpus$/ && $r->{dimensions}{contention} ne "none" }
		open my $csv, "<", "$dir/figures.csv" or die;
		my %column; @column{split /,/, <$csv>} = 0 .. 99;
		while (<$csv>) { $found{(split /,/)[$column{metric}]}++; $nr{csv}++ }
		for my $metric (keys %lines) {
			die "$metric: $lines{$metric} records, $found{$metric} lines\n"
				if $found{$metric} != $lines{$metric} }
		open my $page, "<", "$dir/report.md" or die;
		while (<$page>) {
			$section = $1 if /^## (.*)/;
			$nr{na} += $1 if $section eq "n/a, and why" && /: (\d+) cases of /;
			$nr{shown}++ if $section eq "Several vCPUs at work" && /^\|.* vcpus, contention/ &&
				/\| (pure|all|stock) \|$/ }
		print join(" ", map { $_ // 0 } @nr{qw(cases csv na vcpus shown)}), "\n"' "$1"
}

@test "each case of a run comes out again, or is named as left out" {
	rm -r run
	cp -r "$repo/results/published" run
	report
	[ "$status" -eq 0 ]
	first_of_cases run >records
	read -r cases csv na vcpus shown < <(ways_out run <records)
	[ "$cases" -eq "$(wc -l <records)" ]
	[ "$cases" -gt 7000 ]
	[ "$((csv + na))" -eq "$cases" ]
	[ "$vcpus" -gt 100 ]
	[ "$shown" -eq "$vcpus" ]
	# A line less is seen.
	sed -i '$d' run/figures.csv
	run ways_out run <records
	[ "$status" -ne 0 ]
}

@test "paths taken only if another vCPU is in the way stand beside the usual one" {
	in_section "$counted/report.md" "Several vCPUs at work" \
		'| direct | read of 8 bytes, 2 vcpus, contention folio_lock | 2 | 3131 | 895 | +250% | 1 | insns |' \
		'| batched_flush | read of 8 bytes, 2 vcpus, contention queued_flush | 2 | 3131 |'
	in_section "$sampled/report.md" "Several vCPUs at work" \
		'| direct | read of 8 bytes, 2 vcpus, contention folio_lock | 2 | 3131 | 895 | +250% | 1 | ns |'
	edit 'if ($r->{metric} eq "contended" && $r->{dimensions}{strategy} eq "direct") {
		$r->{values} = [896] }'
	only_report
	in_section run/report.md "Several vCPUs at work" \
		'| direct | read of 8 bytes, 2 vcpus, contention folio_lock | 2 | 896 | 895 | not contended here |'
	edit 'if ($r->{metric} eq "contended") { delete $r->{values}; $r->{na} = "3 of 3 calls did not wait" }'
	only_report
	in_section run/report.md "Several vCPUs at work" 'in the way: 3 of 3 calls did not wait'
	lacks run/report.md '[|] 3131 [|] 895 [|]'
}

@test "an access is taken apart: parts, sum, total, residue, locks" {
	in_section "$counted/report.md" "One access taken apart" \
		'| sync_flush | read of 8 bytes | 16 | 200 | 300 | 100 | 310 | 500 | 15000 | 90 | 16500 | 19614 | 3114 | 20 | all |' \
		'| sync_flush | read of 8 bytes | 16 | 170 | 250 |' \
		'| vmap | read of 8 bytes | 16 | 170 | n/a |'
	# direct was measured in that kernel only with 8 bytes.
	in_section "$counted/report.md" "One access taken apart" \
		'| direct | read of 4096 bytes | 4 | 200 | 30 | 1633 | 40 | 0 | 0 | 90 | 1993 | 2299 | 306 | 20 | pure |'
}

@test "a part that was not measured is n/a, not 0" {
	drop '$r->{metric} eq "part_flush" && $r->{dimensions}{strategy} eq "vmap"'
	only_report
	in_section run/report.md "One access taken apart" \
		'| vmap | read of 8 bytes | 16 | 200 | 30 | 100 | 40 | n/a | 0 | 90 | 460 |' \
		'| direct | read of 8 bytes | 16 | 200 | 30 | 100 | 40 | 0 | 0 | 90 | 460 |'
}

@test "events per operation, and the bystander's bill" {
	in_section "$counted/report.md" "Events per operation" '| sync_flush | 1 | 15 | 0 | 2 |'
	in_section "$counted/report.md" "What bystanders pay" \
		'sync_flush: each read of 8 bytes costs every other running vCPU 900 instructions and 1 exits' \
		'direct, noflush, batched_flush, percpu_ptemap, vmap: a read of 8 bytes costs every other running vCPU nothing'
	in_section "$sampled/report.md" "What bystanders pay" 'sync_flush: each read of 8 bytes costs every other running vCPU 900 nanoseconds and 1 exits'
}

@test "the bystander's bill is that of most vCPUs" {
	grep -E '"bystander_(exits|insns)' run/results.jsonl >few
	for vcpus in 2 4 3; do
		sed "s/\"vcpus\":\"*1\"*/\"vcpus\":$vcpus/; s/\[900\]/[90$vcpus]/" few >>run/results.jsonl
	done
	only_report
	in_section run/report.md "What bystanders pay" \
		'sync_flush: each read of 8 bytes, 4 vcpus costs every other running vCPU 904 instructions and 1 exits'
}

@test "loops that bystanders lose and their longest gaps, or why they are n/a" {
	in_section "$sampled/report.md" "What bystanders pay" \
		'| sync_flush | 25.5 | 2300 | 300 | ns |' '| noflush | 0 | 300 | 300 | ns |'
	in_section "$counted/report.md" "What bystanders pay" \
		'n/a: loops that a bystander loses, and for how long it does not run: vCPUs take turns'
	lacks "$counted/report.md" 'loops lost'
}

@test "counts that are not believed are n/a in the table, not gone from it" {
	edit 'if ($r->{unit} eq "events" && $r->{dimensions}{strategy} eq "vmap") {
		delete $r->{values}; $r->{na} = "witness: 3, not 4" }'
	only_report
	in_section run/report.md "Events per operation" '| vmap | n/a | n/a | n/a | n/a |' \
		'| sync_flush | 1 | 15 | 0 | 2 |'
	in_section run/report.md "n/a, and why" 'witness: 3, not 4: '
}

@test "events of the CPU: counted ones are shown, the others say why not" {
	in_section "$counted/report.md" "Events of the CPU and the kernel" \
		'| page_faults | host | vmap | pure | 2 | read of 8 bytes | 4 | observed |'
	drop '$r->{metric} eq "hw_event" && $r->{values}'
	only_report
	in_section run/report.md "n/a, and why" \
		'Events of the CPU and the kernel: this run has no such events: no PMU in this machine.'
}

@test "fits have the coefficients that the costs were made with" {
	in_section "$counted/report.md" "Cost against CPUs" \
		'| access: read of 8 bytes | sync_flush | all | 2 to 16 CPUs | 414 | 1200 | - | 0 | insns | 3 | decent |' \
		'| access: read of 8 bytes | batched_flush | pure | 2 to 16 CPUs | 1500 | 18 | - | 0 | insns | 3 | decent |' \
		'| populate: prefault, path abi | sync_flush | all | 2 to 16 CPUs | 3000 | 1200 | 700 | 0 | insns | 9 | decent |' \
		'- access: read of 8 bytes: from 3 CPUs on sync_flush costs more than vmap'
}

@test "a crossover goes where the lines go" {
	edit '$r->{values} = [map { $_ + 60000 } @{$r->{values}}]
		if $r->{metric} eq "access" && $r->{dimensions}{strategy} eq "vmap"'
	only_report
	in_section run/report.md "Cost against CPUs" \
		'from 53 CPUs on sync_flush costs more than vmap (extrapolated'
	lacks run/report.md 'from 3 CPUs on sync_flush'
}

@test "the frontier: declared and seen, and what is above its declaration" {
	in_section "$counted/report.md" "Cost against exposure" \
		'| noflush | read | 1480 | on every CPU | no bound | no bound | 16 | 8 | 48 | read to the end | n/a | yes |' \
		'| percpu_ptemap | read | 740 | on other CPUs | 32 | no bound | 8 | 0 | 24 | 5000 insns | n/a | yes |' \
		'| batched_flush | read | 1788 | on every CPU | 64 | 1000 | 16 | 4 | 48 | 5000 insns | 4000 insns | yes |' \
		'| sync_flush | read | 19614 | nowhere | 0 | 0 | 0 | 0 | 0 | n/a | n/a | yes |'
	lacks "$counted/report.md" 'more than declared'
	edit '$r->{values} = [0, 1] if $r->{metric} eq "stale_here" &&
		$r->{dimensions}{strategy} eq "percpu_ptemap"'
	only_report
	[ "$(grep -c '^| percpu_ptemap .*NO: more than declared' run/report.md)" -eq 3 ]
	[ "$(grep -c 'NO: more than declared' run/report.md)" -eq 3 ]
}

@test "distributions are of all samples, up to the highest" {
	grep -q 'alt="Distribution' "$sampled/report.html"
	in_section "$counted/report.md" "n/a, and why" 'Distributions: this run has no sampled figures'
	# The last step of a line is the highest sample of all boots.
	perl -MJSON::PP -e 'my ($most, $last) = (0);
		while (<>) {
			if (/^\{/) { my $r = decode_json($_); my $d = $r->{dimensions};
				next if $r->{metric} ne "access" || $d->{strategy} ne "noflush" || $d->{cpus} != 16
					|| $d->{op} ne "read" || $d->{len} != 8 || $d->{kernel} ne "pure";
				for (@{$r->{values}}) { $most = $_ if $_ > $most } }
			elsif (/^1\tline\t\d+\tnoflush\t([\d.]+)\t([\d.]+)/) { $last = [$1, $2] } }
		$last->[0] == $most && $last->[1] == 1 or die "$most, @$last\n"' \
		"$sampled/results.jsonl" "$sampled/distributions.tsv"
}

# second_boot CODE: a boot more, in which the code has changed $r.
second_boot() {
	perl -MJSON::PP -ne "my \$r = decode_json(\$_); print JSON::PP->new->canonical->encode(\$r), \"\n\"
		if \$r->{boot} = 1; \$r->{boot} = 2; $1;
		print JSON::PP->new->canonical->encode(\$r), \"\n\"" run/results.jsonl >both
	mv both run/results.jsonl
	planned run
}

@test "boots with one seed repeat every exact figure, or that one is not called exact" {
	second_boot ''
	only_report
	nr=$(perl -MJSON::PP -ne 'my $r = decode_json($_); $n{$r->{kind} eq "exact"}++ if $r->{values};
		END { print $n{1} / 2 }' run/results.jsonl)
	in_section run/report.md "How exact figures repeat" \
		"- 2 boots with one seed: $nr of $nr exact cases have the same values, call by call, in all of them"
	lacks run/report.md 'not exact'
	cp "$counted.records/results.jsonl" run/
	second_boot '$r->{values}[1] += 1 if $r->{metric} eq "access" && $r->{dimensions}{cpus} == 16 &&
		$r->{dimensions}{strategy} eq "noflush" && $r->{dimensions}{op} eq "read" &&
		$r->{dimensions}{len} == 8 && $r->{dimensions}{kernel} eq "pure"'
	only_report
	in_section run/report.md "How exact figures repeat" \
		"- 2 boots with one seed: $((nr - 1)) of $nr exact cases have" \
		'- not exact, it differs between boots: gmem_rw_latency/access strategy=noflush path=isolated op=read len=8'
	in_section run/report.md "Strategies, worst first" '| noflush | 1.93x | 1480 | insns | not exact |'
	lacks run/report.md '\| noflush \| 1.93x \| 1480 \| insns \| exact .* 16 \| pure'
	[ "$(grep -c '(not exact: some differ between boots)' run/report.md)" -eq 1 ]
}

@test "what seeds move, and by how much, stands in the same place" {
	only_report
	in_section run/report.md "How exact figures repeat" \
		'- the figures are of one boot with each seed' \
		'- Other seeds: n/a, the run has one (SEEDS=1,2,3)'
	# Two seeds more, then a layout, which is none.
	for n in 1 2 3; do
		perl -MJSON::PP -ne 'BEGIN { $n = shift } my $r = decode_json($_);
			next if $r->{instrumented} || !$r->{values} || $r->{unit} ne "insns";
			$r->{boot} = $n + 0;
			$r->{control} = "layout" if $n == 3;
			$_ += (0, 0, 37, 900)[$n] for $r->{metric} eq "access" &&
				$r->{dimensions}{strategy} eq "noflush" ? @{$r->{values}} : ();
			print JSON::PP->new->canonical->encode($r), "\n"' $n run/results.jsonl >>run/layout.jsonl
	done
	planned run
	only_report
	in_section run/report.md "How exact figures repeat" '- 3 seeds (1, 2, 3), prices: ' \
		'the widest spread is 2.5%' '| gmem_rw_latency/access,noflush,isolated | 24 | 0 | 2.5% |' \
		'No seed moves any case of 27 others.'
	in_section "$sampled/report.md" "How exact figures repeat" '- the figures are of one boot with each seed'
}

@test "what the series costs others, and what the switch costs, stand side by side" {
	in_section "$counted/report.md" "What the series costs VMs that don't use it" \
		'| strategy | case | CPUs | stock | patched | difference | relative | floor | unit |' \
		'| hva | access: read of 8 bytes | 2 | 130 | 136 | +6 | +4.62% | 1% | insns |' \
		'| hva | access: write of 4096 bytes | 2 | 1663 | 1669 | +6 | none (+0.36%) | 1% | insns |' \
		'- Events: n/a, no case of this run counts'
	in_section "$counted/report.md" "The price of the switch" \
		'| noflush | access: read of 8 bytes | 16 | 1480 | 1494 | +14 | none (+0.95%) | 1% | insns |' \
		'| percpu_ptemap | access: write of 4096 bytes | 4 | 2273 | 2287 | +14 | none (+0.62%) | 1% | insns |'
	# In both kernels, of who has both; the rest is in neither table.
	[ "$(section "$counted/report.md" "What the series costs VMs that don't use it" |
		grep -c '^| hva ')" -eq 4 ]
	lacks <(section "$counted/report.md" "The price of the switch") 'sync_flush|vmap|hva'
	edit 'if ($r->{metric} eq "pte_writes" && $r->{dimensions}{strategy} eq "direct") {
		$r->{dimensions}{strategy} = "hva" }'
	drop '$r->{dimensions}{kernel} eq "all"'
	only_report
	in_section run/report.md "What the series costs VMs that don't use it" \
		'events with an ordinary memslot'
	in_section run/report.md "n/a, and why" 'The price of the switch: this run has no case'
	drop '$r->{dimensions}{kernel} eq "stock"'
	only_report
	in_section run/report.md "n/a, and why" \
		"What the series costs VMs that don't use it: this run has no case"
}

@test "n/a is listed with its reason" {
	in_section "$counted/report.md" "n/a, and why" \
		'- no PMU in this machine: 1 cases of gmem_rw_latency: hw_event (noflush)'
	drop '$r->{na}'
	only_report
	in_section run/report.md "n/a, and why" 'Each planned case has its records, and none is n/a'
}

@test "a case that was planned and has no record is named" {
	drop '$r->{bench} eq "gmem_exposure" && $r->{dimensions}{strategy} eq "vmap"'
	only_report
	in_section run/report.md "n/a, and why" 'planned, but without a record: ' \
		'(boot-all-4.1: gmem_exposure -s vmap)'
	[ "$(grep -c 'planned, but without' run/report.md)" -eq 1 ]
}

@test "more of anything than any list was ever made for: nothing is refused or dropped" {
	# 40 reasons, 40 strategies, 40 dimensions, 40 metrics of one operation.
	perl -MJSON::PP -e 'my %where = (path => "isolated", op => "read", len => 8, cpus => 2,
			vcpus => 1, contention => "none", kernel => "all", backend => "tcg-counted");
		my @counts = qw(pte_writes full_flushes range_flushes range_pages local_full_flushes
			local_invalidations broadcasts cpus_interrupted);
		for my $n (10 .. 49) { for my $metric ("access", @counts) {
			my %r = (schema => 1, bench => "gmem_rw_latency", metric => $metric,
				unit => "insns", kind => "exact", values => [1000 + $n],
				dimensions => { %where, strategy => "strategy_$n", "dimension_$n" => $n });
			if ($metric ne "access") {
				@r{"unit", "instrumented"} = ("events", JSON::PP::true);
				$r{dimensions}{kernel} = "events";
				delete $r{values};
				$r{na} = "witness $metric: $n" }
			print JSON::PP->new->canonical->encode(\%r), "\n" } }' >>run/results.jsonl
	planned run
	report
	[ "$status" -eq 0 ]
	for n in {10..49}; do
		grep -q "witness broadcasts: $n: 1 cases" run/report.md
		grep -q "^gmem_rw_latency,access,price,.*,strategy_$n,.*,10$n," run/figures.csv
		head -n 1 run/figures.csv | grep -q ",dimension_$n,"
	done
}

@test "however long a list of what is n/a is, nothing is cut off" {
	edit 'if ($r->{metric} eq "access") { $r->{dimensions}{strategy} =
		"a_name_of_more_than_sixty_letters_so_that_a_dozen_of_them_is_long_" .
		(qw(a b c d e f g h i j k l))[$. % 12];
		delete $r->{values}; $r->{na} = "too slow"; $r->{dimensions}{number} = $. }'
	names=$(printf '"a-kernel-of-a-long-name-%d" : "abc", ' {10..40})
	sed -i "s/\"all\" : \"abc\"/$names &/" run/fingerprint.json
	only_report
	for file in run/report.md run/report.html; do
		grep 'too slow: .* cases of gmem_rw_latency: access (' "$file" >line
		[ "$(grep -o '_that_a_dozen_of_them_is_long_[a-l]\b' line | sort -u | wc -l)" -eq 12 ]
		grep -qE '_long_[a-l]\)(</li>)?$' line
		grep 'kernels: 34 (' "$file" | grep -q 'a-kernel-of-a-long-name-40, .*)'
	done
}

@test "a run without some records has no section for them, says why, and draws no empty picture" {
	drop '$r->{bench} eq "gmem_exposure" || $r->{instrumented} ||
		$r->{metric} =~ /^bystander/ || $r->{dimensions}{cpus} != 2 || $r->{bench} eq "gmem_populate"'
	touch run/frontier-1.svg run/growth-1.svg run/growth-1-dark.svg
	report
	[ "$status" -eq 0 ]
	in_section run/report.md "n/a, and why" 'One access taken apart: this run has no parts' \
		'Events per operation: this run has no counts of events' \
		"What bystanders pay: this run has no bystanders" \
		"What bystanders pay: loops that a bystander loses" \
		'Cost against CPUs: this run has no case at two' \
		'Cost against exposure: this run has no records'
	lacks run/report.md '^## (One access|Events|The bystander|Cost against)'
	# What stays is not empty.
	perl -0ne 'die "empty: $1\n" if /^(##+ .*)\n\s*(?=^## |\z)/m' run/report.md
	[ "$(cd run && ls ./*.svg ./*.tsv)" = "$(printf './accesses-%s\n' 1-dark.svg 1.svg 2-dark.svg \
		2.svg 3-dark.svg 3.svg 4-dark.svg 4.svg; echo ./accesses.tsv)" ]
	[ "$(grep -o '<img' run/report.html | wc -l)" -eq 8 ]
}

@test "the reason that a record gives is the one that is told" {
	edit 'if ($r->{metric} eq "stale_pages") { delete $r->{values}; $r->{na} = "no oracle here" }'
	drop '$r->{metric} =~ /^stale_(here|elsewhere|lifetime|overshoot)/'
	only_report
	in_section run/report.md "n/a, and why" 'Cost against exposure: ' 'no oracle here'
}

@test "every picture is drawn, for a light and a dark page, and a strategy looks the same in all" {
	local name

	for name in accesses decomposition growth frontier; do
		grep -q '</svg>' "$counted/$name-1.svg"
		grep -q '</svg>' "$counted/$name-1-dark.svg"
		grep -qF "]($name-1.svg)" "$counted/report.md"
	done
	[ ! -e "$counted/distributions-1.svg" ]
	grep -q '</svg>' "$sampled/distributions-1.svg"
	for name in accesses growth frontier; do
		grep -P '^\d+\t(line|large)\t\d+\tnoflush\t' "$counted/$name.tsv" | cut -f8,9 | sort -u
	done | sort -u >looks
	[ "$(wc -l <looks)" -eq 1 ]
	grep -q 'unsafe: no bound' "$counted/frontier-1.svg"
}

# faint SVG GROUND: colours of letters that have a contrast below 4.5 on the ground, 0 to 255.
faint() {
	perl -e 'my ($file, $ground) = @ARGV;
		sub channel { my $c = $_[0] / 255; $c <= 0.04045 ? $c / 12.92 : (($c + 0.055) / 1.055) ** 2.4 }
		sub light { 0.2126 * channel($_[0]) + 0.7152 * channel($_[1]) + 0.0722 * channel($_[2]) }
		open my $in, "<", $file or die;
		local $/;
		for (<$in> =~ /fill="rgb\(([\d, ]+)\)" font-family/g) {
			my @two = sort { $a <=> $b } light(split /,/), light(($ground) x 3);
			print "$_\n" if ($two[1] + 0.05) / ($two[0] + 0.05) < 4.5 }' "$@"
}

@test "letters of pictures can be read on a light page and on a dark one" {
	for name in accesses-1 growth-1 frontier-1; do
		[ -z "$(faint "$counted/$name.svg" 255)" ]
		[ -z "$(faint "$counted/$name-dark.svg" 22)" ]
	done
	[ -n "$(faint "$counted/accesses-1-dark.svg" 255)" ]
}

@test "pictures show the figures of the tables" {
	# Of the headline on the most CPUs, as a label, as a point and in the table.
	grep -qP '^1\tend\t\d+\tsync_flush  19614\t' "$counted/accesses.tsv"
	grep -qP '^1\tpoint\t\d+\tsync_flush\t16\t19614\t' "$counted/accesses.tsv"
	grep -q '>sync_flush  19614<' "$counted/accesses-1.svg"
	grep -q '>sync_flush  19614<' "$counted/frontier-1.svg"
	grep -q '>19614<' "$counted/decomposition-1.svg"
	grep -q '>sync_flush  +1200 a CPU<' "$counted/growth-1.svg"
}

@test "report.html needs no other file, and has what the Markdown has" {
	local html=$counted/report.html

	# Within a picture a part may name another one of it.
	lacks <(sed 's/url(%23//g' "$html") '<(script [^>]*|link|iframe)|https?:|@import|url\('
	[ "$(grep -c '<script>' "$html")" -eq 1 ]
	[ "$(grep -oE 'src(set)?="[^,]*,' "$html" | sort -u)" = 'src="data:image/svg+xml,' ]
	[ "$(grep -o '<img' "$html" | wc -l)" -eq "$(find "$counted" -name '*-[0-9]*.svg' | wc -l)" ]
	[ "$(grep -o '<img' "$html" | wc -l)" -ge 16 ]
	grep -q 'name="viewport"' "$html"
	grep -q 'prefers-color-scheme:dark' "$html"
	[ "$(grep -c '<h2 id=' "$html")" -eq "$(grep -c '^## ' "$counted/report.md")" ]
	[ "$(grep -c '</tr>' "$html")" -eq "$(($(grep -c '^|' "$counted/report.md") - \
		$(grep -c '^|---' "$counted/report.md")))" ]
	[ "$(grep -c '<details>' "$html")" -eq "$(grep -c '</details>' "$html")" ]
	# Each picture comes out of its URI as it was.
	perl -ne 'if (/alt="Cost of an access against[^"]*" src="[^,]*,([^"]*)"/) {
		my $svg = $1; $svg =~ s/%(..)/chr hex $1/ge; print $svg }' "$html" |
		cmp - "$counted/frontier-1.svg"
}

@test "report.html: contents lead to each section, tables name rows and columns, boxes take focus" {
	local html=$counted/report.html anchors

	anchors=$(grep -o '<h2 id="[^"]*' "$html" | cut -d'"' -f2)
	[ "$(sort <<<"$anchors" | uniq -d)" = '' ]
	[ "$(grep -o '<a href="#[^"]*' "$html" | cut -d'#' -f2)" = "$anchors" ]
	[ "$(grep -o '^- \[[^]]*\](#[^)]*)' "$counted/report.md" | sed 's/.*#//; s/)$//')" = "$anchors" ]
	[ "$(tail -n 1 <<<"$anchors")" = what-was-run-and-where ]
	[ "$(grep -c '^<caption>.' "$html")" -eq "$(grep -c '</table>' "$html")" ]
	[ "$(grep -c 'role="region" tabindex="0" aria-label="[^"]' "$html")" -eq "$(grep -c '</table>' "$html")" ]
	lacks <(tr -d '\n' <"$html") '<th>|<tr><td'
	grep -q '<main>' "$html"
	# No blank in a URI, and elements that are opened are closed.
	lacks "$html" 'src(set)?="data:[^"]* '
	for element in section main nav ul table tbody figure details summary p li; do
		[ "$(grep -oE "<${element}[ >]" "$html" | wc -l)" -eq "$(grep -o "</$element>" "$html" | wc -l)" ]
	done
}

browse() { # PAGE OPTION...
	chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=3000 --dump-dom "${@:2}" \
		"file://$PWD/$1" 2>/dev/null
}

# with_code HTML CODE: a page that runs the code at its end.
with_code() { sed '/<\/body>/,$d' "$1" && printf '<script>%s</script></body></html>\n' "$2"; }

# look HTML WIDTH light|dark: what is wrong with the page, laid out so. It is in a frame:
# no window is as narrow as a phone.
look() {
	local dark=false scheme=1

	[[ $3 == light ]] || dark=true scheme=0
	with_code "$1" "var wanted = { width: $2, dark: $dark }; $(cat "$BATS_TEST_DIRNAME/page.js")" |
		perl -0pe 's/&/&amp;/g; s/"/&quot;/g;
			s/^/<!DOCTYPE html><html style="color-scheme:light dark"><body><iframe style="border:0"/;
			s/iframe /iframe width="'"$2"'" height="900" /; s/border:0"/$& srcdoc="/; s/$/"><\/iframe>/' >frame.html
	browse frame.html --window-size=1400,1000 --blink-settings="preferredColorScheme=$scheme" |
		grep -o 'looked at: [^<]*'
}

@test "report.html is valid HTML" {
	command -v tidy >/dev/null || skip "no validator: install tidy"
	for run in "$counted" "$sampled"; do
		run tidy -quiet -errors "$run/report.html"
		echo "$output"
		[ -z "$output" ]
	done
	sed 's/<main>/<main><p><table>/' "$counted/report.html" >wrong.html
	[ -n "$(tidy -quiet -errors wrong.html 2>&1)" ]
}

@test "report.html fits a desk and a phone, light and dark, and all of it can be read" {
	command -v chromium >/dev/null || skip "no browser: install chromium"
	for width in 1280 390; do
		for scheme in light dark; do
			run look "$counted/report.html" "$width" "$scheme"
			echo "$width $scheme: $output"
			[ "$output" = 'looked at: nothing is wrong' ]
		done
	done
	# What is wrong is seen.
	sed 's/--fg: #1a1a1a/--fg: #999/' "$counted/report.html" >wrong.html
	[[ $(look wrong.html 390 light) == *'faint: '* ]]
	sed 's/<main>/&<p style="width:500px">wide/' "$counted/report.html" >wrong.html
	[[ $(look wrong.html 390 light) == *'the page is 5'* ]]
	sed 's/src="data:image.svg+xml,%3C/src="data:image\/svg+xml,/' "$counted/report.html" >wrong.html
	[[ $(look wrong.html 390 light) == *'not loaded: '* ]]
}

@test "report.html: what is typed filters all cases, and opens the folds with a row left" {
	command -v chromium >/dev/null || skip "no browser: install chromium"
	with_code "$counted/report.html" 'var f = document.querySelector("input");
		f.value = "noflush prefault 512"; f.dispatchEvent(new Event("input"));' >page.html
	browse page.html >typed.html
	perl -e 'local $/; $_ = <STDIN>; my ($all) = /id="all-cases"(.*?)<\/section>/s or die;
		my @rows = $all =~ /<tr(?: class="")?>\s*<th scope="row">(.*?)<\/tr>/gs;
		my @tables = grep { !/^[^>]*gone/ } split /<div class="wide/, $all;
		my $left = grep { /noflush/ && /prefault/ && /512/ } @rows;
		$left >= 1 or die "no row is left\n";
		$all =~ /<details open=""><summary>gmem_populate/ or die "the fold is closed\n";
		$all =~ /<details><summary>gmem_exposure/ or die "another one is open\n";
		$all =~ /<tr class="gone">/ or die "nothing is hidden\n"' <typed.html
}

@test "what a record says is text, never markup" {
	edit '$r->{na} = "<b>no & \"PMU\"</b>" if $r->{na}'
	only_report
	grep -qF '&lt;b&gt;no &amp; "PMU"&lt;/b&gt;' run/report.html
	lacks run/report.html '<b>'
}

@test "the same run has the same report, byte for byte" {
	report
	[ "$status" -eq 0 ]
	sed "s|$counted|RUN|" "$counted/report.md" | cmp - <(sed "s|$PWD/run|RUN|" run/report.md)
	cmp run/report.html "$counted/report.html"
}

@test "a run that is missing is named" {
	report RUN=
	refused_with 'name a stored run'
	report RUN=nowhere
	refused_with 'nowhere/results.jsonl is missing'
}

@test "results that are empty, cut, or no numbers are one clear line" {
	: >run/results.jsonl
	report
	refused_with results.jsonl 'empty: no records'
	cp "$counted/results.jsonl" run/
	truncate -s -20 run/results.jsonl
	report
	refused_with 'results.jsonl:' 'truncated'
	head -n 3 "$counted/results.jsonl" | sed '2s/"values":\[[^,]*/"values":[NaN/' >run/results.jsonl
	report
	refused_with 'results.jsonl:2: values: not JSON'
}

@test "a declaration that is none, a bad fingerprint and bad floors are named" {
	edit '$r->{declared}{pages} = "many" if $r->{declared}'
	report
	refused_with 'results.jsonl:' 'declared: pages: is not an integer'
	cp "$counted/results.jsonl" run/
	echo '{"gmem_rw_latency/access,noflush,isolated":-1}' >run/floors.json
	report
	refused_with 'floors.json: gmem_rw_latency/access,noflush,isolated: is no floor'
	rm run/floors.json run/fingerprint.json
	report
	refused_with 'fingerprint.json: No such file'
}

@test "what can't be written is named" {
	mkdir run/report.html
	report
	refused_with 'run/report.html: Is a directory'
	rmdir run/report.html
	rm run/growth.tsv
	mkdir run/growth.tsv
	report
	refused_with 'run/growth.tsv: Is a directory'
	rmdir run/growth.tsv
	report
	[ "$status" -eq 0 ]
}

@test "a report that can't be written whole leaves all files as they were" {
	local verb

	rm -r run
	cp -r "$counted" run
	for verb in report csv; do
		# No file may be larger than this: 4 KiB.
		run bash -c 'trap "" XFSZ; ulimit -f 4; exec "$@"' - "$CACHE/tools/labstat" $verb run
		echo "$output"
		[ "$status" -eq 3 ]
		[[ $output == *"run/"*": can't be written: File too large"* ]]
		diff -r "$counted" run
	done
}

@test "reports of one run that are made at once don't hurt each other, nor who reads the old one" {
	local pids=() pid

	rm -r run
	cp -r "$counted" run
	"$CACHE/tools/labstat" report run >/dev/null
	cp -r run before
	echo old >run/report.md
	exec 7<run/report.md
	for _ in {1..4}; do
		"$CACHE/tools/labstat" report run >/dev/null &
		pids+=($!)
		"$CACHE/tools/labstat" csv run &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	diff -r before run
	[ "$(cat <&7)" = old ]
}
