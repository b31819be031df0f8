#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/tally.pl DIR
# Counts the test results in DIR/**/*.tap (TAP or KTAP). The last line of each
# file must be "# exit N", which the runner adds when the program has ended:
# a file without it, or without a plan, is a test that died or never ran.
# Prints what was skipped and then what failed, by name, and the line
# "N passed, N failed, N skipped". Exit: 0 if something passed, nothing failed.
use strict;
use warnings;
use File::Find;
use TAP::Parser;

my %count = (passed => 0, failed => 0, skipped => 0);
my @failures;

sub note_result {
	my ($kind, $what) = @_;

	$count{$kind}++;
	print "skipped: $what\n" if $kind eq 'skipped';
	push @failures, "failed: $what\n" if $kind eq 'failed';
}

# Results of one program; returns how many of them failed.
sub read_results {
	my ($name, $parser) = @_;
	my $failed = 0;

	while (my $result = $parser->next) {
		next unless $result->is_test;
		my $what = "$name: " . ($result->description =~ s/^- //r || $result->number);
		if ($result->has_skip) {
			note_result('skipped', "$what (" . $result->explanation . ")");
		} elsif ($result->is_ok) {
			note_result('passed', $what);
		} else {
			note_result('failed', $what);
			$failed++;
		}
	}
	return $failed;
}

sub read_file {
	my ($name, $text) = @_;
	my ($exit) = $text =~ /^# exit (\d+)$/m;
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
print @failures;	# last, where a log that is cut still has them
print "$count{passed} passed, $count{failed} failed, $count{skipped} skipped\n";
exit($count{failed} || !$count{passed} ? 1 : 0);
