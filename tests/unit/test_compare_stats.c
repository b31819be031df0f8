// SPDX-License-Identifier: GPL-2.0
/* The statistics of comparisons, against worked examples of others. */
#include <math.h>

#include "compiler.h"
#include "fixture.h"
#include "statistics/permutation.h"
#include "statistics/shift.h"
#include "statistics/trend.h"

#define TINY 0.000000001

static void expect_near(double value, double expected, double margin)
{
	if (!(fabs(value - expected) <= margin))
		fail_msg("%.12g, not %.12g", value, expected);
}

/* @b beside @a, as a family of its own. */
static struct arms test_alone(const double *a, size_t nr_a, const double *b,
			      size_t nr_b)
{
	struct arms arms = { a, nr_a, b, nr_b, .level = 0.01 };

	permutation_test(&arms, 1);
	return arms;
}

static const double low[] = { 1, 2, 3, 4, 100 };
static const double high[] = { 11, 12, 13, 14, 15 };

/*
 * With pencil and paper: the quartiles of `low` are 2 and 4, so its upper fence is at 7, and
 * 1 2 3 4 7 has a mean of 3.4 and squares of 21.2 about it; those of `high` sum to 10.
 */
static void an_odd_boot_counts_as_the_fence(void **state)
{
	struct arms arms = test_alone(low, 5, high, 5);

	expect_near(arms.error, sqrt((21.2 + 10) / (5 * 4)), TINY);
}

/* C(10, 5) = 252 dealings, of which the one observed and its mirror image are as extreme. */
static void arms_that_do_not_overlap_have_the_lowest_p(void **state)
{
	const double far[] = { 1011, 1012, 1013, 1014, 1015, 1016 };

	expect_near(test_alone(high, 5, far, 5).p, 2 / 252.0, TINY);
	expect_near(test_alone(far, 5, high, 5).p, 2 / 252.0, TINY);
	expect_near(test_alone(high, 5, far, 6).p, 1 / 462.0, TINY);
}

static void the_lowest_p_is_that_of_the_dealings_that_are_tried(void **state)
{
	double a[12], b[12];

	expect_near(permutation_lowest_p(4, 9), 1, 0);
	expect_near(permutation_lowest_p(5, 5), 2 / 252.0, TINY);
	expect_near(permutation_lowest_p(5, 6), 1 / 462.0, TINY);
	expect_near(permutation_lowest_p(7, 7), 2 / 3432.0, TINY);
	expect_near(permutation_lowest_p(12, 12), 1 / 4000.0, TINY);
	for (size_t i = 0; i < 12; i++) {
		a[i] = i;
		b[i] = 1000 + i;
	}
	expect_near(test_alone(a, 12, b, 12).p, 1 / 4000.0, TINY);
}

/* Where too many dealings are left to try, drawing must agree with the normal. */
static void drawing_agrees_with_theory(void **state)
{
	double a[40], b[40];

	for (size_t i = 0; i < 40; i++) {
		a[i] = i;
		b[i] = i + 4;
	}
	/* The pool's variance is 137.8: z = 4 / sqrt(137.8 / 20) = 1.524. */
	expect_near(test_alone(a, 40, b, 40).p, 0.1276, 0.02);
}

static void equal_values_and_few_boots_prove_nothing(void **state)
{
	const double same[] = { 0.1, 0.1, 0.1, 0.1, 0.1 };

	expect_near(test_alone(same, 5, same, 5).p, 1, 0);
	expect_near(test_alone(low, 4, high, 4).p, 1, 0);
}

/* The dealings are the same for all, so what moves as another does costs it nothing. */
static void metrics_that_move_together_count_as_one(void **state)
{
	const double a[] = { 100, 104, 101, 98, 102, 97 };
	const double b[] = { 103, 106, 104, 100, 107, 101 };
	struct arms family[50];

	for (size_t i = 0; i < 50; i++)
		family[i] = (struct arms){ a, 6, b, 6, .level = 0.01 };
	permutation_test(family, 50);
	expect_near(family[0].p, test_alone(a, 6, b, 6).p, TINY);
	expect_near(family[49].p, family[0].p, 0);
	assert_true(family[0].p < 0.2);
}

/*
 * Noise beside what rose: in a family of its own it has a p of its own, and stepping down
 * it has that after what is more extreme; Bonferroni takes both families for one.
 */
static void stepping_down_leaves_out_what_was_found(void **state)
{
	const double a[] = { 100, 104, 101, 98, 102, 97 };
	const double b[] = { 101, 106, 102, 100, 103, 97 };
	const double far[] = { 1100, 1104, 1101, 1098, 1102, 1097 };
	double alone = test_alone(a, 6, b, 6).p;
	struct arms family[] = { { a, 6, far, 6 }, { a, 6, b, 6 } };
	struct arms apart[] = { { a, 6, far, 6 }, { a, 6, b, 5 } };

	permutation_test(family, 2);
	expect_near(family[0].p, 2 / 924.0, TINY);
	expect_near(family[1].p, alone, TINY);
	permutation_test(apart, 2);
	expect_near(apart[0].p, 2 * 2 / 924.0, TINY);
}

/* One boot in ten that is slow hides nothing, and six of ten do not pass unseen. */
static void one_odd_boot_carries_no_location(void **state)
{
	const double a[] = { 100, 101, 102, 99, 98, 100, 101, 99, 103, 1e6 };
	const double b[] = { 300, 303, 306, 297, 294, 300, 303, 297, 309, 300 };
	struct arms arms = test_alone(a, 10, b, 10);

	assert_true(arms.p < 0.001);
	assert_true(arms.error < 2);
}

/* What lies within the offset is no evidence, however little boots spread. */
static void the_offset_stands_beside_the_error(void **state)
{
	const double a[] = { 100, 100, 100, 100, 100 };
	const double b[] = { 101, 101, 101, 101, 101 };
	struct arms arms = { a, 5, b, 5, .offset = 10, .level = 0.01 };

	permutation_test(&arms, 1);
	expect_near(arms.p, 2 / 252.0, TINY);
	assert_true(arms.critical <= 1 / 10.0);
}

static void boots_that_resemble_those_before_are_told_from_others(void **state)
{
	const double drift[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	const double none[] = { 5, 1, 8, 3, 9, 2, 7, 4, 10, 6 };
	struct arms drifting = { drift, 10, drift, 10 };
	struct arms steady = { none, 10, none, 10 };
	double resemblance;

	assert_true(trend_test(&drifting, 1, &resemblance) < 0.01);
	expect_near(resemblance, 0.7, TINY);
	assert_true(trend_test(&steady, 1, &resemblance) > 0.5);
	expect_near(trend_test(NULL, 0, &resemblance), 1, 0);
}

/*
 * R's help of wilcox.test(), after Hollander and Wolfe (1973), p. 69: constants
 * of permeability at term (x) and earlier (y). W = 35, one-sided p = 0.1272;
 * with conf.int = TRUE the difference is 0.305, from -0.15 to 0.76.
 */
static const double at_term[] = { 0.80, 0.83, 1.89, 1.04, 1.45,
				  1.38, 1.91, 1.64, 0.73, 1.46 };
static const double earlier[] = { 1.15, 0.88, 0.90, 0.74, 1.21 };

static void hollander_wolfe_permeability(void **state)
{
	struct shift shift;

	shift_estimate(earlier, 5, at_term, 10, 0.95, &shift);
	expect_near(shift.estimate, 0.305, TINY);
	assert_true(shift.has_interval);
	expect_near(shift.low, -0.15, TINY);
	expect_near(shift.high, 0.76, TINY);
	/* U = 35 of 50 pairs. */
	expect_near(cliffs_delta(earlier, 5, at_term, 10), 2 * 35 / 50.0 - 1,
		    TINY);
}

/*
 * Table of the two-sided Mann-Whitney test at 0.05 in any textbook: with 5 and 5
 * values U may be 2 at most, with 3 and 3 there is none. So the interval runs
 * from the 3rd difference to the 3rd from the end, or there is none.
 */
static void small_groups_have_wide_intervals(void **state)
{
	const double a[] = { 0, 0, 0, 0, 0 }, b[] = { 1, 2, 3, 4, 5 };
	struct shift shift;

	shift_estimate(a, 5, b, 5, 0.95, &shift);
	assert_true(shift.has_interval);
	expect_near(shift.low, 1, 0);
	expect_near(shift.high, 5, 0);
	shift_estimate(a, 3, b, 3, 0.95, &shift);
	assert_false(shift.has_interval);
	expect_near(shift.estimate, 2, 0);
}

/* The example of cliff.delta() in R's package effsize: -0.25. */
static void effsize_cliffs_delta(void **state)
{
	const double treated[] = { 10, 10, 20, 20, 20, 30, 30, 30, 40, 50 };
	const double control[] = { 10, 20, 30, 40, 40, 50 };

	expect_near(cliffs_delta(control, 6, treated, 10), -0.25, TINY);
}

/*
 * Cohen, Statistical Power Analysis (2nd ed.), table 2.4.1: a two-sided test at
 * 0.05 with 26 values a group has a power of 0.80 for an effect of 0.80 sigma,
 * one at 0.01 needs 38. The limits are Student's, of 50 and 74 degrees of freedom.
 */
static void cohen_power(void **state)
{
	struct arms arms = { .nr_a = 26, .nr_b = 26, .critical = 2.0086 };

	arms.error = 2 * sqrt(2 / 26.0);
	expect_near(detectable_rise(&arms, 0), 0.80 * 2, 0.02);
	assert_in_range(boots_to_detect(&arms, 0, 0.80 * 2), 25, 27);
	assert_int_equal(boots_to_detect(&arms, 2, 0.80 * 2), 0);
	arms = (struct arms){ .nr_a = 38, .nr_b = 38, .critical = 2.6439 };
	arms.error = 2 * sqrt(2 / 38.0);
	expect_near(detectable_rise(&arms, 0), 0.80 * 2, 0.02);
	assert_true(detectable_rise(&arms, 5) > 5);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(an_odd_boot_counts_as_the_fence),
		cmocka_unit_test(arms_that_do_not_overlap_have_the_lowest_p),
		cmocka_unit_test(
			the_lowest_p_is_that_of_the_dealings_that_are_tried),
		cmocka_unit_test(drawing_agrees_with_theory),
		cmocka_unit_test(equal_values_and_few_boots_prove_nothing),
		cmocka_unit_test(metrics_that_move_together_count_as_one),
		cmocka_unit_test(stepping_down_leaves_out_what_was_found),
		cmocka_unit_test(one_odd_boot_carries_no_location),
		cmocka_unit_test(the_offset_stands_beside_the_error),
		cmocka_unit_test(
			boots_that_resemble_those_before_are_told_from_others),
		cmocka_unit_test(hollander_wolfe_permeability),
		cmocka_unit_test(small_groups_have_wide_intervals),
		cmocka_unit_test(effsize_cliffs_delta),
		cmocka_unit_test(cohen_power),
	};

	return cmocka_run_group_tests_name("compare_stats", tests, NULL, NULL);
}
