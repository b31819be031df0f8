// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "statistics/trend.h"

#define NR_DRAWN 499
#define SEED 1
#define SLACK 0.000000001

/* Boots in the order of their keys; that of the run, where a key is its number. */
static double resemblance_of(const double *boots, size_t nr, const double *keys)
{
	double ordered[nr], found;
	size_t order[nr];

	gsl_sort_index(order, keys, 1, nr);
	for (size_t i = 0; i < nr; i++)
		ordered[i] = boots[order[i]];
	found = gsl_stats_lag1_autocorrelation(ordered, 1, nr);
	return isfinite(found) ? found : 0;
}

static double mean_resemblance(const struct arms *list, size_t nr,
			       const double *keys)
{
	double sum = 0;

	for (size_t i = 0; i < nr; i++)
		sum += resemblance_of(list[i].a, list[i].nr_a, keys) +
		       resemblance_of(list[i].b, list[i].nr_b, keys);
	return sum / (2 * nr);
}

static size_t most_boots(const struct arms *list, size_t nr)
{
	size_t most = 0;

	for (size_t i = 0; i < nr; i++) {
		most = list[i].nr_a > most ? list[i].nr_a : most;
		most = list[i].nr_b > most ? list[i].nr_b : most;
	}
	return most;
}

double trend_test(const struct arms *list, size_t nr, double *resemblance)
{
	size_t boots = most_boots(list, nr), as_high = 1;
	double keys[boots + 1];
	gsl_rng *rng;

	*resemblance = 0;
	if (!nr)
		return 1;
	for (size_t i = 0; i < boots; i++)
		keys[i] = i;
	*resemblance = mean_resemblance(list, nr, keys);
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, SEED);
	for (size_t drawn = 0; drawn < NR_DRAWN; drawn++) {
		for (size_t i = 0; i < boots; i++)
			keys[i] = gsl_rng_uniform(rng);
		as_high += mean_resemblance(list, nr, keys) >=
			   *resemblance - SLACK;
	}
	gsl_rng_free(rng);
	return as_high / (NR_DRAWN + 1.0);
}
