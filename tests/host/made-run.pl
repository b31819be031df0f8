#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: made-run.pl DIR counted|sampled
# Makes up a run that has every kind of record, for the tests of the report: costs are
# lines in the number of CPUs, so that what is to be found in them is known.
use strict;
use warnings;
use File::Basename;
use JSON::PP;

my ($dir, $kind) = @ARGV;
my $sampled = $kind eq 'sampled';
my $backend = $sampled ? 'kvm' : 'tcg-counted';
my $unit = $sampled ? 'ns' : 'insns';
my @cpus = (2, 4, 16);
my %kind_of = (insns => 'exact', events => 'exact', ns => 'sampled');

# cost = a + b * CPUs; a kernel of its own or only the one that switches; stale pages,
# as declared (none: no bound) and as seen.
my %strategies = (
	hva => { a => 136, b => 0, pure => 1 },
	direct => { a => 766, b => 0, pure => 1 },
	noflush => { a => 1480, b => 0, pure => 1, seen => 16, here => 8 },
	batched_flush => { a => 1500, b => 18, pure => 1, pages => 64, usecs => 1000,
		seen => 16, here => 4 },
	percpu_ptemap => { a => 740, b => 0, pure => 1, pages => 32, seen => 8, here => 0 },
	sync_flush => { a => 400, b => 1200, pages => 0, seen => 0, here => 0 },
	vmap => { a => 3000, b => 10, seen => 12, here => 12 });
my @names = qw(hva direct noflush batched_flush percpu_ptemap sync_flush vmap);
my $json = JSON::PP->new->canonical;
open my $out, '>', "$dir/results.jsonl" or die "$dir: $!\n";
my $state = 1;

# The same on every machine.
sub noise { $state = ($state * 1103515245 + 12345) % 2147483648; return $state / 2147483648 }

sub record {
	my ($bench, $metric, $its_unit, $values, $dimensions, %more) = @_;
	print $out $json->encode({ schema => 1, bench => $bench, metric => $metric,
		unit => $its_unit, kind => $kind_of{$its_unit} // 'observed',
		dimensions => { path => 'isolated', op => 'read', len => 8,
			placement => 'aligned', cpus => 2, vcpus => 1,
			contention => 'none', kernel => 'pure', backend => $backend,
			%$dimensions },
		ref $values ? (values => $values) : (na => $values), %more }), "\n";
}

# Three equal counts; or five boots of skewed samples.
sub cost {
	my ($bench, $metric, $value, $dimensions) = @_;
	return record($bench, $metric, $unit, [($value) x 3], $dimensions) if !$sampled;
	for my $boot (1 .. 5) {
		my $base = $value * (0.98 + 0.04 * noise());
		record($bench, $metric, $unit,
			[map { int($base * (1 + 0.2 * noise() ** 4)) } 1 .. 40],
			$dimensions, boot => $boot);
	}
}

sub kernels { $_[0]{pure} ? $_[1] =~ /hva|direct/ ? ('pure') : ('pure', 'all') : ('all') }

sub accesses {
	for my $name (@names) { for my $kernel (kernels($strategies{$name}, $name)) {
		for my $cpus (@cpus) { for my $op (qw(read write)) { for my $len (8, 4096) {
			my $s = $strategies{$name};
			my $value = $s->{a} + $s->{b} * $cpus + 0.375 * ($len - 8);
			cost('gmem_rw_latency', 'access', $value + 14 * ($kernel eq 'all'),
				{ strategy => $name, op => $op, len => $len, cpus => $cpus,
				  kernel => $kernel });
		} } }
	} }
	cost('gmem_rw_latency', 'access', 752, { strategy => 'direct', kernel => 'all',
		cpus => $_ }) for @cpus;
	for my $name (@names[1 .. 6]) { for my $vcpus (1, 2, 4, 8) {
		my $s = $strategies{$name};
		cost('gmem_rw_latency', 'access_all_vcpus', $s->{a} + 100 + 30 * $vcpus +
			$s->{b} * 16, { strategy => $name, kernel => 'all', cpus => 16,
			vcpus => $vcpus, contention => 'page' });
	} }
}

# What the series costs who doesn't use it: six more of each call, and none less.
sub stock {
	for my $op (qw(read write)) { for my $len (8, 4096) {
		my $dimensions = { strategy => 'hva', op => $op, len => $len, kernel => 'stock' };
		cost('gmem_rw_latency', 'access', 130 + 0.375 * ($len - 8), $dimensions);
	} }
}

# Of gmem_populate: a page of a call for so many is cheaper.
sub population {
	for my $name (@names[1 .. 6]) { for my $cpus (@cpus) { for my $pages (1, 32, 512) {
		my $s = $strategies{$name};
		cost('gmem_populate', 'populate', (3000 + $s->{b} * $cpus + 700 * $pages) / $pages,
			{ strategy => $name, kernel => 'all', path => 'abi', op => 'prefault',
			  cpus => $cpus, pages => $pages, len => 4096 * $pages });
	} } }
}

# What the kernel counts, and the parts between stamps: a pass of its own.
sub instrumented {
	for my $name (@names[1 .. 6]) { for my $len (8, 4096) { for my $cpus (@cpus) {
		my ($s, $sync) = ($strategies{$name}, $name eq 'sync_flush');
		my $zaps = $name =~ /flush/;
		my %events = (pte_writes => $name eq 'direct' ? 0 : 2,
			local_invalidations => $name eq 'percpu_ptemap' ? 1 : 0,
			broadcasts => $sync ? 1 : 0,
			cpus_interrupted => $sync ? $cpus - 1 : 0);
		my %parts = (find => 200, map => $zaps ? 300 : 30, copy => 100 + 0.375 * ($len - 8),
			unmap => $zaps ? 310 : 40, flush => $sync ? 500 : 0,
			handlers => $sync ? 1000 * ($cpus - 1) : 0, leave => 90);
		my $where = { strategy => $name, kernel => 'events', cpus => $cpus, len => $len };
		my @flag = (instrumented => JSON::PP::true);
		record('gmem_rw_latency', $_, 'events', [($events{$_}) x 3], $where, @flag)
			for sort keys %events;
		record('gmem_rw_latency', "part_$_", $unit, [($parts{$_}) x 3], $where, @flag)
			for sort keys %parts;
		record('gmem_rw_latency', 'stamp_price', $unit, [20, 20, 20], $where, @flag);
		record('gmem_rw_latency', 'lock_hold_folio', $unit, [($parts{copy} + 70) x 3],
			$where, @flag);
		record('gmem_rw_latency', 'lock_hold_cpa', $unit, [250, 250, 250], $where, @flag)
			if $zaps;
	} }
		my $where = { strategy => $name, kernel => 'events', cpus => 4 };
		my $exits = $name eq 'sync_flush' ? 1 : 0;
		record('gmem_rw_latency', 'bystander_exits', 'exits', [$exits], $where);
		record('gmem_rw_latency', 'bystander_insns', $unit, [900 * $exits], $where);
		waits($name);
		losses($name, $exits);
	}
}

# On one clock nobody is held up.
sub losses {
	my ($name, $exits) = @_;
	my $where = { strategy => $name, kernel => 'all', cpus => 4, vcpus => 2, contention => 'guest' };
	my @flag = (instrumented => JSON::PP::true);
	my $na = 'vCPUs take turns';
	record('gmem_rw_latency', 'bystander_lost_loops', 'loops', $sampled ? [25.5 * $exits] : $na,
		$where, @flag);
	record('gmem_rw_latency', 'bystander_gap_max', $unit, $sampled ? [300 + 2000 * $exits] : $na,
		$where, @flag);
	record('gmem_rw_latency', 'bystander_gap_idle', $unit, $sampled ? [300] : $na, $where, @flag);
}

# One vCPU was stopped in the way of another one.
sub waits {
	my ($name) = @_;
	for my $way ($name eq 'batched_flush' ? qw(folio_lock queued_flush) : 'folio_lock') {
		my $where = { strategy => $name, kernel => 'oracle', vcpus => 2, contention => $way };
		my @flag = (instrumented => JSON::PP::true);
		# One call in three has a timer tick.
		record('gmem_rw_latency', 'contended', $unit, [3131, 3131, 93131], $where, @flag);
		record('gmem_rw_latency', 'uncontended', $unit, [895, 895, 895], $where, @flag);
		record('gmem_rw_latency', 'waits', 'waits', [1], $where, @flag);
	}
}

sub exposures {
	for my $name (@names[2 .. 6]) { for my $op (qw(read cache take_out)) {
		my $s = $strategies{$name};
		my $bounded = defined $s->{pages};
		my $none = $bounded && !$s->{pages};
		my $declared = {
			here => $none || $name eq 'percpu_ptemap' ? JSON::PP::false : JSON::PP::true,
			elsewhere => $none ? JSON::PP::false : JSON::PP::true,
			$bounded ? (pages => $s->{pages}) : (),
			$s->{usecs} ? (usecs => $s->{usecs}) : $none ? (usecs => 0) : () };
		my $where = { strategy => $name, op => $op, cpus => 4, kernel => 'all' };
		record('gmem_exposure', 'stale_pages', 'pages', [0, $s->{seen}], $where,
			declared => $declared);
		record('gmem_exposure', 'stale_here', 'translations', [0, $s->{here}], $where,
			declared => $declared);
		record('gmem_exposure', 'stale_lifetime', $unit, $bounded ? [10, 5000] : 'read to the end',
			$where, declared => $declared) if $s->{seen};
		record('gmem_exposure', 'stale_overshoot', $unit, [0, 4000], $where, declared => $declared)
			if $s->{usecs};
		record('gmem_exposure', 'stale_elsewhere', 'translations',
			[0, 3 * $s->{seen}], $where, declared => $declared);
	} }
}

sub write_json {
	my ($name, $data) = @_;
	open my $file, '>', "$dir/$name" or die "$dir/$name: $!\n";
	print $file JSON::PP->new->canonical->pretty->encode($data);
	close $file;
}

accesses();
stock();
population();
instrumented();
exposures();
record('gmem_rw_latency', 'hw_event', 'count', 'no PMU in this machine',
	{ strategy => 'noflush', event => 'dtlb_misses', scope => 'kernel' });
record('gmem_rw_latency', 'hw_event', 'count', [3, 4, 5],
	{ strategy => 'vmap', event => 'page_faults', scope => 'host' }, instrumented => JSON::PP::true);
close $out;
system(dirname(__FILE__) . '/planned.pl', $dir) == 0 or die "no plan\n";
write_json('fingerprint.json', { backend => $backend, kernel => '6.12.1', compiler => 'cc 12',
	config => { map { $_ => 'abc' } 'all', 'events', 'direct' }, cases => { 'all-16' => 'def' },
	qemu => 'QEMU 7.2', machine => '-M q35', seeds => [1],
	$sampled ? (cpu => 'CPU', microcode => '0x1', mitigations => { l1tf => 'no' },
		frequency => { boost => '0' }) : () });
write_json('floors.json', { map { ("gmem_rw_latency/access,$_,isolated" => 1) } @names })
	if !$sampled;
