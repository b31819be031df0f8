// SPDX-License-Identifier: GPL-2.0
/* The statistics of comparisons, against worked examples of others. */
#include <math.h>

#include "compiler.h"
#include "fixture.h"
#include "statistics/permutation.h"
#include "statistics/shift.h"

#define TINY 0.000000001

static void expect_near(double value, double expected, double margin)
{
	if (!(fabs(value - expected) <= margin))
		fail_msg("%.12g, not %.12g", value, expected);
}

/*
 * Good, Permutation, Parametric and Bootstrap Tests of Hypotheses (3rd ed.),
 * chapter 1: cell cultures with and without vitamin E. Of the 20 ways to choose
 * three of six only the one observed has a sum as large, and only its mirror
 * image one as small.
 */
static void good_vitamin_e(void **state)
{
	const double without[] = { 34, 12, 22 }, with[] = { 121, 118, 110 };

	expect_near(permutation_p(without, 3, with, 3), 2 / 20.0, TINY);
	expect_near(permutation_p(with, 3, without, 3), 2 / 20.0, TINY);
	expect_near(permutation_lowest_p(3, 3), 2 / 20.0, TINY);
}

/*
 * Efron and Tibshirani, An Introduction to the Bootstrap, tables 2.1 and 15.1:
 * of 1000 permutations of the mouse data 132 reach the difference of 30.63, one
 * side of the distribution, which is nearly symmetric: 0.264 +- 0.03 for both.
 */
static void efron_tibshirani_mice(void **state)
{
	const double control[] = { 52, 104, 146, 10, 51, 30, 40, 27, 46 };
	const double treated[] = { 94, 197, 16, 38, 99, 141, 23 };

	expect_near(permutation_p(control, 9, treated, 7), 0.264, 0.03);
}

/*
 * Unequal groups, small enough for pencil and paper: of the 35 ways to choose 4
 * of 19, 22, 23, 25, 26, 33, 40 the sums 89, 90 and 92 lie as far below 107.4 as
 * 92 does, and 124 above.
 */
static void ways_of_unequal_groups_are_counted_on_both_sides(void **state)
{
	const double four[] = { 19, 22, 25, 26 }, three[] = { 23, 33, 40 };

	expect_near(permutation_p(four, 4, three, 3), 4 / 35.0, TINY);
	expect_near(permutation_lowest_p(4, 3), 1 / 35.0, TINY);
}

/* Where too many ways are left to try, drawing must agree with the normal. */
static void drawing_agrees_with_theory(void **state)
{
	double a[40], b[40];

	for (size_t i = 0; i < 40; i++) {
		a[i] = i;
		b[i] = i + 4;
	}
	/* The pool's variance is 137.8: z = 4 / sqrt(137.8 / 20) = 1.524. */
	expect_near(permutation_p(a, 40, b, 40), 0.1276, 0.008);
	expect_near(permutation_lowest_p(40, 40), 1 / 200000.0, TINY);
}

static void equal_values_prove_nothing(void **state)
{
	const double same[] = { 0.1, 0.1, 0.1, 0.1, 0.1 };

	expect_near(permutation_p(same, 5, same, 5), 1, 0);
}

/*
 * The four p-values with which the article "Holm-Bonferroni method" of Wikipedia
 * shows the procedure: at 0.05 the 1st and 4th are rejected. R's p.adjust() gives
 * the adjusted values.
 */
static void holm_of_four(void **state)
{
	const double p[] = { 0.01, 0.04, 0.03, 0.005 };
	const double expected[] = { 0.03, 0.06, 0.06, 0.02 };
	double adjusted[4];

	holm_adjust(p, 4, adjusted);
	for (size_t i = 0; i < 4; i++)
		expect_near(adjusted[i], expected[i], TINY);
}

static void holm_never_passes_one(void **state)
{
	const double p[] = { 0.6, 0.7 };
	double adjusted[2];

	holm_adjust(p, 2, adjusted);
	expect_near(adjusted[0], 1, 0);
	expect_near(adjusted[1], 1, 0);
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
 * one at 0.01 needs 38.
 */
static void cohen_power(void **state)
{
	const double a[] = { 1, 3 }, b[] = { 11, 13 };

	expect_near(detectable_rise(2, 26, 26, 0.05), 0.80 * 2, 0.02);
	expect_near(detectable_rise(2, 38, 38, 0.01), 0.80 * 2, 0.02);
	expect_near(pooled_deviation(a, 2, b, 2), sqrt(2), TINY);
	assert_true(isnan(pooled_deviation(a, 1, b, 2)));
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(good_vitamin_e),
		cmocka_unit_test(efron_tibshirani_mice),
		cmocka_unit_test(
			ways_of_unequal_groups_are_counted_on_both_sides),
		cmocka_unit_test(drawing_agrees_with_theory),
		cmocka_unit_test(equal_values_prove_nothing),
		cmocka_unit_test(holm_of_four),
		cmocka_unit_test(holm_never_passes_one),
		cmocka_unit_test(hollander_wolfe_permeability),
		cmocka_unit_test(small_groups_have_wide_intervals),
		cmocka_unit_test(effsize_cliffs_delta),
		cmocka_unit_test(cohen_power),
	};

	return cmocka_run_group_tests_name("compare_stats", tests, NULL, NULL);
}
