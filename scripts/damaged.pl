#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/damaged.pl DIR
# Prints, one a line, what compilers and linkers made in DIR and is not whole: an
# object, archive, library or program that was cut short, is empty, or is of another
# machine than x86. make goes by times and would use it.
use strict;
use warnings;
use File::Find;

# An ELF file ends with its table of sections, or that lies before its end.
sub whole_elf {
	my ($file, $head, $size) = @_;
	my ($class, $order, $machine) = unpack 'x4 C C x12 v', $head;

	return 0 if length $head < 52 || $order != 1;
	if ($class == 2) {
		return 0 if length $head < 64 || $machine != 62;
		my ($at, $each, $count) = unpack 'x40 Q< x10 v v', $head;
		return $at + $each * $count <= $size;
	}
	return 0 if $machine != 3;
	my ($at, $each, $count) = unpack 'x32 V x10 v v', $head;
	return $at + $each * $count <= $size;
}

# Members have headers of 60 bytes; in a thin one their contents are elsewhere, but for
# tables, whose names begin with a slash.
sub whole_archive {
	my ($file, $magic, $size) = @_;
	my $at = 8;

	return 0 unless $magic =~ /^!<(arch|thin)>\n/;
	my $thin = $1 eq 'thin';
	open my $in, '<:raw', $file or return 0;
	while ($at < $size) {
		seek $in, $at, 0;
		return 0 if (read($in, my $head, 60) // 0) != 60;
		my ($name, $length, $end) = unpack 'A16 x32 A10 a2', $head;
		return 0 if $end ne "`\n" || $length !~ /^\d+$/;
		$at += 60;
		$at += $length + $length % 2 if !$thin || $name =~ m{^/(|/|SYM64/)$};
	}
	return $at == $size || $at == $size + 1;
}

sub is_damaged {
	my ($file) = @_;
	my $made = $file =~ m{(\.(o|a|so)|/vmlinux)$};
	my $size = -s $file // 0;

	return 0 if !$made && ($file =~ m{\.[^/]*$} || !-x $file);
	return 1 if !$size;
	open my $in, '<:raw', $file or return 1;
	read $in, my $head, 64;
	return !whole_archive($file, $head, $size) if $file =~ /\.a$/;
	return $made unless $head =~ /^\x7fELF/;	# a script, if no object
	return !whole_elf($file, $head, $size);
}

@ARGV == 1 or die "Usage: scripts/damaged.pl DIR\n";
exit unless -d $ARGV[0];
find({ no_chdir => 1, wanted => sub {
	print "$_\n" if -f $_ && !-l $_ && is_damaged($_);
} }, $ARGV[0]);
