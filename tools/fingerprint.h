/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_FINGERPRINT_H
#define LABSTAT_FINGERPRINT_H

#include <stdio.h>

#include "error.h"

/*
 * Writes what ran where, from @dir/fingerprint.json, as a Markdown list. A run
 * without the file gets a line that says so. Returns 0, or -1 with the reason
 * in @error if the file can't be read.
 */
int fingerprint_print(const char *dir, FILE *out, struct lab_error *error);

#endif /* LABSTAT_FINGERPRINT_H */
