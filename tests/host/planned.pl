#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: planned.pl DIR
# Gives a made-up run its plan: in results.jsonl and layout.jsonl of DIR each record that
# has no case, or that says by "boot" (and "control") of which boot it is, is of one that
# is added to plan.jsonl for its program, strategy, kernel, CPUs and boot.
use strict;
use warnings;
use JSON::PP;

my ($dir) = @ARGV;
my $json = JSON::PP->new->canonical;

sub lines_of {
	open my $in, '<', $_[0] or return;
	return map { $json->decode($_) } <$in>;
}

sub write_lines {
	my $name = shift;
	open my $out, '>', "$dir/$name" or die "$dir/$name: $!\n";
	print $out map { $json->encode($_) . "\n" } @_;
	close $out or die "$dir/$name: $!\n";
}

my (undef, @plan) = lines_of("$dir/plan.jsonl");
my %ids;

sub plan_record {
	my ($record, $is_control) = @_;
	my $boot = delete $record->{boot} // 1;
	my $control = delete $record->{control} // ($is_control ? 'seed' : 'none');
	my ($strategy, $kernel, $cpus) = @{$record->{dimensions}}{qw(strategy kernel cpus)};

	$record->{case} = $ids{join ' ', $control, $boot, $record->{bench}, $strategy, $kernel,
		$cpus} //= do {
		my $id = sprintf '%06d', 1 + @plan;
		push @plan, { id => $id, boot => "boot-$kernel-$cpus.$boot", image => $kernel,
			kernel => $kernel, class => $kernel, strategy => $strategy, cpus => $cpus,
			seed => $control eq 'seed' ? 1 + $boot : 1, replicate => $boot,
			control => $control, program => $record->{bench},
			arguments => "-s $strategy" };
		$id;
	};
}

for my $name ('results.jsonl', 'layout.jsonl') {
	next if !-s "$dir/$name";
	my @records = lines_of("$dir/$name");
	for (@records) {
		plan_record($_, $name eq 'layout.jsonl') if !$_->{case} || $_->{boot};
	}
	write_lines($name, @records);
}
write_lines('plan.jsonl', { plan => 1, backend => 'made up', cases => scalar @plan }, @plan);
