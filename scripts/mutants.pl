#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/mutants.pl list FOLDER
#        scripts/mutants.pl apply FOLDER [PREFIX]=TREE...
# Small faults, each a line of FOLDER/*.mutants (docs/running.md, "Mutants"), numbered
# from 1 in the order of files and lines.
#   list     one a line: number, name, file, function, rule, tests, why it survives; with
#            tabs between
#   apply    put each into TREE/REST, where its file is PREFIX/REST of the first PREFIX
#            that fits, to be switched on by its number when the kernel runs
# A text that is not found exactly once where it is said to be is an error.
use strict;
use warnings;
use File::Basename;

my $switch = 'extern int kvm_lab_mutant, kvm_lab_mutant_reached; ' .
	"\n#ifndef LAB_MUTANT\n#define LAB_MUTANT(n) " .
	"(kvm_lab_mutant == (n) && (kvm_lab_mutant_reached = 1))\n#endif\n";

# What becomes of TEXT where mutant N can be switched on; with true: it takes a NEW.
my %rules = (
	drop => [0, sub { "{ if (!LAB_MUTANT($_[0])) { $_[1] } }" }],
	never => [0, sub { "(!LAB_MUTANT($_[0]) && ($_[1]))" }],
	always => [0, sub { "(LAB_MUTANT($_[0]) || ($_[1]))" }],
	negate => [0, sub { "(LAB_MUTANT($_[0]) != !!($_[1]))" }],
	plus1 => [0, sub { "(($_[1]) + LAB_MUTANT($_[0]))" }],
	minus1 => [0, sub { "(($_[1]) - LAB_MUTANT($_[0]))" }],
	becomes => [1, sub { "(LAB_MUTANT($_[0]) ? ($_[2]) : ($_[1]))" }],
	instead => [1, sub { "{ if (LAB_MUTANT($_[0])) { $_[2] } else { $_[1] } }" }],
	first => [1, sub { "{ if (LAB_MUTANT($_[0])) { $_[2] } $_[1] }" }],
);

my $errors = 0;

sub complain {
	print STDERR "error: @_\n";
	$errors++;
}

sub usage { exec 'sed', '-n', '/^# Usage:/,/^[^#]/{/^#/s/^# \{0,1\}//p}', $0; }

# The line of one mutant, as a hash.
sub parse {
	my ($where, $line, $file, $tests) = @_;
	my ($name, $function, $rule, $text, $new, @rest) = split /\s+::\s+/, $line;
	my $known = $rules{$rule // ''};

	if (!defined $text || @rest || !$known || defined $new != !!$known->[0]) {
		complain("$where: not NAME :: FUNCTION :: RULE :: TEXT, and :: NEW for " .
			join(' ', grep { $rules{$_}[0] } sort keys %rules) . '; rules: ' .
			join(' ', sort keys %rules));
		return;
	}
	complain("$where: $name: no \@file or no \@tests before it") if !$file || !$tests;
	return { where => $where, name => $name, function => $function, rule => $rule,
		text => $text, new => $new, file => $file, tests => $tests, why => '' };
}

sub read_mutants {
	my ($folder) = @_;
	my (@mutants, %named, %why);

	for my $path (sort glob "$folder/*.mutants") {
		my ($file, $tests);

		open my $in, '<', $path or die "error: $path: $!\n";
		while (<$in>) {
			my $where = basename($path) . ":$.";

			chomp;
			next if /^(#|$)/;
			if (/^\@file (\S+)$/) { $file = $1; next; }
			if (/^\@tests (\S.*)$/) { $tests = $1; next; }
			if (/^\@survives (\S+): (.+)$/) { $why{$1} = [$where, $2]; next; }
			my $mutant = parse($where, $_, $file, $tests) or next;
			complain("$where: a second $mutant->{name}") if $named{$mutant->{name}};
			$named{$mutant->{name}} = $mutant;
			$mutant->{number} = push @mutants, $mutant;
		}
	}
	for my $name (sort keys %why) {
		complain("$why{$name}[0]: there is no mutant $name") if !$named{$name};
		$named{$name}{why} = $why{$name}[1] if $named{$name};
	}
	complain("$folder has no mutants") if !@mutants && !$errors;
	return @mutants;
}

# Where the body of a function is in a source: (begin, end), or nothing.
sub body_of {
	my ($source, $function) = @_;
	my @found;

	return (0, length $source) if $function eq '-';
	while ($source =~ /^(?=[^\s#\/])[^;{}]*?\b\Q$function\E\([^;{]*\{(.*?)^\}/msg) {
		push @found, [$-[1], $+[1]];
	}
	return @found == 1 ? @{$found[0]} : ();
}

# Sets where the text is: once, or it is an error. Blanks match any blanks.
sub locate {
	my ($mutant, $source) = @_;
	my $pattern = join '\s+', map { quotemeta } split /\s+/, $mutant->{text};
	my ($begin, $end) = body_of($source, $mutant->{function});
	my @found;

	if (!defined $begin) {
		complain("$mutant->{where}: $mutant->{name}: no function $mutant->{function}, or several, in $mutant->{file}");
		return;
	}
	my $body = substr $source, $begin, $end - $begin;
	push @found, [$begin + $-[0], $begin + $+[0]] while $body =~ /$pattern/g;
	if (@found != 1) {
		my $times = @found == 0 ? 'not' : scalar(@found) . ' times';

		complain("$mutant->{where}: $mutant->{name}: '$mutant->{text}' is $times in $mutant->{function} of $mutant->{file}; it must be there once");
		return;
	}
	@$mutant{qw(begin end)} = @{$found[0]};
}

# The source from $begin to $end with the mutants in it: the outermost is made of what
# the others have made of its text.
sub rewrite {
	my ($source, $begin, $end, @mutants) = @_;
	my ($result, $at) = ('', $begin);

	while (my $outer = shift @mutants) {
		my @inner;

		while (@mutants && $mutants[0]{begin} < $outer->{end}) {
			complain("$mutants[0]{name} is partly within $outer->{name}")
				if $mutants[0]{end} > $outer->{end};
			push @inner, shift @mutants;
		}
		$result .= substr($source, $at, $outer->{begin} - $at);
		my $text = rewrite($source, @$outer{qw(begin end)}, @inner);

		$result .= $rules{$outer->{rule}}[1]($outer->{number}, $text, $outer->{new});
		$at = $outer->{end};
	}
	return $result . substr($source, $at, $end - $at);
}

sub mutate_file {
	my ($path, @mutants) = @_;

	my $in;
	if (!open $in, '<', $path) {
		complain("$_->{where}: $_->{name}: $_->{file} is neither touched by a patch nor ours") for @mutants;
		return;
	}
	my $source = do { local $/; <$in> };
	locate($_, $source) for @mutants;
	return if $errors;
	@mutants = sort { $a->{begin} <=> $b->{begin} || $b->{end} <=> $a->{end} ||
			$a->{number} <=> $b->{number} } @mutants;
	my $result = rewrite($source, 0, length $source, @mutants);

	return if $errors;
	open my $out, '>', $path or die "error: $path: $!\n";
	print $out $switch, $result;
	close $out or die "error: $path: $!\n";
}

# Where a file is, by the trees of the command line.
sub path_of {
	my ($file, @trees) = @_;

	for (@trees) {
		my ($prefix, $tree) = /^([^=]*)=(.+)$/ or usage();

		return "$tree/$file" if $prefix eq '';
		return "$tree/$1" if $file =~ /^\Q$prefix\E\/(.+)/;
	}
	return $file;
}

my ($verb, $folder, @trees) = @ARGV;
usage() if !defined $folder || $verb !~ /^(list|apply)$/;
my @mutants = read_mutants($folder);

if ($verb eq 'list') {
	print join("\t", @$_{qw(number name file function rule tests why)}), "\n" for @mutants;
} else {
	my %files;

	push @{$files{path_of($_->{file}, @trees)}}, $_ for @mutants;
	mutate_file($_, @{$files{$_}}) for sort keys %files;
}
exit($errors ? 1 : 0);
