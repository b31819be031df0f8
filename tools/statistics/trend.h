/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_TREND_H
#define LABSTAT_TREND_H

#include "statistics/permutation.h"

/*
 * Do boots resemble those before them, as where a machine drifts? To @resemblance goes the
 * mean lag-1 autocorrelation over the arms of @list; returns the share of other orders of
 * the boots, the same for all metrics, in which it is as high. 1 without a metric.
 */
double trend_test(const struct arms *list, size_t nr, double *resemblance);

#endif /* LABSTAT_TREND_H */
