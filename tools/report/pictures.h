/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_PICTURES_H
#define LABSTAT_PICTURES_H

#include "records/results.h"

/*
 * Writes the data of the pictures that are more than one metric to @dir: growth.csv,
 * decomposition.csv, frontier.csv and cdf.csv, each with its header if there is nothing
 * else. Returns 0, or -1 with the reason in @error.
 */
int pictures_write(const struct results *results, const char *dir,
		   struct lab_error *error);

#endif /* LABSTAT_PICTURES_H */
