/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_CSV_H
#define LABSTAT_CSV_H

#include "records/sections.h"

/*
 * Writes @dir/<metric>.csv for each metric of @sections, a line a record that
 * is not n/a: the data of every picture. Returns 0, or -1 with the reason in @error.
 */
int csv_write(const struct sections *sections, const char *dir,
	      struct lab_error *error);

#endif /* LABSTAT_CSV_H */
