#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/plan.pl make BACKEND  print the plan of a run, after checks of its input
#        scripts/plan.pl list FIELD,... [FIELD=VALUE...] <PLAN
#          print these fields of the lines that have them all, each row once
#        scripts/plan.pl share 2/8 <PLAN  print what of it is the second of 8 shares
#        scripts/plan.pl show <PLAN    print it for people
# `make` reads the variables that scripts/lib.sh exports; BACKEND is `auto` before one is
# chosen. The plan's first line says its version and what it was made from. Each other
# line is a case, in the order of the boots:
#   id         what its records call it; all have one width, so that arguments are as
#              long in each boot
#   boot       the boot that it is in, by the name of its folder
#   image      the kernel that is booted; a control's differs from `kernel`, whose cases
#              these are
#   class      what that kernel is: pure (one strategy), all (switches), stock (without
#              the series), events or oracle (it watches)
#   control    none, or in what it differs from a case of the run: seed, layout
#   replicate  which boot of this kernel and these CPUs it is, of the run or of one control
# and strategy, cpus, seed, program, arguments.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use List::Util qw(max);
BEGIN {
	eval { require JSON::PP } or do {
		print STDERR "error: perl has no JSON::PP; `make setup` installs Debian's package perl\n";
		exit 1;
	};
}

my $version = 1;
my $layout = 'layout';	# the fragment of a kernel that lies differently
my $top = abs_path(dirname(__FILE__) . '/..');
my @fields = qw(plan matrix backend boots perf events cases id boot image kernel class
	strategy cpus seed replicate control program arguments);
my %place = map { $fields[$_] => $_ } 0 .. $#fields;
my $json = JSON::PP->new->sort_by(sub { $place{$JSON::PP::a} <=> $place{$JSON::PP::b} });

sub fail { print STDERR 'error: ', @_, "\n"; exit 1 }
sub names { return grep { length } split /[, ]+/, shift }
sub is_one_of { my $name = shift; return grep { $_ eq $name } @_ }

sub entries {
	opendir my $dir, "$top/$_[0]" or return '';
	return join ' ', sort grep { /$_[1]/ } readdir $dir;
}

# The lines that a script prints; it has said why if it fails.
my %printed;
sub lines_of {
	my ($script, @arguments) = @_;
	return @{$printed{"@_"}} if $printed{"@_"};
	open my $pipe, '-|', "$top/scripts/$script", @arguments or fail("$script: $!");
	chomp(my @lines = <$pipe>);
	close $pipe or exit 1;
	$printed{"@_"} = \@lines;
	return @lines;
}

# --- the matrix -------------------------------------------------------------

sub class_of {
	my ($kernel) = @_;
	return $1 if $kernel =~ /-(events|oracle)$/;
	return $kernel =~ /^(all|stock)$/ ? $1 : 'pure';
}

sub check_case {
	my ($where, $kernel, $cpus, $program) = @_;
	length $program or fail("$where: needs: kernel cpus program arguments");
	$cpus =~ /^[1-9][0-9]*(,[1-9][0-9]*)*$/ or
		fail("$where: '$cpus' is not a number of CPUs, nor a list such as 2,4,16");
	-f "$top/bench/$program.c" or
		fail("$where: unknown program $program; bench/ has: ", entries('bench', qr/\.c$/));
	my ($most) = map { /^CONFIG_NR_CPUS=(\d+)/ } lines_of('config.sh', $kernel);
	for (names($cpus)) {
		fail("$where: $_ CPUs are more than kernel $kernel can have, CONFIG_NR_CPUS=$most; name fewer")
			if defined $most && $_ > $most;
	}
}

# The kernels that a word of the matrix stands for.
sub kernels_of {
	my ($word) = @_;
	my @kernels = lines_of('config.sh', '--expand', $word);
	return @kernels if $word !~ /^flag/ || $ENV{VARIANTS} eq 'all';
	return grep { /^([^-]*)/ && is_one_of($1, names($ENV{VARIANTS})) } @kernels;
}

# What a case is of, each with the arguments that say so: one in a kernel `all` is of each
# strategy that this can switch to, and of `direct`, unless it names one.
sub strategies_of {
	my ($kernel, $arguments) = @_;
	my ($own) = $kernel =~ /^([^-]*)/;
	return ([$1, $arguments]) if " $arguments" =~ / -s (\S+)/;
	return ([$own, $arguments]) if $own ne 'all';
	return map { [$_, join ' ', '-s', $_, length $arguments ? $arguments : ()] }
		'direct', lines_of('config.sh', '--switched');
}

sub check_variants {
	my @known = ('all', lines_of('config.sh', '--switched'));
	for (names($ENV{VARIANTS})) {
		is_one_of($_, @known) or
			fail("VARIANTS=$ENV{VARIANTS}: no strategy $_ has a kernel of its own; use some of: @known");
	}
}

sub read_matrix {
	my $file = "$top/bench/cases/$ENV{MATRIX}";
	-f $file or fail("MATRIX=$ENV{MATRIX}: no such matrix; bench/cases/ has: ",
		entries('bench/cases', qr/^[^.]/));
	open my $in, '<', $file or fail("$file: $!");
	return <$in>;
}

# A tree that has the series gives no kernel without it, unless KERNELS asks for that.
sub is_wanted {
	my ($kernel, $patched) = @_;
	return is_one_of($kernel, names($ENV{KERNELS})) if length $ENV{KERNELS};
	return !$patched || $kernel !~ /^stock/;
}

# All cases, those of one boot together, in the order in which a boot is first named.
sub cases {
	my ($patched) = @_;
	my ($number, @cases, %boots) = (0);
	my @lines = read_matrix();

	check_variants() if grep { /^flag/ } @lines;
	print STDERR "LINUX=$ENV{LINUX} has the series: no stock kernel, its cases are left out\n"
		if $patched && !length $ENV{KERNELS} && grep { /^stock/ } @lines;
	for (@lines) {
		$number++;
		my ($word, $cpus, $program, $arguments) = (split(' ', $_, 4), '', '', '');
		next if !length $word || $word =~ /^#/;
		$arguments =~ s/\s+$//;
		for my $kernel (kernels_of($word)) {
			check_case("bench/cases/$ENV{MATRIX}:$number", $kernel, $cpus, $program);
			next if !is_wanted($kernel, $patched);
			for my $nr (names($cpus)) {
				push @cases, map { { kernel => $kernel, class => class_of($kernel),
					cpus => 0 + $nr, strategy => $_->[0], program => $program,
					arguments => $_->[1],
					group => $boots{"$kernel $nr"} //= keys %boots } }
					strategies_of($kernel, $arguments);
			}
		}
	}
	return sort { $a->{group} <=> $b->{group} } @cases;
}

# --- boots ------------------------------------------------------------------

# What the machine runs already is booted with nothing: its own cases, on all its CPUs.
sub cases_of_running {
	my ($backend, @cases) = @_;
	my ($kernel, $cpus) = lines_of('backend.sh', $backend->{name}, 'running_kernel');
	my %seen;
	my @own = grep { $_->{kernel} eq $kernel && !$seen{"$_->{program} $_->{arguments}"}++ } @cases;
	@own or fail("BACKEND=$backend->{name}: matrix $ENV{MATRIX} has no case for the running kernel, $kernel; choose another MATRIX");
	return map { { %$_, cpus => 0 + $cpus } } @own;
}

# The cases again, as one round of boots: each with what @more says.
sub round_of {
	my ($name, $cases, %more) = @_;
	my $image = delete $more{suffix} // '';
	return map { { %$_, boot => "$name-$_->{kernel}-$_->{cpus}" .
		($more{replicate} > 1 ? ".$more{replicate}" : ''),
		image => "$_->{kernel}$image", %more } } @$cases;
}

# Every other round goes backwards, so that what drifts while a run lasts is no difference
# between kernels.
sub backwards {
	my (%boots, @names);
	for (@_) {
		push @names, $_->{boot} if !$boots{$_->{boot}};
		push @{$boots{$_->{boot}}}, $_;
	}
	return map { @{$boots{$_}} } reverse @names;
}

# A figure is the mean over seeds, each of which has a boot of its own. Kernels that watch
# for exposure are booted with the first: their findings are no means.
sub rounds {
	my ($control, $cases, $seeds, %more) = @_;
	my $name = $control eq 'none' ? 'boot' : $control;
	my ($first) = @$seeds;
	my ($number, @rounds) = (0);

	for my $seed (@$seeds) {
		my @cases = grep { $seed == $first || $_->{class} ne 'oracle' } @$cases;
		for (1 .. $ENV{BOOTS}) {
			my @round = round_of($name, \@cases, control => $control,
				seed => 0 + $seed, replicate => ++$number, %more);
			push @rounds, $number % 2 ? @round : backwards(@round);
		}
	}
	return @rounds;
}

# The same cases with as many other seeds, and in kernels that only lie differently in
# memory: how far a figure moves for no reason. Kernels that watch have no prices.
sub controls {
	my ($cases, $seeds) = @_;
	my @prices = grep { $_->{class} !~ /^(events|oracle)$/ } @$cases;
	my $most = max(@$seeds);

	return if !$ENV{FLOORS};
	local $ENV{BOOTS} = 1;
	return (rounds('seed', \@prices, [$most + 1 .. $most + @$seeds]),
		rounds('layout', \@prices, $seeds, suffix => "-$layout"));
}

# What scripts/backend/NAME.sh says at its top; `auto` may become one that counts.
sub read_backend {
	my ($name) = @_;
	my %is = (name => $name, records => $name, boots => 'yes', counts => 'yes');

	return \%is if $name eq 'auto';
	open my $in, '<', "$top/scripts/backend/$name.sh" or fail("scripts/backend/$name.sh: $!");
	/^(records|boots|counts)=(\S*)/ and $is{$1} = $2 while <$in>;
	return \%is;
}

sub check_backend {
	my ($is) = @_;
	$ENV{BOOTS} == 1 || $is->{boots} or
		fail("BOOTS=$ENV{BOOTS}: BACKEND=$is->{name} boots nothing; take BOOTS=1");
	my %seen;
	$seen{0 + $_}++ and fail("SEEDS=$ENV{SEEDS}: $_ is there twice; give each seed once")
		for names($ENV{SEEDS});
	!$ENV{FLOORS} && names($ENV{SEEDS}) < 2 || $is->{counts} or
		fail('FLOORS and SEEDS are for figures that repeat exactly; take BACKEND=tcg, or BOOTS=5 or more');
	!length $ENV{SHARD} || $is->{counts} or
		fail("SHARD=$ENV{SHARD}: only counted figures are the same on each machine; take BACKEND=tcg");
}

# --- verbs ------------------------------------------------------------------

sub make {
	my $backend = read_backend(shift);
	my $patched = length $ENV{LINUX} && lines_of('config.sh', '--patched');
	my @cases = cases($patched);
	my @seeds = length $ENV{SEEDS} ? names($ENV{SEEDS}) : $ENV{SEED};

	for my $kernel (names($ENV{KERNELS})) {
		grep { $_->{kernel} eq $kernel } @cases or
			fail("KERNELS=$ENV{KERNELS}: matrix $ENV{MATRIX} has no kernel $kernel; `make list` shows those it has");
	}
	@cases or fail("bench/cases/$ENV{MATRIX} has no cases; add a line: kernel cpus program arguments");
	check_backend($backend);
	@cases = cases_of_running($backend, @cases) if !$backend->{boots};
	my @plan = (rounds('none', \@cases, \@seeds), controls(\@cases, \@seeds));

	print $json->encode({ plan => $version, matrix => $ENV{MATRIX},
		backend => $backend->{records}, boots => 0 + $ENV{BOOTS},
		perf => $ENV{PERF}, events => $ENV{EVENTS}, cases => scalar @plan }), "\n";
	my $id = 0;
	for (@plan) {
		delete $_->{group};
		print $json->encode({ %$_, id => sprintf('%06d', ++$id) }), "\n";
	}
}

sub list {
	my @wanted = split /,/, shift;
	my @filters = map { [split /=/, $_, 2] } @_;
	my %seen;
	while (<STDIN>) {
		my $line = $json->decode($_);
		next if grep { !exists $line->{$_} } @wanted;
		next if grep { ($line->{$_->[0]} // '') ne $_->[1] } @filters;
		my $row = join "\t", @$line{@wanted};
		print "$row\n" if !$seen{$row}++;
	}
}

# All boots of a kernel on so many CPUs are in one share, and those of one kernel side by
# side, for what takes long is to build it.
sub share {
	my ($number, $of) = split m{/}, shift;
	my ($head, @lines) = <STDIN>;
	my (%kernels, %groups);
	my @cases = map { $json->decode($_) } @lines;
	$kernels{$_->{kernel}} //= keys %kernels for @cases;
	my @groups = sort { $kernels{$a->{kernel}} <=> $kernels{$b->{kernel}} }
		grep { !$groups{"$_->{kernel} $_->{cpus}"}++ } @cases;

	$number <= $of && $of <= @groups or fail("SHARD=$number/$of: no such share; this plan can be cut into ",
		scalar @groups, ' at most');
	$groups{"$groups[$_]{kernel} $groups[$_]{cpus}"} = 1 + int($_ * $of / @groups) for 0 .. $#groups;
	my @own = map { $lines[$_] } grep { $groups{"$cases[$_]{kernel} $cases[$_]{cpus}"} == $number }
		0 .. $#cases;
	print $json->encode({ %{$json->decode($head)}, cases => scalar @own }), "\n", @own;
}

sub show {
	my ($boot, %first) = ('');
	while (<STDIN>) {
		my $case = $json->decode($_);
		next if !$case->{id};
		my $of = "$case->{kernel}-$case->{cpus}";
		if ($case->{boot} ne $boot) {
			$boot = $case->{boot};
			$first{$of} //= $boot;
			print "    $boot: $case->{image}, $case->{cpus} CPUs, seed $case->{seed}",
				$first{$of} eq $boot ? '' : ", the cases of $first{$of}", "\n";
		}
		print "        $case->{program}", $case->{arguments} && " $case->{arguments}", "\n"
			if $first{$of} eq $boot;
	}
}

my $verb = shift // '';
if ($verb eq 'make' && @ARGV == 1) { make(@ARGV) }
elsif ($verb eq 'list' && @ARGV) { list(@ARGV) }
elsif ($verb eq 'share' && @ARGV == 1) { share(@ARGV) }
elsif ($verb eq 'show' && !@ARGV) { show() }
else { fail('scripts/plan.pl: see its header for how it is used') }
