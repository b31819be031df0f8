/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file that is written beside the one it replaces: who reads meanwhile, or after a
 * failure, has the old one or the new one, and whole.
 */
#ifndef LABSTAT_NEW_FILE_H
#define LABSTAT_NEW_FILE_H

#include <limits.h>
#include <stdio.h>

#include "records/error.h"

/* All zeroes: there is none. */
struct new_file {
	FILE *out;
	char path[PATH_MAX]; /* of the file that it will be */
	char beside[PATH_MAX];
};

/* Begins what will be @dir/@name. Returns 0, or -1 with the reason in @error. */
int new_file_begin(struct new_file *file, const char *dir, const char *name,
		   struct lab_error *error);

/*
 * Writes what is left of @nr files, and only then puts them in their places. Returns 0,
 * or -1 with the reason in @error. Either way none of them is left.
 */
int new_files_place(struct new_file *files, size_t nr, struct lab_error *error);

/* Drops those of @nr files that there are. */
void new_files_drop(struct new_file *files, size_t nr);

#endif /* LABSTAT_NEW_FILE_H */
