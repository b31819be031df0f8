// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_combination.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "statistics/permutation.h"

#define MAX_ENUMERATED 200000
#define NR_DRAWN 199999
#define SEED 1
#define SLACK 0.000000000001

/* All values pooled, and the sum that group b had. */
struct pool {
	double *values;
	size_t nr;
	size_t nr_b;
	double sum_b;
	double expected; /* the sum of group b where nothing differs */
	double slack; /* for sums of the same values in another order */
};

static double ways(size_t nr_a, size_t nr_b)
{
	return exp(gsl_sf_lnchoose(nr_a + nr_b, nr_b));
}

static bool is_enumerated(size_t nr_a, size_t nr_b)
{
	return ways(nr_a, nr_b) <= MAX_ENUMERATED;
}

/* With sizes given, the sum of a group tells the difference of the means. */
static bool as_extreme(const struct pool *pool, double sum)
{
	return fabs(sum - pool->expected) >=
	       fabs(pool->sum_b - pool->expected) - pool->slack;
}

static double enumerate(const struct pool *pool)
{
	gsl_combination *chosen = gsl_combination_calloc(pool->nr, pool->nr_b);
	const size_t *index = gsl_combination_data(chosen);
	size_t total = 0, extreme = 0;
	double sum;

	do {
		sum = 0;
		for (size_t i = 0; i < pool->nr_b; i++)
			sum += pool->values[index[i]];
		extreme += as_extreme(pool, sum);
		total++;
	} while (gsl_combination_next(chosen) == GSL_SUCCESS);
	gsl_combination_free(chosen);
	return (double)extreme / total;
}

/* What was observed is one of the ways, so p is never 0. */
static double draw(const struct pool *pool)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t extreme = 1;
	double sum;

	gsl_rng_set(rng, SEED);
	for (size_t drawn = 0; drawn < NR_DRAWN; drawn++) {
		sum = 0;
		for (size_t i = 0; i < pool->nr_b; i++) {
			size_t other =
				i + gsl_rng_uniform_int(rng, pool->nr - i);
			double value = pool->values[other];

			pool->values[other] = pool->values[i];
			pool->values[i] = value;
			sum += value;
		}
		extreme += as_extreme(pool, sum);
	}
	gsl_rng_free(rng);
	return (double)extreme / (NR_DRAWN + 1);
}

double permutation_p(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	double values[nr_a + nr_b];
	struct pool pool = { .values = values,
			     .nr = nr_a + nr_b,
			     .nr_b = nr_b };
	double sum = 0, size = 0;

	memcpy(values, a, nr_a * sizeof(*a));
	memcpy(values + nr_a, b, nr_b * sizeof(*b));
	for (size_t i = 0; i < pool.nr; i++) {
		sum += values[i];
		size += fabs(values[i]);
		pool.sum_b += i < nr_a ? 0 : values[i];
	}
	pool.expected = sum * nr_b / pool.nr;
	pool.slack = size * SLACK;
	return is_enumerated(nr_a, nr_b) ? enumerate(&pool) : draw(&pool);
}

/* Of two groups of one size, either may be the higher one. */
double permutation_lowest_p(size_t nr_a, size_t nr_b)
{
	if (!is_enumerated(nr_a, nr_b))
		return 1.0 / (NR_DRAWN + 1);
	return (nr_a == nr_b ? 2 : 1) / ways(nr_a, nr_b);
}

void holm_adjust(const double *p, size_t nr, double *adjusted)
{
	double highest = 0;
	size_t order[nr];

	gsl_sort_index(order, p, 1, nr);
	for (size_t i = 0; i < nr; i++) {
		highest = fmax(highest, fmin(1, (nr - i) * p[order[i]]));
		adjusted[order[i]] = highest;
	}
}
