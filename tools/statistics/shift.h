/* SPDX-License-Identifier: GPL-2.0 */
/* How far apart two groups lie, and what could have been seen of it. */
#ifndef LABSTAT_SHIFT_H
#define LABSTAT_SHIFT_H

#include <stdbool.h>
#include <stddef.h>

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

/* The standard deviation within the groups, NAN if one has less than 2 values. */
double pooled_deviation(const double *a, size_t nr_a, const double *b,
			size_t nr_b);

/*
 * The smallest rise that a two-sided test at @p would find in 4 of 5 attempts
 * where values spread by @deviation: of Student's test, whose noncentral
 * distribution is taken for a normal one.
 */
double detectable_rise(double deviation, size_t nr_a, size_t nr_b, double p);

#endif /* LABSTAT_SHIFT_H */
