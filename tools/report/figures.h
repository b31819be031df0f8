/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_FIGURES_H
#define LABSTAT_FIGURES_H

#include "report/report.h"

/*
 * Writes figures.csv to the folder of the run of @report: a row a case that is not n/a,
 * over its boots, a column a dimension. Returns 0, or -1 with the reason in @error.
 */
int figures_write(const struct report *report, struct lab_error *error);

#endif /* LABSTAT_FIGURES_H */
