/* SPDX-License-Identifier: GPL-2.0 */
/* The one number that stands for a case: in tables, comparisons and the gate. */
#ifndef LABSTAT_FIGURE_H
#define LABSTAT_FIGURE_H

#include <stdbool.h>

#include "records/results.h"
#include "statistics/stats.h"

/*
 * Is a mean what stands for @record? It is where calls pay for others in any of its
 * boots; else the median is. The mean is capped, see stats.h: no single call of many
 * decides it.
 */
bool figure_is_mean(const struct lab_record *record);

/*
 * Has @record the very same values in all boots with one seed? An exact figure that has
 * not is none, whatever its unit says.
 */
bool figure_repeats(const struct lab_record *record);

/* What a reader is told of @record: its kind, or "not exact" where that is so. */
const char *figure_kind(const struct lab_record *record);

/* The number of boots that @record, the first of them, was measured in. */
size_t figure_boots(const struct lab_record *record);

/*
 * One figure for each boot of @record, which has values in all of them, to
 * @figures: boots are replicates, samples are not.
 */
void figure_each_boot(const struct lab_record *record, bool is_mean,
		      double *figures);

/*
 * One of @figures, each of a boot of @record, for all: the median of sampled ones, so that
 * no odd boot decides it; the mean of others, whose boots differ by their seeds.
 */
double figure_over_boots(const struct lab_record *record, const double *figures,
			 size_t nr);

/* The figure of @record over its boots; it must not be n/a. */
double figure_of(const struct lab_record *record, bool is_mean);

/*
 * Widens @low and @high to the figures of the single boots of @record, NULL for none, but
 * those of the control @without, NULL for no such.
 */
void figure_widen(const struct lab_record *record, bool is_mean,
		  const char *without, double *low, double *high);

/* The tail_mean of stats.h of each boot of @record, to @figures. */
void figure_each_tail(const struct lab_record *record, double *figures);

/*
 * The mean of all calls of an exact @record, over its boots, for what few of them pay:
 * the tail_mean of stats.h. NAN of a sampled one, and where a single call counts for more.
 */
double figure_tail(const struct lab_record *record);

/* The mean of all that was executed, over its boots: for sums of parts. */
double figure_whole_mean(const struct lab_record *record);

/*
 * Describes @record over its boots: figure_over_boots() of each quantile, all samples
 * counted, the lowest and the highest of them.
 */
void figure_stats(const struct lab_record *record, struct stats *stats);

#endif /* LABSTAT_FIGURE_H */
