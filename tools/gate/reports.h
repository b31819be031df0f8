/* SPDX-License-Identifier: GPL-2.0 */
/* The folder with what the gate says, which nobody may find half old or cut short. */
#ifndef LABSTAT_REPORTS_H
#define LABSTAT_REPORTS_H

#include "gate/rows.h"

/*
 * Opens the folder @dir, waits until nobody else writes reports there, and takes away what
 * an earlier verdict left. Returns a descriptor, which keeps others out up to its
 * close(), or -1 with the reason in @error.
 */
int reports_open(const char *dir, struct lab_error *error);

/*
 * Writes all reports to @fd, the folder @dir, and the table to stdout. Returns 0, or -1
 * with the reason in @error and no report left.
 */
int reports_write(int fd, const char *dir, const struct gate_rows *rows,
		  struct lab_error *error);

#endif /* LABSTAT_REPORTS_H */
