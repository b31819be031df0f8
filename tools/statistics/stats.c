// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_sort_vector.h>
#include <gsl/gsl_statistics_double.h>

#include "statistics/stats.h"

static double capped_mean(const gsl_vector *sorted, size_t nr_capped)
{
	size_t nr = sorted->size;
	double cap = gsl_vector_get(sorted, nr - 1 - nr_capped);
	double rest = gsl_stats_mean(sorted->data, 1, nr - nr_capped);

	return rest + (cap - rest) * nr_capped / nr;
}

void stats_of(struct stats *stats, const double *values, size_t nr)
{
	gsl_vector_const_view view = gsl_vector_const_view_array(values, nr);
	gsl_vector *sorted = gsl_vector_alloc(nr);

	gsl_vector_memcpy(sorted, &view.vector);
	gsl_sort_vector(sorted);
	stats->count = nr;
	stats->min = gsl_vector_get(sorted, 0);
	stats->mean = gsl_stats_mean(values, 1, nr);
	stats->capped_mean = capped_mean(sorted, nr / 100);
	stats->tail_mean = capped_mean(sorted, nr / 200);
	stats->median = gsl_stats_median_from_sorted_data(sorted->data, 1, nr);
	stats->p90 =
		gsl_stats_quantile_from_sorted_data(sorted->data, 1, nr, 0.90);
	stats->p99 =
		gsl_stats_quantile_from_sorted_data(sorted->data, 1, nr, 0.99);
	stats->max = gsl_vector_get(sorted, nr - 1);
	gsl_vector_free(sorted);
}

bool stats_are_amortised(const struct stats *stats, double limit)
{
	return stats->p99 > limit * stats->median;
}
