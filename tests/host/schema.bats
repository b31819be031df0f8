#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for perl; variables of helper.bash
# What the schema declares is known by it alone.

load helper

# named FILE... : each place that has the name of a metric or of a back end as a string.
named() {
	perl -e 'my ($schema, @files) = @ARGV; my %names;
		open my $in, "<", $schema or die;
		local $/;
		my $text = <$in>;
		my ($metrics) = $text =~ /lab_metric metrics\[\] = \{(.*?)\n\};/s or die;
		my ($backends) = $text =~ /lab_backend backends\[\] = \{(.*?)\n\};/s or die;
		$names{$1} = 1 while $metrics =~ /\{ \w+, "(\w+)", LAB_/g;
		$names{$1} = 1 while $backends =~ /^\t\{ "([\w-]+)",/mg;
		keys %names > 40 or die "only " . keys(%names) . " names\n";
		# Words of their own as well: a dimension, an operation, a unit.
		delete @names{qw(free check host kvm waits)};
		for my $file (@files) {
			open $in, "<", $file or die "$file\n";
			for (split /\n/, <$in>) {
				for my $name (/"([\w-]+)"/g) { print "$file: $_\n" if $names{$name} } } }' \
		"$repo/bench/lib/schema.c" "$@"
}

@test "no metric and no back end is known by name but in the schema" {
	cd "$repo"
	mapfile -t files < <(git ls-files 'tools/*.[ch]' 'scripts/plot/*')
	found=$(named "${files[@]}")
	echo "$found"
	[ -z "$found" ]
}

@test "a name that slips in is found" {
	cd "$BATS_TEST_TMPDIR"
	printf '%s\n' 'if (!strcmp(record->metric, "part_flush"))' >metric.c
	printf '%s\n' 'if (!strcmp(backend, "tcg-counted"))' >backend.c
	[[ $(named metric.c) == metric.c:* ]]
	[[ $(named backend.c) == backend.c:* ]]
}
