/* SPDX-License-Identifier: GPL-2.0 */
/* The permutation test for two groups, and Holm's correction of many tests. */
#ifndef LABSTAT_PERMUTATION_H
#define LABSTAT_PERMUTATION_H

#include <stddef.h>

/*
 * The two-sided p-value of the difference of the means of @a and @b, each with
 * at least one value: the share of all ways to deal the values into two groups
 * of these sizes that differ as much or more. All of them are tried if there
 * are few, else a fixed number drawn with a fixed seed.
 */
double permutation_p(const double *a, size_t nr_a, const double *b,
		     size_t nr_b);

/* The lowest p-value that groups of these sizes can ever give. */
double permutation_lowest_p(size_t nr_a, size_t nr_b);

/*
 * Adjusts @p for the number of tests after Holm (1979), to @adjusted, which
 * may not be @p.
 */
void holm_adjust(const double *p, size_t nr, double *adjusted);

#endif /* LABSTAT_PERMUTATION_H */
