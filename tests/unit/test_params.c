// SPDX-License-Identifier: GPL-2.0
/* The options of a bench: defaults, meaning, and one line for each mistake. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "last_words.h"
#include "params.h"

static const struct bench_op ops[] = {
	{ .name = "read", .path = BENCH_PATH_ISOLATED },
	{ .name = "write", .path = BENCH_PATH_ISOLATED },
	{ .name = "wall_clock", .path = BENCH_PATH_ABI, .fixed_len = 24 },
};

const struct bench bench = {
	.name = "test",
	.about = "About it.",
	.default_lens = "8,4096",
	.max_len = 65536,
	.may_cross = true,
	.ops = ops,
	.nr_ops = ARRAY_LENGTH(ops),
};

static bool parse_as(const struct bench *as, struct bench_params *p,
		     const char *line)
{
	/* Never freed: what is parsed points into it, as into argv. */
	char *copy = strdup(line);
	char *argv[32] = { "test" };
	int argc = 1;

	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return bench_params_parse(p, as, argc, argv);
}

static void expect_ok(struct bench_params *p, const char *line)
{
	assert_true(parse_as(&bench, p, line));
}

static void expect_error_as(const struct bench *as, const char *line,
			    const char *expected)
{
	struct bench_params p;

	expect_last_words(DIES(parse_as(as, &p, line)), line, expected);
}

static void expect_error(const char *line, const char *expected)
{
	expect_error_as(&bench, line, expected);
}

static void defaults(void **state)
{
	struct bench_params p;

	expect_ok(&p, "-b tcg-counted");
	assert_null(p.strategy);
	assert_int_equal(p.path, BENCH_PATH_ISOLATED);
	assert_int_equal(p.nr_lens, 2);
	assert_int_equal(p.lens[1].bytes, 4096);
	assert_false(p.lens[1].crossing);
	assert_int_equal(p.nr_ops, 2);
	assert_int_equal(p.iterations, 1000);
	assert_int_equal(p.warmup, 100);
	assert_int_equal(p.vcpus, 1);
	assert_int_equal(p.nr_pins, 0);
	assert_int_equal(p.gpa, 1ul << 32);
	assert_string_equal(p.unit, "insns");
	assert_string_equal(p.kernel, "pure");
	assert_int_equal(p.contention, BENCH_CONTENTION_NONE);
}

static void every_option(void **state)
{
	struct bench_params p;

	expect_ok(&p, "-b host -u cycles -k switch -s noflush -w 0 -c 0");
	assert_string_equal(p.unit, "cycles");
	assert_string_equal(p.kernel, "switch");
	assert_string_equal(p.strategy, "noflush");
	assert_int_equal(p.warmup, 0);
	assert_int_equal(p.nr_pins, 1);
	expect_ok(&p, "-b host -o write,read -l 8x,64 -g 0x200000000 -r 7");
	assert_string_equal(p.ops[0]->name, "write");
	assert_true(p.lens[0].crossing);
	assert_false(p.lens[1].crossing);
	assert_int_equal(p.gpa, 2ul << 32);
	assert_int_equal(p.seed, 7);
	assert_false(p.instrumented);
	expect_ok(&p, "-b host -i yes");
	assert_true(p.instrumented);
	expect_error("-b host -i perhaps", "unknown answer 'perhaps'");
}

static void order_of_options_is_free(void **state)
{
	struct bench_params p;

	expect_ok(&p, "-C same -o all -v 2 -p abi -u ns -b kvm");
	assert_int_equal(p.nr_ops, 1);
	assert_string_equal(p.ops[0]->name, "wall_clock");
	assert_int_equal(p.contention, BENCH_CONTENTION_SAME);
	assert_string_equal(p.unit, "ns");
}

static void the_case_is_as_the_plan_calls_it(void **state)
{
	struct bench_params p;

	expect_ok(&p, "-b host");
	assert_null(p.id);
	expect_ok(&p, "--case=000089 -b host");
	assert_string_equal(p.id, "000089");
	expect_error("--case=\"1 -b host",
		     "case '\"1' is not a lower-case word");
}

static void parallel_emulation_has_no_unit(void **state)
{
	struct bench_params p;

	expect_ok(&p, "-b tcg-parallel");
	assert_null(p.unit);
	expect_error("-b tcg-parallel -u insns", "no unit 'insns'");
	expect_error("-b tcg-counted -u ns", "no unit 'ns' on back end");
}

static void events_are_counted_where_there_is_a_cpu(void **state)
{
	struct bench_params p;

	expect_ok(&p, "-b tcg-counted");
	assert_int_equal(p.events.nr, 0);
	expect_ok(&p, "--backend tcg-counted --events software,r1c2");
	assert_int_equal(p.events.nr, 4);
	expect_ok(&p, "-b tcg-parallel");
	assert_int_equal(p.events.nr, 0);
	expect_error("-b tcg-parallel -e cycles", "no events on back end");
	expect_ok(&p, "-b host");
	assert_true(p.events.nr >= 6);
	expect_ok(&p, "-b host -e none");
	assert_int_equal(p.events.nr, 0);
	expect_error("-b host -e no-such", "event no-such on CPU model");
}

static void bad_numbers(void **state)
{
	expect_error("-b host -n 0", "iterations 0 is out of range: 1 to");
	expect_error("-b host -n 1x", "iterations '1x' is not a number");
	expect_error("-b host -n -1", "iterations '-1' is not a number");
	expect_error("-b host -w 99999999999999999999", "is out of range");
	expect_error("-b host -v 65", "vcpus 65 is out of range: 1 to 64");
	expect_error("-b host -r a", "seed 'a' is not a number");
	expect_error("-b host -g here", "gpa 'here' is not a number");
}

static void bad_lengths(void **state)
{
	struct bench narrow = bench;

	expect_error("-b host -l 0", "length 0 is out of range: 1 to 65536");
	expect_error("-b host -l 65537", "out of range");
	expect_error("-b host -l 1x", "length 1 is out of range: 2 to");
	expect_error("-b host -l 8,,9", "lengths: bad list element ''");
	expect_error("-b host -l x", "length '' is not a number");
	expect_error("-b host -p abi -l 8", "path abi sets the length itself");
	narrow.may_cross = false;
	expect_error_as(&narrow, "-b host -l 8x", "can't cross a page");
}

static const struct bench_op populate_ops[] = {
	{ .name = "write", .path = BENCH_PATH_ISOLATED, .fixed_len = 4096 },
	{ .name = "fault", .path = BENCH_PATH_ABI, .fixed_len = 4096 },
	{ .name = "prefault", .path = BENCH_PATH_ABI },
};

static const struct bench populate = {
	.name = "populate",
	.default_lens = "4096,131072",
	.max_len = 2097152,
	.populates = true,
	.ops = populate_ops,
	.nr_ops = ARRAY_LENGTH(populate_ops),
};

static void lengths_go_where_an_operation_takes_them(void **state)
{
	struct bench_params p;

	assert_true(parse_as(&populate, &p, "-b host -p abi -l 8192"));
	assert_int_equal(p.lens[0].bytes, 8192);
	assert_int_equal(bench_len_pages(&populate, p.lens[0].bytes), 2);
	assert_int_equal(bench_len_pages(&bench, 8192), 1);
	expect_error_as(&populate, "-b host -l 8192",
			"path isolated sets the length");
}

static void what_populates_takes_whole_new_pages(void **state)
{
	expect_error_as(&populate, "-b host -p abi -l 6000",
			"takes whole pages");
	expect_error_as(&populate, "-b host -v 2 -C same",
			"a page is new only once");
	expect_error_as(&populate, "-b host -v 2 -C folio_lock",
			"folio_lock: a page is new only");
}

static void bad_names(void **state)
{
	expect_error("-n 5", "no back end '': give -b one of tcg-counted, ");
	expect_error("-b abacus", "unknown back end 'abacus'");
	expect_error("-b host -p sideways", "unknown path 'sideways'");
	expect_error("-b host -o erase", "unknown operation 'erase' on path");
	expect_error("-b host -o wall_clock", "unknown operation 'wall_clock'");
	expect_error("-b host -s a,b", "strategy 'a,b' is not a lower-case");
	expect_error("-b host -C some", "unknown contention 'some'");
	expect_error("-b host -C same", "contention same needs -v 2");
	expect_error("-b host -C folio_lock -v 3",
		     "contention folio_lock is between two vCPUs");
	expect_error("-b host -C queued_flush", "queued_flush needs -v 2");
	expect_error("-b host -z", "option -z is unknown");
	expect_error("-b", "option -b needs a value");
	expect_error("-b host --no-such", "option --no-such is unknown");
	expect_error("--events", "option --events needs a value");
	expect_error("-b host more", "unexpected argument 'more'");
}

static void bad_pinning(void **state)
{
	expect_error("-b host -c 4096", "CPU 4096 is not online");
	expect_error("-b host -v 2 -c 0", "1 CPUs to pin to for 2 vCPUs");
	expect_error("-b host -v 2 -c 0,0", "CPU 0 is given to two vCPUs");
	expect_error("-b host -c 0,0", "CPU 0 is given to two");
	expect_error("-b host -c zero", "CPU 'zero' is not a number");
}

static void help_shows_every_default(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct bench_params p;

	assert_false(parse_as(&bench, &p, "-n 0 -h"));
	bench_params_help(&bench, out);
	fclose(out);
	assert_non_null(strstr(text, "(default: 8,4096)"));
	assert_non_null(strstr(text, "(default: 1000)"));
	assert_non_null(strstr(text, "(default: none, must be given)"));
	assert_non_null(strstr(text, "path abi: wall_clock\n"));
	free(text);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(every_option),
		cmocka_unit_test(order_of_options_is_free),
		cmocka_unit_test(the_case_is_as_the_plan_calls_it),
		cmocka_unit_test(parallel_emulation_has_no_unit),
		cmocka_unit_test(events_are_counted_where_there_is_a_cpu),
		cmocka_unit_test(bad_numbers),
		cmocka_unit_test(bad_lengths),
		cmocka_unit_test(lengths_go_where_an_operation_takes_them),
		cmocka_unit_test(what_populates_takes_whole_new_pages),
		cmocka_unit_test(bad_names),
		cmocka_unit_test(bad_pinning),
		cmocka_unit_test(help_shows_every_default),
	};

	return cmocka_run_group_tests_name("params", tests, NULL, NULL);
}
