// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort_vector.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "statistics/shift.h"

#define MAX_EXACT 25
#define POWER 0.8
#define MAX_BOOTS 1000

/*
 * In how many ways Mann and Whitney's U comes to each value: the coefficients
 * of the product of (1 - x^(m + i)) / (1 - x^i), i from 1 to n.
 */
static void count_u(double *ways, size_t m, size_t n)
{
	size_t max = m * n;

	for (size_t u = 0; u <= max; u++)
		ways[u] = !u;
	for (size_t i = 1; i <= n; i++) {
		for (size_t u = max; u >= m + i; u--)
			ways[u] -= ways[u - m - i];
		for (size_t u = i; u <= max; u++)
			ways[u] += ways[u - i];
	}
}

/* The lowest U with more than @tail below or at it. */
static size_t exact_quantile(size_t m, size_t n, double tail)
{
	double ways[m * n + 1], total = 0, sum = 0;
	size_t u = 0;

	count_u(ways, m, n);
	for (size_t i = 0; i <= m * n; i++)
		total += ways[i];
	while (u < m * n && (sum += ways[u]) <= tail * total)
		u++;
	return u;
}

static size_t normal_quantile(size_t m, size_t n, double tail)
{
	double middle = m * n / 2.0;
	double sigma = sqrt(m * n * (m + n + 1) / 12.0);
	double u = middle + normal_below(tail) * sigma;

	return u > 0 ? (size_t)u : 0;
}

static size_t u_quantile(size_t m, size_t n, double tail)
{
	if (m <= MAX_EXACT && n <= MAX_EXACT)
		return exact_quantile(m, n, tail);
	return normal_quantile(m, n, tail);
}

void shift_estimate(const double *a, size_t nr_a, const double *b, size_t nr_b,
		    double level, struct shift *shift)
{
	size_t nr = nr_a * nr_b, rank = u_quantile(nr_a, nr_b, (1 - level) / 2);
	gsl_vector *differences = gsl_vector_alloc(nr);

	for (size_t i = 0; i < nr; i++)
		gsl_vector_set(differences, i, b[i % nr_b] - a[i / nr_b]);
	gsl_sort_vector(differences);
	shift->estimate =
		gsl_stats_median_from_sorted_data(differences->data, 1, nr);
	shift->has_interval = rank > 0;
	shift->low = gsl_vector_get(differences, rank ? rank - 1 : 0);
	shift->high = gsl_vector_get(differences, nr - (rank ? rank : 1));
	gsl_vector_free(differences);
}

double cliffs_delta(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	long above = 0;

	for (size_t i = 0; i < nr_a; i++)
		for (size_t j = 0; j < nr_b; j++)
			above += (b[j] > a[i]) - (b[j] < a[i]);
	return (double)above / (nr_a * nr_b);
}

static double freedom_of(size_t nr_boots)
{
	return nr_boots - 2.0;
}

/* The statistic's denominator is estimated, too: it spreads as Student's does. */
static double rise_at(double error, double limit, double freedom,
		      double allowed)
{
	double power = normal_below(POWER);

	return fmax(limit * error, allowed) +
	       power * error * sqrt(1 + limit * limit / (2 * freedom));
}

/* What the difference must be above, in standard errors. */
static double limit_of(const struct arms *arms)
{
	return arms->critical * (arms->error + arms->offset) / arms->error;
}

double detectable_rise(const struct arms *arms, double allowed)
{
	if (arms->error == 0)
		return fmax(arms->critical * arms->offset, allowed);
	return rise_at(arms->error, limit_of(arms),
		       freedom_of(arms->nr_a + arms->nr_b), allowed);
}

size_t boots_to_detect(const struct arms *arms, double allowed, double wanted)
{
	double boots = arms->nr_a + arms->nr_b;
	double tail = gsl_cdf_tdist_Q(limit_of(arms), freedom_of(boots));
	double error, freedom;

	for (size_t nr = MIN_BOOTS; nr <= MAX_BOOTS; nr++) {
		error = arms->error * sqrt(boots / (2 * nr));
		freedom = freedom_of(2 * nr);
		if (rise_at(error, student_above(tail, freedom), freedom,
			    allowed) <= wanted)
			return nr;
	}
	return 0;
}
