/* SPDX-License-Identifier: GPL-2.0 */
/* Files that labstat reads: regular ones, since a FIFO or a device may never end. */
#ifndef LABSTAT_INPUT_H
#define LABSTAT_INPUT_H

#include <jansson.h>
#include <stdio.h>

#include "records/error.h"

/*
 * Opens @path for reading. Returns NULL with "path: why" in @error if it can't be, or is
 * no regular file.
 */
FILE *input_open(const char *path, struct lab_error *error);

/* Reads the JSON object in @path. Returns NULL with "path:line: why" in @error. */
json_t *input_json(const char *path, struct lab_error *error);

#endif /* LABSTAT_INPUT_H */
