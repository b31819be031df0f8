/* SPDX-License-Identifier: GPL-2.0 */
/* Files with a JSON value on each line. */
#ifndef LABSTAT_JSONL_H
#define LABSTAT_JSONL_H

#include <jansson.h>
#include <stdio.h>

#include "records/error.h"

/*
 * Gives each line of @file to @take, which returns 0 to go on and may keep a reference of
 * its own to the value. @line counts the lines, for messages. Returns 0, also of an empty
 * file, or -1 with the reason in @error: of @take, or that a line is not whole or not JSON.
 */
int jsonl_read(FILE *file, int *line, int (*take)(void *context, json_t *json),
	       void *context, struct lab_error *error);

#endif /* LABSTAT_JSONL_H */
