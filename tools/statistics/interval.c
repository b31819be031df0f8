// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "records/figure.h"
#include "statistics/interval.h"
#include "page/format.h"

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

static struct interval over_seeds(const struct lab_record *record,
				  const struct lab_record *control,
				  bool is_mean)
{
	struct interval interval = { .kind = INTERVAL_SEEDS,
				     .low = INFINITY,
				     .high = -INFINITY };

	is_mean |= control && figure_is_mean(control);
	figure_widen(record, is_mean, NULL, &interval.low, &interval.high);
	figure_widen(control, is_mean, NULL, &interval.low, &interval.high);
	return interval;
}

struct interval interval_of(const struct lab_record *record,
			    const struct lab_record *control, bool is_mean)
{
	size_t nr = figure_boots(record);
	struct interval interval = { .kind = INTERVAL_NONE };
	double boots[nr];

	if (control && record_na(control))
		control = NULL;
	if (!strcmp(record->kind, "exact") && (nr > 1 || control))
		return over_seeds(record, control, is_mean);
	if (!strcmp(record->kind, "sampled") && nr > 1) {
		figure_each_boot(record, is_mean, boots);
		bootstrap(&interval, boots, nr);
	}
	return interval;
}

char *interval_text(const struct interval *interval, char *text, size_t size)
{
	char low[32], high[32];

	if (interval->kind == INTERVAL_NONE)
		snprintf(text, size, "-");
	else
		snprintf(text, size, "%s to %s",
			 format_number(interval->low, low, sizeof(low)),
			 format_number(interval->high, high, sizeof(high)));
	return text;
}
