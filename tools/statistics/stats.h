/* SPDX-License-Identifier: GPL-2.0 */
/* Statistics: names for what GSL computes, and nothing else. */
#ifndef LABSTAT_STATS_H
#define LABSTAT_STATS_H

#include <stdbool.h>
#include <stddef.h>

struct stats {
	size_t count;
	double min;
	double mean;
	/*
	 * The mean with the highest hundredth of the values, rounded down, taken for the
	 * highest of the others: what happens once in a run is none of a call's price.
	 */
	double capped_mean;
	double tail_mean; /* the same for the highest half of a hundredth */
	double median;
	double p90;
	double p99;
	double max;
};

/*
 * Describes @nr values, at least one. Quantiles are GSL's, of type 7: linear
 * between the order statistics.
 */
void stats_of(struct stats *stats, const double *values, size_t nr);

/*
 * Do some calls pay for others, 1% of them or more, as where a flush is deferred? They
 * cost more than @limit times the median then. Then the median hides what the mean shows. A timer tick is rarer than that.
 */
bool stats_are_amortised(const struct stats *stats, double limit);

#endif /* LABSTAT_STATS_H */
