#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/kcsan.pl [--source DIR] [[--stock] CONSOLE]...
# Judges the data races that KCSAN reports on consoles of kernels with the series.
# TAP: there must be none that a function of ours has a part in, and where
# tests/guest/seeded_race.c ran, that race must be there. All other races are listed
# beside those of the consoles after --stock, of kernels without the series.
#
# Ours are the functions that DIR (this repository) defines in strategies/ and
# instruments/, and those that its patches add or change. We have a part in a race if
# in either stack there is a function of strategies/ or one that the patches add, or if
# one of instruments/, or one that the patches change, makes the access: elsewhere in a
# stack these only say who called. A function that the patches change has code of Linux
# too: a race between the same two that stock consoles report as well isn't ours. Nor has
# code a part in what an interrupt does that comes while it runs, nor in a race of Linux
# that DIR/tests/known-races names, if it makes neither access.
# Exit: 0 if all is ok.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename;

my $seeded = 'kvm_lab_race';

# The head of a function that is defined, from column 0 on.
my $head = qr/[A-Za-z_][\w \t*]*[ \t*](\w+)\([^;{}]*\)/;

sub read_text {
	my ($file) = @_;

	open my $in, '<:raw', $file or die "error: $file: $!\n";
	local $/;
	return (<$in> // '') =~ s/\r//gr;
}

# A function that a macro of ours defines: its name is the first argument, in column 0.
my $by_macro = qr/[A-Z]\w*\((\w+),/;

sub defined_in {
	my ($functions, @files) = @_;

	for my $file (@files) {
		my $text = read_text($file) =~ s{/\*.*?\*/}{}gsr;
		$functions->{$_} = 1 for $text =~ /^$head\s*\{/mg;
		$functions->{$_} = 1 for $text =~ /^$by_macro/mg;
	}
}

# A head whose first line is new is of a function that is new, unless one of that name
# goes: then the head has changed.
sub added_by {
	my ($added, $text) = @_;
	my %gone = map { $_ => 1 } $text =~ /^-[A-Za-z_][\w \t*]*[ \t*](\w+)\(/mg;

	# Removed lines are no part of the result; \x01 stands where a line is new.
	$text =~ s/^-.*\n//mg;
	$text =~ s/^\+/\x01/mg;
	$added->{$_} = 1 for grep { !$gone{$_} } $text =~ /^\x01$head[\s\x01]*\{/mg;
}

# The functions whose bodies have a line that is new or gone.
sub changed_by {
	my ($changed, $text) = @_;
	my $current;

	for (split /\n/, $text) {
		if (/^@@ .* @@ (?:.*\W)?(\w+)\(/) { $current = $1 }
		elsif (/^@@/) { $current = undef }
		elsif (/^[ +-][A-Za-z_][\w \t*]*[ \t*](\w+)\(/) { $current = $1 }
		elsif (m{^[ +-](?:\}|/\*)}) { $current = undef } # a comment of what comes
		elsif (/^[+-](?![+-]{2} )\s/ && defined $current) { $changed->{$current} = 1 }
	}
}

# What the functions of ours are, in three classes.
sub our_functions {
	my ($dir) = @_;
	my (%anywhere, %accessing, %changed);

	defined_in(\%anywhere, glob("$dir/strategies/*.[ch]"));
	defined_in(\%accessing, glob("$dir/instruments/*.[ch]"));
	for my $patch (glob("$dir/kernel-patches/*/*.patch $dir/kernel-patches/*/lab/*.patch")) {
		added_by(\%anywhere, read_text($patch));
		changed_by(\%changed, read_text($patch));
	}
	die "error: $dir: no function of ours in it; give the repository, --source DIR\n"
		unless %anywhere && %accessing;
	return { anywhere => \%anywhere, accessing => \%accessing, changed => \%changed };
}

# The reports of a console: { title, text, stacks => [[function...]...] }.
sub reports {
	my ($file) = @_;
	my (@reports, $report);

	for (split /\n/, read_text($file)) {
		next unless s/^(?:<[0-7]>)?\[ *\d+\.\d{6}\](?:\[ *\w+\])? ?//;
		if (/^BUG: KCSAN: (.*)/) {
			$report = { title => $1 =~ s/(?<=\w)\.\S+//gr, text => '', stacks => [] };
			push @reports, $report;
		} elsif (/^={20}/) {
			$report = undef;
		}
		next unless $report;
		$report->{text} .= "$_\n";
		if (/^\S.* by (?:task|interrupt)/) {
			push @{ $report->{stacks} }, [];
		} elsif (@{ $report->{stacks} } && /^ \??\s*([\w.]+)\+0x/) {
			push @{ $report->{stacks}[-1] }, $1 =~ s/\..*//r;
		}
	}
	return @reports;
}

# What was not just interrupted.
sub acting {
	my @stack = @{ $_[0] };

	for my $i (0 .. $#stack) {
		return @stack[0 .. $i - 1] if $stack[$i] =~ /^asm_(sysvec_|common_interrupt)/;
	}
	return @stack;
}

# { title of a report => 1 } for the races of Linux that are known, each with a reason.
sub known_races {
	my ($file) = @_;
	my %known;

	for (-e $file ? split /\n/, read_text($file) : ()) {
		next if /^(#|$)/;
		/^(\w+ \/ \w+): \S/ or die "error: $file: '$_' is no 'function / function: reason'\n";
		$known{"data-race in $1"} = 1;
	}
	return \%known;
}

# The functions of ours that have a part in a report; is it one of stock kernels too, or
# is it known?
sub our_part {
	my ($ours, $report, $on_stock, $is_known) = @_;
	my %part;

	for (@{ $report->{stacks} }) {
		my @stack = acting($_) or next;
		my @blamed = $is_known ? $stack[0] : @stack;

		$part{$_} = 1 for grep { $ours->{anywhere}{$_} } @blamed;
		$part{$stack[0]} = 1 if $ours->{accessing}{$stack[0]} ||
			$ours->{changed}{$stack[0]} && !$on_stock;
	}
	return sort keys %part;
}

sub is_seeded { grep { $_->[0] && $_->[0] eq $seeded } @{ $_[0]{stacks} } }

my ($number, $failed) = (0, 0);

sub result {
	my ($ok, $what) = @_;

	$number++;
	$failed++ unless $ok;
	print $ok ? '' : 'not ', "ok $number - $what\n";
}

sub print_races { # number of reports by title: of ours, of stock kernels
	my ($patched, $stock) = @_;
	my %titles = (%$patched, %$stock);

	return unless %titles;
	print "# reports, with the series and on stock, of races of Linux itself:\n";
	printf "# %6d %6d %s\n", $patched->{$_} // 0, $stock->{$_} // 0, $_
		for sort keys %titles;
}

my ($source, @consoles, @stock_consoles) = (dirname(dirname(abs_path($0))));
while (@ARGV) {
	my $argument = shift;

	if ($argument eq '--source' && @ARGV) { $source = shift }
	elsif ($argument eq '--stock' && @ARGV) { push @stock_consoles, shift }
	elsif ($argument =~ /^-/) { @consoles = (); last }
	else { push @consoles, $argument }
}
@consoles or die "Usage: scripts/kcsan.pl [--source DIR] [[--stock] CONSOLE]...\n";

my $ours = our_functions($source);
my $known = known_races("$source/tests/known-races");
my (%others, %stock);
for my $console (@stock_consoles) {
	$stock{$_->{title}}++ for reports($console);
}
for my $console (@consoles) {
	my ($seen, @bad) = (0);
	my $name = basename(dirname(abs_path($console)));

	for my $report (reports($console)) {
		my @part = our_part($ours, $report, $stock{$report->{title}},
			$known->{$report->{title}});

		if (is_seeded($report)) {
			$seen += grep { $_ eq $seeded } @part;
		} elsif (@part || !@{ $report->{stacks} }) {
			push @bad, "ours: @part\n$report->{text}";
		} else {
			$others{$report->{title}}++;
		}
	}
	result(!@bad, "$name: functions of ours have a part in " . @bad . ' reports of data races');
	print s/^/# /mgr for @bad;
	result($seen, "$name: control: the seeded race is reported as ours")
		if read_text($console) =~ /^gmem-lab: seeded_race/m;
}
print_races(\%others, \%stock);
print "1..$number\n";
exit($failed ? 1 : 0);
