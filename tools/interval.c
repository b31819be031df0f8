// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <string.h>

#include "figure.h"
#include "interval.h"
#include "words.h"

#define DRAWS 2000
#define TAIL 0.025

static double median_of_draw(const gsl_rng *rng, const double *boots, size_t nr)
{
	double drawn[nr];

	for (size_t i = 0; i < nr; i++)
		drawn[i] = boots[gsl_rng_uniform_int(rng, nr)];
	gsl_sort(drawn, 1, nr);
	return gsl_stats_median_from_sorted_data(drawn, 1, nr);
}

static void bootstrap(struct interval *interval, const double *boots, size_t nr)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double medians[DRAWS];

	gsl_rng_set(rng, 1);
	for (size_t i = 0; i < DRAWS; i++)
		medians[i] = median_of_draw(rng, boots, nr);
	gsl_rng_free(rng);
	gsl_sort(medians, 1, DRAWS);
	interval->kind = INTERVAL_BOOTS;
	interval->low =
		gsl_stats_quantile_from_sorted_data(medians, 1, DRAWS, TAIL);
	interval->high = gsl_stats_quantile_from_sorted_data(medians, 1, DRAWS,
							     1 - TAIL);
}

struct interval interval_of(const struct run *run,
			    const struct lab_record *record, bool is_mean)
{
	double part = run_floor(run, record), figure;
	size_t nr = figure_boots(record);
	struct interval interval = { .kind = INTERVAL_NONE };
	double boots[nr];

	if (!strcmp(record->kind, "exact") && part > 0) {
		figure = figure_of(record, is_mean);
		interval.kind = INTERVAL_FLOOR;
		interval.low = figure * (1 - part);
		interval.high = figure * (1 + part);
	} else if (!strcmp(record->kind, "sampled") && nr > 1) {
		figure_each_boot(record, is_mean, boots);
		bootstrap(&interval, boots, nr);
	}
	return interval;
}

char *word_of_interval(const struct interval *interval, char *text, size_t size)
{
	char low[32], high[32];

	if (interval->kind == INTERVAL_NONE)
		snprintf(text, size, "-");
	else if (interval->kind == INTERVAL_FLOOR)
		snprintf(text, size, "±%s",
			 word_number((interval->high - interval->low) / 2, low,
				     sizeof(low)));
	else
		snprintf(text, size, "%s to %s",
			 word_number(interval->low, low, sizeof(low)),
			 word_number(interval->high, high, sizeof(high)));
	return text;
}
