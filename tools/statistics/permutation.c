// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_combination.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "statistics/permutation.h"

#define MAX_ENUMERATED 3432 /* 7 boots an arm */
#define NR_DRAWN 3999
#define SEED 1
#define FENCE 1.5 /* distances of the quartiles */

/* What is left of a statistic that only the order of its sums made. */
#define SLACK (1 - 0.000000001)

/* A figure, and the boot that it is of: first those of arm a, then those of arm b. */
struct figure {
	double value;
	size_t boot;
};

/* Metrics whose arms are of one size. */
struct family {
	struct arms **list;
	size_t nr;
	size_t nr_boots;
	size_t nr_b;
	struct figure *sorted; /* nr_boots of each metric */
	double *observed;
	double *now; /* the statistics of one dealing */
	size_t *order; /* by what was observed, the lowest first */
	size_t *as_extreme; /* dealings, by place in @order */
	double *highest; /* of each dealing */
	size_t nr_dealings;
};

static double ways(size_t nr_a, size_t nr_b)
{
	return exp(gsl_sf_lnchoose(nr_a + nr_b, nr_b));
}

static bool is_enumerated(size_t nr_a, size_t nr_b)
{
	return ways(nr_a, nr_b) < MAX_ENUMERATED + 0.5;
}

/*
 * Of one arm: what lies beyond Tukey's fences counts as the fence, so that no odd boot
 * carries the mean. Adds the square of the mean's error. @offset: as of struct arms.
 */
static double fenced_mean(const double *sorted, size_t nr, double offset,
			  double *square)
{
	double low = gsl_stats_quantile_from_sorted_data(sorted, 1, nr, 0.25);
	double high = gsl_stats_quantile_from_sorted_data(sorted, 1, nr, 0.75);
	double reach = FENCE * (high - low) + offset, middle = sorted[nr / 2];
	double sum = 0, squares = 0, value;

	for (size_t i = 0; i < nr; i++) {
		value = fmin(fmax(sorted[i], low - reach), high + reach);
		value -= middle;
		sum += value;
		squares += value * value;
	}
	squares -= sum * sum / nr;
	*square += fmax(0, squares) / (nr * (nr - 1.0));
	return middle + sum / nr;
}

/* Of one dealing: what is sorted is sorted in each arm, too. */
static double statistic(const struct family *f, size_t metric,
			const unsigned char *in_b, double *error)
{
	const struct figure *sorted = &f->sorted[metric * f->nr_boots];
	const double offset = f->list[metric]->offset;
	double arms[2][f->nr_boots], square = 0, difference;
	size_t nr[2] = {};
	unsigned int arm;

	for (size_t i = 0; i < f->nr_boots; i++) {
		arm = in_b[sorted[i].boot];
		arms[arm][nr[arm]++] = sorted[i].value;
	}
	difference = fenced_mean(arms[1], nr[1], offset, &square) -
		     fenced_mean(arms[0], nr[0], offset, &square);
	*error = sqrt(square);
	difference = fabs(difference) / (*error + offset);
	return isnan(difference) ? 0 : difference;
}

/* Counts one dealing: a metric's place is as extreme if any below it is, too. */
static void count(struct family *f, const unsigned char *in_b)
{
	double highest = 0, error;

	for (size_t i = 0; i < f->nr; i++)
		f->now[i] = statistic(f, i, in_b, &error);
	for (size_t i = 0; i < f->nr; i++) {
		highest = fmax(highest, f->now[f->order[i]]);
		f->as_extreme[i] += highest >= f->observed[f->order[i]] * SLACK;
	}
	f->highest[f->nr_dealings++] = highest;
}

static void enumerate(struct family *f)
{
	gsl_combination *chosen = gsl_combination_calloc(f->nr_boots, f->nr_b);
	unsigned char in_b[f->nr_boots];

	do {
		for (size_t i = 0; i < f->nr_boots; i++)
			in_b[i] = 0;
		for (size_t i = 0; i < f->nr_b; i++)
			in_b[gsl_combination_get(chosen, i)] = 1;
		count(f, in_b);
	} while (gsl_combination_next(chosen) == GSL_SUCCESS);
	gsl_combination_free(chosen);
}

/* What was observed is one of the dealings, so p is never 0. */
static void draw(struct family *f)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	unsigned char in_b[f->nr_boots];

	gsl_rng_set(rng, SEED);
	for (size_t i = 0; i < f->nr_boots; i++)
		in_b[i] = i >= f->nr_boots - f->nr_b;
	count(f, in_b);
	for (size_t i = 0; i < NR_DRAWN; i++) {
		gsl_ran_shuffle(rng, in_b, f->nr_boots, 1);
		count(f, in_b);
	}
	gsl_rng_free(rng);
}

static int compare_figures(const void *a, const void *b)
{
	const struct figure *left = a, *right = b;

	return (left->value > right->value) - (left->value < right->value);
}

/* Sorts each metric once, and computes what was observed. */
static void observe(struct family *f)
{
	unsigned char in_b[f->nr_boots];
	const struct arms *arms;
	struct figure *sorted;

	for (size_t i = 0; i < f->nr_boots; i++)
		in_b[i] = i >= f->nr_boots - f->nr_b;
	for (size_t i = 0; i < f->nr; i++) {
		arms = f->list[i];
		sorted = &f->sorted[i * f->nr_boots];
		for (size_t j = 0; j < f->nr_boots; j++)
			sorted[j] = (struct figure){
				j < arms->nr_a ? arms->a[j] :
						 arms->b[j - arms->nr_a],
				j
			};
		qsort(sorted, f->nr_boots, sizeof(*sorted), compare_figures);
		f->observed[i] = statistic(f, i, in_b, &f->list[i]->error);
	}
	gsl_sort_index(f->order, f->observed, 1, f->nr);
}

/* @groups: how many families there are. */
static void conclude(struct family *f, size_t groups)
{
	double share, highest = 0;
	struct arms *arms;
	size_t above;

	gsl_sort(f->highest, 1, f->nr_dealings);
	for (size_t i = f->nr; i--;) {
		arms = f->list[f->order[i]];
		share = groups * (double)f->as_extreme[i] / f->nr_dealings;
		highest = fmax(highest, fmin(1, share));
		arms->p = highest;
		above = ceil(arms->level / groups * f->nr_dealings);
		arms->critical = above ? f->highest[f->nr_dealings - above] :
					 INFINITY;
	}
}

static void test_family(struct family *f, size_t groups)
{
	const struct arms *first = f->list[0];

	f->nr_b = first->nr_b;
	f->nr_boots = first->nr_a + first->nr_b;
	f->sorted = calloc(f->nr * f->nr_boots, sizeof(*f->sorted));
	f->observed = calloc(2 * f->nr, sizeof(double));
	f->now = f->observed + f->nr;
	f->order = calloc(2 * f->nr, sizeof(size_t));
	f->as_extreme = f->order + f->nr;
	f->highest = calloc(NR_DRAWN + 1, sizeof(double));
	observe(f);
	if (is_enumerated(first->nr_a, first->nr_b))
		enumerate(f);
	else
		draw(f);
	conclude(f, groups);
	free(f->sorted);
	free(f->observed);
	free(f->order);
	free(f->highest);
}

static bool same_sizes(const struct arms *a, const struct arms *b)
{
	return a->nr_a == b->nr_a && a->nr_b == b->nr_b;
}

static bool has_test(const struct arms *arms)
{
	return arms->nr_a >= MIN_BOOTS && arms->nr_b >= MIN_BOOTS;
}

/* The metrics of the family of @list[@first]; none, if an earlier one has it, too. */
static size_t gather(struct arms *list, size_t nr, size_t first,
		     struct arms **family)
{
	size_t found = 0;

	if (!has_test(&list[first]))
		return 0;
	for (size_t i = 0; i < nr; i++) {
		if (!same_sizes(&list[i], &list[first]))
			continue;
		if (i < first)
			return 0;
		family[found++] = &list[i];
	}
	return found;
}

void permutation_test(struct arms *list, size_t nr)
{
	struct arms **members = calloc(nr + 1, sizeof(*members));
	struct family family = { .list = members };
	size_t groups = 0;

	for (size_t i = 0; i < nr; i++) {
		list[i].p = 1;
		list[i].critical = INFINITY;
		groups += !!gather(list, nr, i, members);
	}
	for (size_t i = 0; i < nr; i++) {
		family = (struct family){ .list = members };
		family.nr = gather(list, nr, i, members);
		if (family.nr)
			test_family(&family, groups);
	}
	free(members);
}

/* Of two arms of one size, either may be the higher one. */
double permutation_lowest_p(size_t nr_a, size_t nr_b)
{
	if (nr_a < MIN_BOOTS || nr_b < MIN_BOOTS)
		return 1;
	if (!is_enumerated(nr_a, nr_b))
		return 1.0 / (NR_DRAWN + 1);
	return (nr_a == nr_b ? 2 : 1) / ways(nr_a, nr_b);
}
