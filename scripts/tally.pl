#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/tally.pl DIR
# Counts the test results in DIR/**/*.tap (TAP or KTAP). The last line of each
# file must be "# exit N", which the runner adds when the program has ended:
# a file without it, or without a plan, is a test that died or never ran.
# Prints what was skipped, then what failed, by name and with what the program said
# about it, and the line "N passed, N failed, N skipped". Exit: 0 if something passed, nothing failed.
use strict;
use warnings;
use File::Find;
use TAP::Parser;

my %count = (passed => 0, failed => 0, skipped => 0);
my @failures;	# each with the lines that were said about it
my $lines_kept = 12;

sub note_result {
	my ($kind, $what) = @_;

	$count{$kind}++;
	print "skipped: $what\n" if $kind eq 'skipped';
	push @failures, { what => $what, said => [] } if $kind eq 'failed';
}

# What was said before a result (KTAP) and after it (TAP): of the former, from an
# assertion on, or the end.
sub why {
	my ($before, $after) = @_;
	my ($first) = grep { $before->[$_] =~ /Assertion Failure/ } 0 .. $#$before;
	my @said = @$before;

	if (defined $first) {
		@said = @said[$first .. $#said];
	} elsif (@said > $lines_kept / 2) {
		@said = @said[-$lines_kept / 2 .. -1];
	}
	push @said, @$after;
	splice(@said, $lines_kept) if @said > $lines_kept;
	return [map { substr($_, 0, 160) } @said];
}

# Results of one program; returns how many of them failed.
sub read_results {
	my ($name, $parser) = @_;
	my @said = ([]);	# before each result, and after the last
	my @failed;

	while (my $result = $parser->next) {
		if ($result->is_bailout) {
			note_result('failed', "$name: bailed out: " . $result->explanation);
			push @failed, [$failures[-1], $#said];
			push @said, [];
			next;
		}
		if (!$result->is_test) {
			push @{$said[-1]}, $result->raw if $result->is_comment || $result->is_unknown;
			next;
		}
		my $what = "$name: " . ($result->description =~ s/^- //r || $result->number);
		if ($result->has_skip) {
			note_result('skipped', "$what (" . $result->explanation . ")");
		} elsif ($result->is_ok) {
			note_result('passed', $what);
		} else {
			note_result('failed', $what);
			push @failed, [$failures[-1], $#said];
		}
		push @said, [];
	}
	$_->[0]{said} = why(@said[$_->[1], $_->[1] + 1]) for @failed;
	return scalar @failed;
}

sub read_file {
	my ($name, $text) = @_;
	my ($exit) = $text =~ /^# exit (\d+)\s*\z/m;
	my $died = "$name: died, or never ran: no result";

	return note_result('failed', $died) unless length $text;

	# Their version lines stand where TAP allows none, after other output.
	$text =~ s/^K?TAP version \d+\r?\n//mg;
	my $parser = TAP::Parser->new({ tap => $text });
	my $failed = read_results($name, $parser);
	return note_result('failed', $died) unless defined $exit;
	if ($parser->skip_all) {
		return note_result('skipped', "$name (" . $parser->skip_all . ")");
	}
	my ($error) = $parser->parse_errors;
	if (defined $error) {
		note_result('failed', "$name: $error");
	} elsif ($exit && !$failed) {
		note_result('failed', "$name: exit code $exit");
	}
}

@ARGV == 1 && -d $ARGV[0] or die "Usage: scripts/tally.pl DIR\n";
my $dir = shift;
my @files;
find({ wanted => sub { push @files, $_ if /\.tap$/ }, no_chdir => 1 }, $dir);
for my $file (sort @files) {
	open my $in, '<:raw', $file or die "$file: $!\n";
	my $text = do { local $/; <$in> } // '';
	my ($name) = $file =~ m{^\Q$dir\E/*(.*)\.tap$};
	read_file($name, $text);
}
for my $failure (@failures) {	# last, where a log that is cut still has them
	print "failed: $failure->{what}\n", map { "    $_\n" } @{$failure->{said}};
}
print "$count{passed} passed, $count{failed} failed, $count{skipped} skipped\n";
exit($count{failed} || !$count{passed} ? 1 : 0);
