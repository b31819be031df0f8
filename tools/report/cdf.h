/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_CDF_H
#define LABSTAT_CDF_H

#include <stdbool.h>
#include <stdio.h>

#include "records/results.h"

/* Does @results have figures of which one sample tells nothing: ns, cycles? */
bool cdf_has_samples(const struct results *results);

/*
 * Writes the distribution of the samples of each sampled case, at the most CPUs it was
 * measured on, all boots together: a line a step, "value,fraction" last. Returns 0, or
 * -1 without memory.
 */
int cdf_write_csv(const struct results *results, FILE *out);

#endif /* LABSTAT_CDF_H */
