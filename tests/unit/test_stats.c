// SPDX-License-Identifier: GPL-2.0
/* The statistics, against worked examples that others have published. */
#include <math.h>

#include "compiler.h"
#include "fixture.h"
#include "statistics/stats.h"

static void expect_near(double value, double expected)
{
	if (fabs(value - expected) > 0.000000001)
		fail_msg("%.12g, not %.12g", value, expected);
}

/* GSL Reference Manual 2.7, Statistics, Examples: median 17.2. */
static void gsl_manual_example(void **state)
{
	const double data[] = { 17.2, 18.1, 16.5, 18.3, 12.6 };
	struct stats stats;

	stats_of(&stats, data, ARRAY_LENGTH(data));
	expect_near(stats.median, 17.2);
	expect_near(stats.min, 12.6);
	expect_near(stats.max, 18.3);
	assert_int_equal(stats.count, 5);
}

/* NumPy's documentation of median(): 3.5, between the middle two. */
static void numpy_median_of_even_count(void **state)
{
	const double data[] = { 10, 7, 4, 3, 2, 1 };
	struct stats stats;

	stats_of(&stats, data, ARRAY_LENGTH(data));
	expect_near(stats.median, 3.5);
}

/*
 * Type 7 of Hyndman and Fan (1996), R's default: x[j] + g * (x[j+1] - x[j]) at
 * j + g = 1 + (n - 1) * p. R: quantile(1:11, c(.9, .99)) is 10.0 and 10.9;
 * quantile(c(1, 2, 3, 4), .9) is 3.7, where types 6 and 8 have 4.
 */
static void quantiles_are_of_type_7(void **state)
{
	const double eleven[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
	const double four[] = { 4, 2, 1, 3 };
	struct stats stats;

	stats_of(&stats, eleven, ARRAY_LENGTH(eleven));
	expect_near(stats.p90, 10.0);
	expect_near(stats.p99, 10.9);
	stats_of(&stats, four, ARRAY_LENGTH(four));
	expect_near(stats.p90, 3.7);
}

static void one_value_is_everything(void **state)
{
	const double data[] = { 42 };
	struct stats stats;

	stats_of(&stats, data, 1);
	expect_near(stats.min, 42);
	expect_near(stats.median, 42);
	expect_near(stats.p99, 42);
	expect_near(stats.max, 42);
}

/* One call of fifty pays for the others, and not one of a thousand. */
static void deferred_work_is_told_from_a_tick(void **state)
{
	double values[1000];
	struct stats stats;

	for (size_t i = 0; i < 1000; i++)
		values[i] = i % 50 ? 100 : 2000;
	stats_of(&stats, values, 1000);
	expect_near(stats.mean, 138);
	expect_near(stats.capped_mean, 138);
	expect_near(stats.median, 100);
	assert_true(stats_are_amortised(&stats, 1.05));

	for (size_t i = 0; i < 1000; i++)
		values[i] = i ? 100 : 2000;
	stats_of(&stats, values, 1000);
	assert_false(stats_are_amortised(&stats, 1.05));
}

/* Of 200 calls two are, of 99 none. */
static void a_mean_is_capped_by_a_hundredth_of_its_calls(void **state)
{
	double values[200];
	struct stats stats;

	for (size_t i = 0; i < 200; i++)
		values[i] = i % 50 ? 100 : 2000;
	values[7] = 5000000;
	stats_of(&stats, values, 200);
	expect_near(stats.capped_mean, 147.5);
	stats_of(&stats, values, 99);
	expect_near(stats.capped_mean, stats.mean);
	assert_true(stats.mean > 50000);

	values[8] = 5000000;
	stats_of(&stats, values, 200);
	expect_near(stats.capped_mean, 157);
	values[9] = 5000000;
	stats_of(&stats, values, 200);
	assert_true(stats.capped_mean > 70000);
}

/* A mean, or a median that forgets to sort, would fail here. */
static void outliers_do_not_move_the_median(void **state)
{
	const double data[] = { 1000000, 5, 5, 6, 5 };
	struct stats stats;

	stats_of(&stats, data, ARRAY_LENGTH(data));
	expect_near(stats.median, 5);
	expect_near(data[0], 1000000);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(gsl_manual_example),
		cmocka_unit_test(numpy_median_of_even_count),
		cmocka_unit_test(quantiles_are_of_type_7),
		cmocka_unit_test(one_value_is_everything),
		cmocka_unit_test(deferred_work_is_told_from_a_tick),
		cmocka_unit_test(a_mean_is_capped_by_a_hundredth_of_its_calls),
		cmocka_unit_test(a_mean_is_capped_by_a_hundredth_of_its_calls),
		cmocka_unit_test(outliers_do_not_move_the_median),
	};

	return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
