/* SPDX-License-Identifier: GPL-2.0 */
/* Many metrics of two groups of boots, tested as one family. */
#ifndef LABSTAT_PERMUTATION_H
#define LABSTAT_PERMUTATION_H

#include <stddef.h>

/* Boots an arm below which there is no test. */
#define MIN_BOOTS 5

/* One metric of the family: its figure in each boot of the arms @a and @b. */
struct arms {
	const double *a;
	size_t nr_a;
	const double *b;
	size_t nr_b;
	/*
	 * Added to the standard error, in the unit of the figure: what lies so near is
	 * hardly told apart, however little a few boots happen to spread.
	 */
	double offset;
	double level; /* the p that @critical is for */

	/* Found by permutation_test(). */
	double error; /* standard error of the difference of the arms' locations */
	double p; /* two-sided, for the whole family; 1 without a test */
	double critical; /* p is below @level if the statistic is above it */
};

/*
 * Tests @list by Westfall and Young's step-down permutation of the largest statistic, of
 * which the dealings are the same for all metrics, so that those that move together count
 * little more than one. The statistic is Welch's, the difference of the means by its
 * standard error, where what lies beyond Tukey's fences counts as the fence. Metrics with arms of
 * other sizes are families of their own, for which Bonferroni corrects.
 */
void permutation_test(struct arms *list, size_t nr);

/*
 * The lowest p that arms of these sizes can give: of all dealings, or of those that are
 * drawn where there are too many. 1 below MIN_BOOTS.
 */
double permutation_lowest_p(size_t nr_a, size_t nr_b);

#endif /* LABSTAT_PERMUTATION_H */
