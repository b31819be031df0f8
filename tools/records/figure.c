// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "records/figure.h"

/* How much dearer the dearest hundredth is where calls pay for others; a real CPU spreads. */
#define EXACT_LIMIT 1.05
#define SAMPLED_LIMIT 2

/* Half a hundredth of them is a call. */
#define MIN_TAIL_CALLS 200

bool figure_is_mean(const struct lab_record *record)
{
	bool exact = !strcmp(record->kind, "exact");
	double limit = exact ? EXACT_LIMIT : SAMPLED_LIMIT;
	struct stats stats;

	if (!exact && strcmp(record->kind, "sampled"))
		return false;
	for (; record; record = record->next_boot) {
		if (record->na)
			continue;
		stats_of(&stats, record->values, record->nr_values);
		if (stats_are_amortised(&stats, limit))
			return true;
	}
	return false;
}

static bool same_values(const struct lab_record *a, const struct lab_record *b)
{
	return a->nr_values == b->nr_values &&
	       !memcmp(a->values, b->values, a->nr_values * sizeof(double));
}

bool figure_repeats(const struct lab_record *record)
{
	const struct lab_record *other;

	for (; record; record = record->next_boot)
		for (other = record->next_boot; other; other = other->next_boot)
			if (other->seed == record->seed &&
			    !same_values(record, other))
				return false;
	return true;
}

const char *figure_kind(const struct lab_record *record)
{
	return strcmp(record->kind, "exact") || figure_repeats(record) ?
		       record->kind :
		       "not exact";
}

size_t figure_boots(const struct lab_record *record)
{
	size_t nr = 0;

	for (; record; record = record->next_boot)
		nr++;
	return nr;
}

void figure_each_boot(const struct lab_record *record, bool is_mean,
		      double *figures)
{
	struct stats stats;

	for (; record; record = record->next_boot) {
		stats_of(&stats, record->values, record->nr_values);
		*figures++ = is_mean ? stats.capped_mean : stats.median;
	}
}

double figure_over_boots(const struct lab_record *record, const double *figures,
			 size_t nr)
{
	struct stats stats;

	stats_of(&stats, figures, nr);
	return strcmp(record->kind, "sampled") ? stats.mean : stats.median;
}

double figure_of(const struct lab_record *record, bool is_mean)
{
	size_t nr = figure_boots(record);
	double figures[nr];

	figure_each_boot(record, is_mean, figures);
	return figure_over_boots(record, figures, nr);
}

void figure_widen(const struct lab_record *record, bool is_mean,
		  const char *without, double *low, double *high)
{
	double figures[1 + figure_boots(record)];

	figure_each_boot(record, is_mean, figures);
	for (size_t i = 0; record; i++, record = record->next_boot) {
		if (without && !strcmp(record->control, without))
			continue;
		*low = fmin(*low, figures[i]);
		*high = fmax(*high, figures[i]);
	}
}

void figure_each_tail(const struct lab_record *record, double *figures)
{
	struct stats stats;

	for (; record; record = record->next_boot) {
		stats_of(&stats, record->values, record->nr_values);
		*figures++ = stats.tail_mean;
	}
}

double figure_tail(const struct lab_record *record)
{
	size_t nr = figure_boots(record);
	double figures[nr];

	if (strcmp(record->kind, "exact") || record->nr_values < MIN_TAIL_CALLS)
		return NAN;
	figure_each_tail(record, figures);
	return figure_over_boots(record, figures, nr);
}

double figure_whole_mean(const struct lab_record *record)
{
	struct stats stats;

	figure_stats(record, &stats);
	return stats.mean;
}

static double over_boots(const struct lab_record *record,
			 const struct stats *boots, size_t nr, size_t offset)
{
	double figures[nr];

	for (size_t i = 0; i < nr; i++)
		memcpy(&figures[i], (const char *)&boots[i] + offset,
		       sizeof(double));
	return figure_over_boots(record, figures, nr);
}

void figure_stats(const struct lab_record *record, struct stats *stats)
{
	static const size_t averaged[] = {
		offsetof(struct stats, mean),
		offsetof(struct stats, capped_mean),
		offsetof(struct stats, median),
		offsetof(struct stats, p90),
		offsetof(struct stats, p99),
	};
	size_t nr = figure_boots(record);
	const struct lab_record *boot = record;
	struct stats boots[nr];
	double figure;

	for (size_t i = 0; i < nr; i++, boot = boot->next_boot)
		stats_of(&boots[i], boot->values, boot->nr_values);
	*stats = boots[0];
	for (size_t i = 0; i < ARRAY_LENGTH(averaged); i++) {
		figure = over_boots(record, boots, nr, averaged[i]);
		memcpy((char *)stats + averaged[i], &figure, sizeof(figure));
	}
	for (size_t i = 1; i < nr; i++) {
		stats->count += boots[i].count;
		stats->min = boots[i].min < stats->min ? boots[i].min :
							 stats->min;
		stats->max = boots[i].max > stats->max ? boots[i].max :
							 stats->max;
	}
}
