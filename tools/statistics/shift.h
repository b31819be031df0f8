/* SPDX-License-Identifier: GPL-2.0 */
/* How far apart two groups lie, and what could have been seen of it. */
#ifndef LABSTAT_SHIFT_H
#define LABSTAT_SHIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "statistics/permutation.h"

struct shift {
	double estimate; /* Hodges and Lehmann: median of all differences */
	bool has_interval; /* are the groups large enough for the level? */
	double low;
	double high;
};

/*
 * The shift from @a to @b, with Moses' distribution-free interval at @level,
 * which inverts the Wilcoxon test: exact in groups of up to 25 values.
 */
void shift_estimate(const double *a, size_t nr_a, const double *b, size_t nr_b,
		    double level, struct shift *shift);

/*
 * Cliff's delta: how much likelier a value of @b is to lie above one of @a
 * than below, from -1 to 1.
 */
double cliffs_delta(const double *a, size_t nr_a, const double *b, size_t nr_b);

/*
 * The smallest rise that is found in 4 of 5 attempts by the test that filled @arms, and by
 * a rule that wants it above @allowed. The statistic is taken for Student's.
 */
double detectable_rise(const struct arms *arms, double allowed);

/* The boots an arm with which that would be @wanted or less; 0 if no number would do. */
size_t boots_to_detect(const struct arms *arms, double allowed, double wanted);

#endif /* LABSTAT_SHIFT_H */
