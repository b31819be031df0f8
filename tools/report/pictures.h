/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_PICTURES_H
#define LABSTAT_PICTURES_H

#include "report/picture.h"
#include "report/report.h"

/* Each adds its panels, none without data; -1 without memory. */
int draw_accesses(const struct report *report, struct picture *picture);
int draw_parts(const struct report *report, struct picture *picture);
int draw_growth(const struct report *report, struct picture *picture);
int draw_frontier(const struct report *report, struct picture *picture);
int draw_samples(const struct report *report, struct picture *picture);

/*
 * Writes what gnuplot is to draw of @report to the folder of its run: NAME.tsv for each
 * picture that has something to show; one that has nothing is removed. Returns 0, or -1
 * with the reason in @error.
 */
int pictures_write(const struct report *report, struct lab_error *error);

#endif /* LABSTAT_PICTURES_H */
