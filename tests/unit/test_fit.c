// SPDX-License-Identifier: GPL-2.0
/* Least squares, against the certified values of NIST's reference data sets. */
#include <math.h>

#include "compiler.h"
#include "statistics/fit.h"
#include "fixture.h"

static void expect_near(double value, double expected)
{
	if (fabs(value - expected) > 0.00000001 * fabs(expected))
		fail_msg("%.15g, not %.15g", value, expected);
}

/* NIST StRD, Norris: calibration of ozone monitors; y, x. */
static const double norris[][2] = {
	{ 0.1, 0.2 },	  { 338.8, 337.4 }, { 118.1, 118.2 }, { 888.0, 884.6 },
	{ 9.2, 10.1 },	  { 228.1, 226.5 }, { 668.5, 666.3 }, { 998.5, 996.3 },
	{ 449.1, 448.6 }, { 778.9, 777.0 }, { 559.2, 558.2 }, { 0.3, 0.4 },
	{ 0.1, 0.6 },	  { 778.1, 775.5 }, { 668.8, 666.9 }, { 339.3, 338.0 },
	{ 448.9, 447.5 }, { 10.8, 11.6 },   { 557.7, 556.0 }, { 228.3, 228.1 },
	{ 998.0, 995.8 }, { 888.8, 887.6 }, { 119.6, 120.2 }, { 0.3, 0.3 },
	{ 0.6, 0.3 },	  { 557.6, 556.8 }, { 339.3, 339.1 }, { 888.0, 887.2 },
	{ 998.5, 999.0 }, { 778.9, 779.0 }, { 10.2, 11.1 },   { 117.6, 118.3 },
	{ 228.9, 229.2 }, { 668.4, 669.1 }, { 449.2, 448.9 }, { 0.2, 0.5 },
};

#define NORRIS ARRAY_LENGTH(norris)

static void fill_norris(double *x, double *y)
{
	for (size_t i = 0; i < NORRIS; i++) {
		x[2 * i] = 1;
		x[2 * i + 1] = norris[i][1];
		y[i] = norris[i][0];
	}
}

static void norris_has_its_certified_values(void **state)
{
	double x[2 * NORRIS], y[NORRIS];
	struct fit fit;

	fill_norris(x, y);
	assert_int_equal(fit_linear(&fit, x, y, NORRIS, 2), 0);
	expect_near(fit.c[0], -0.262323073774029);
	expect_near(fit.c[1], 1.00211681802045);
	expect_near(fit.error[0], 0.232818234301152);
	expect_near(fit.error[1], 0.000429796848199937);
	/* NIST divides by the degrees of freedom. */
	expect_near(fit.rms * sqrt(NORRIS / (NORRIS - 2.0)), 0.884796396144373);
}

/* One wrong digit in one point must not go unseen by these checks. */
static void norris_with_a_wrong_point_has_others(void **state)
{
	double x[2 * NORRIS], y[NORRIS];
	struct fit fit;

	fill_norris(x, y);
	y[7] += 0.1;
	assert_int_equal(fit_linear(&fit, x, y, NORRIS, 2), 0);
	assert_true(fabs(fit.c[1] - 1.00211681802045) > 0.000001);
}

/* NIST StRD, Longley (1967): columns as good as collinear; y, then six of x. */
static const double longley[][7] = {
	{ 60323, 83.0, 234289, 2356, 1590, 107608, 1947 },
	{ 61122, 88.5, 259426, 2325, 1456, 108632, 1948 },
	{ 60171, 88.2, 258054, 3682, 1616, 109773, 1949 },
	{ 61187, 89.5, 284599, 3351, 1650, 110929, 1950 },
	{ 63221, 96.2, 328975, 2099, 3099, 112075, 1951 },
	{ 63639, 98.1, 346999, 1932, 3594, 113270, 1952 },
	{ 64989, 99.0, 365385, 1870, 3547, 115094, 1953 },
	{ 63761, 100.0, 363112, 3578, 3350, 116219, 1954 },
	{ 66019, 101.2, 397469, 2904, 3048, 117388, 1955 },
	{ 67857, 104.6, 419180, 2822, 2857, 118734, 1956 },
	{ 68169, 108.4, 442769, 2936, 2798, 120445, 1957 },
	{ 66513, 110.8, 444546, 4681, 2637, 121950, 1958 },
	{ 68655, 112.6, 482704, 3813, 2552, 123366, 1959 },
	{ 69564, 114.2, 502601, 3931, 2514, 125368, 1960 },
	{ 69331, 115.7, 518173, 4806, 2572, 127852, 1961 },
	{ 70551, 116.9, 554894, 4007, 2827, 130081, 1962 },
};

#define LONGLEY ARRAY_LENGTH(longley)

static void longley_has_its_certified_values(void **state)
{
	const double certified[] = { -3482258.63459582,	  15.0618722713733,
				     -0.0358191792925910, -2.02022980381683,
				     -1.03322686717359,	  -0.0511041056535807,
				     1829.15146461355 };
	double x[7 * LONGLEY], y[LONGLEY];
	struct fit fit;

	for (size_t i = 0; i < LONGLEY; i++) {
		y[i] = longley[i][0];
		x[7 * i] = 1;
		for (size_t j = 1; j < 7; j++)
			x[7 * i + j] = longley[i][j];
	}
	assert_int_equal(fit_linear(&fit, x, y, LONGLEY, 7), 0);
	for (size_t i = 0; i < ARRAY_LENGTH(certified); i++)
		expect_near(fit.c[i], certified[i]);
	expect_near(fit.error[6], 455.478499142212);
	expect_near(fit.rms * sqrt(LONGLEY / (LONGLEY - 7.0)),
		    304.854073561965);
}

static void a_plane_through_its_points_has_no_residual(void **state)
{
	/* y = 5 + 2 u + 3 v */
	const double x[] = { 1, 1, 1, 1, 2, 1, 1, 1, 2, 1, 4, 8 };
	const double y[] = { 10, 12, 13, 37 };
	const double at[] = { 1, 10, 100 };
	struct fit fit;

	assert_int_equal(fit_linear(&fit, x, y, 4, 3), 0);
	expect_near(fit_at(&fit, at), 325);
	assert_true(fit.rms < 0.000000001);
	expect_near(fit.mean, 18);
}

static void two_points_have_no_error(void **state)
{
	const double x[] = { 1, 2, 1, 4 }, y[] = { 10, 20 };
	struct fit fit;

	assert_int_equal(fit_linear(&fit, x, y, 2, 2), 0);
	expect_near(fit.c[1], 5);
	assert_true(fit.error[1] == 0);
}

static void refuses_what_determines_nothing(void **state)
{
	const double same[] = { 1, 2, 1, 2, 1, 2 }, y[] = { 1, 2, 3 };
	struct fit fit;

	assert_int_equal(fit_linear(&fit, same, y, 3, 2), -1);
	assert_int_equal(fit_linear(&fit, same, y, 1, 2), -1);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(norris_has_its_certified_values),
		cmocka_unit_test(norris_with_a_wrong_point_has_others),
		cmocka_unit_test(longley_has_its_certified_values),
		cmocka_unit_test(a_plane_through_its_points_has_no_residual),
		cmocka_unit_test(two_points_have_no_error),
		cmocka_unit_test(refuses_what_determines_nothing),
	};

	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
