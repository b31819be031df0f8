// SPDX-License-Identifier: GPL-2.0
/* Growth with CPUs, crossovers, and what is too uncertain to be one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"
#include "report/growth.h"

/* A run in the fixture's directory, as long as it is being written. */
static FILE *run_begin(void **state)
{
	FILE *out = fopen(fixture_path(state, "results.jsonl"), "w");

	assert_non_null(out);
	return out;
}

static void add(FILE *out, const char *kernel, const char *strategy, int cpus,
		double cost)
{
	fprintf(out,
		"{\"schema\":1,\"bench\":\"gmem_rw_latency\",\"dimensions\":{\"path\":\"isolated\",\"contention\":\"none\",\"kernel\":\"%s\",\"strategy\":\"%s\",\"op\":\"read\",\"len\":8,\"cpus\":%d,\"vcpus\":1,\"backend\":\"tcg-counted\"},\"metric\":\"access\",\"unit\":\"insns\",\"kind\":\"exact\",\"values\":[%.6f]}\n",
		kernel, strategy, cpus, cost);
}

/* Three points of cost = a + b * CPUs, the middle one off by @off. */
static void add_line(FILE *out, const char *strategy, double a, double b,
		     double off)
{
	add(out, "all", strategy, 2, a + 2 * b);
	add(out, "all", strategy, 4, a + 4 * b + off);
	add(out, "all", strategy, 16, a + 16 * b);
}

static void load(void **state, FILE *out, struct results *results,
		 struct growth *growth)
{
	struct lab_error error;

	assert_int_equal(fclose(out), 0);
	assert_int_equal(results_load(results,
				      fixture_path(state, "results.jsonl"),
				      NULL, &error),
			 0);
	assert_int_equal(growth_build(growth, results), 0);
}

/* Does the first line of the run cross the second one, which it must? */
static bool crosses(void **state, FILE *out, struct crossover *crossover)
{
	struct results results;
	struct growth growth;
	struct crossover back;
	bool found;

	load(state, out, &results, &growth);
	assert_int_equal(growth.nr, 2);
	found = growth_cross(&growth, &growth.list[0], &growth.list[1],
			     crossover);
	assert_false(
		growth_cross(&growth, &growth.list[1], &growth.list[0], &back));
	growth_free(&growth);
	results_free(&results);
	return found;
}

static void a_line_is_found_again(void **state)
{
	FILE *out = run_begin(state);
	struct results results;
	struct growth growth;
	struct growth_line *line;

	add_line(out, "sync_flush", 400, 1200, 0);
	load(state, out, &results, &growth);
	assert_int_equal(growth.nr, 1);
	line = &growth.list[0];
	assert_true(fabs(line->fit.c[line->a] - 400) < 0.000001);
	assert_true(fabs(line->fit.c[line->b] - 1200) < 0.000001);
	assert_int_equal(line->c, -1);
	assert_true(growth_is_decent(line));
	growth_free(&growth);
	results_free(&results);
}

/* 400 + 1200 n = 3000 + 10 n at n = 2.18. */
static void lines_cross_where_they_meet(void **state)
{
	FILE *out = run_begin(state);
	struct crossover crossover;

	add_line(out, "sync_flush", 400, 1200, 0);
	add_line(out, "vmap", 3000, 10, 0);
	assert_true(crosses(state, out, &crossover));
	assert_int_equal(crossover.at, 3);
	assert_false(crossover.extrapolated);
}

/* 400 + 100 n = 5000 + 10 n at n = 51.1, three times the most that was measured. */
static void beyond_the_points_it_is_extrapolated(void **state)
{
	FILE *out = run_begin(state);
	struct crossover crossover;

	add_line(out, "sync_flush", 400, 100, 0);
	add_line(out, "vmap", 5000, 10, 0);
	assert_true(crosses(state, out, &crossover));
	assert_int_equal(crossover.at, 52);
	assert_true(crossover.extrapolated);
}

static void none_past_1024_cpus(void **state)
{
	FILE *out = run_begin(state);
	struct crossover crossover;

	add_line(out, "sync_flush", 400, 100, 0);
	add_line(out, "vmap", 200000, 10, 0);
	assert_false(crosses(state, out, &crossover));
}

static void none_where_lines_are_as_good_as_parallel(void **state)
{
	FILE *out = run_begin(state);
	struct crossover crossover;

	add_line(out, "noflush", 1480, 0.9, 0);
	add_line(out, "vmap", 1500, 0.1, 0);
	assert_false(crosses(state, out, &crossover));
}

/* The lines of lines_cross_where_they_meet(), but that one is no line. */
static void none_where_a_fit_is_poor(void **state)
{
	FILE *out = run_begin(state);
	struct crossover crossover;

	add_line(out, "sync_flush", 400, 1200, 9000);
	add_line(out, "vmap", 3000, 10, 0);
	assert_false(crosses(state, out, &crossover));
}

static void two_points_are_no_decent_fit(void **state)
{
	FILE *out = run_begin(state);
	struct crossover crossover;

	add(out, "all", "sync_flush", 2, 2800);
	add(out, "all", "sync_flush", 16, 19600);
	add_line(out, "vmap", 3000, 10, 0);
	assert_false(crosses(state, out, &crossover));
}

static void kernels_are_not_mixed(void **state)
{
	FILE *out = run_begin(state);
	struct crossover crossover;

	add_line(out, "sync_flush", 400, 1200, 0);
	add(out, "pure", "vmap", 2, 3020);
	add(out, "pure", "vmap", 4, 3040);
	add(out, "pure", "vmap", 16, 3160);
	assert_false(crosses(state, out, &crossover));
}

#define IN_A_DIRECTORY(test) \
	cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
	const struct lab_test tests[] = {
		IN_A_DIRECTORY(a_line_is_found_again),
		IN_A_DIRECTORY(lines_cross_where_they_meet),
		IN_A_DIRECTORY(beyond_the_points_it_is_extrapolated),
		IN_A_DIRECTORY(none_past_1024_cpus),
		IN_A_DIRECTORY(none_where_lines_are_as_good_as_parallel),
		IN_A_DIRECTORY(none_where_a_fit_is_poor),
		IN_A_DIRECTORY(two_points_are_no_decent_fit),
		IN_A_DIRECTORY(kernels_are_not_mixed),
	};

	return cmocka_run_group_tests_name("growth", tests, NULL, NULL);
}
