/* SPDX-License-Identifier: GPL-2.0 */
/* Writes records, one JSON object a line. */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <jansson.h>
#include <stdio.h>

#include "bench.h"

/* Where the records of this process go, and which ones it has written. */
struct record_writer {
	FILE *out;
	json_t *seen;
};

/*
 * Opens @target: a path, or /dev/fd/N for an open file. The file behind N is
 * used as it is, for a virtio port can't be opened twice. NULL: stdout.
 * Returns 0 or a negative errno.
 */
int record_open(struct record_writer *w, const char *target);

/*
 * Writes one record. Takes over the references to @dimensions and @values.
 * @composition may be NULL. @unit and @metric must be known to schema.h.
 * Returns 0, -EINVAL for a metric or unit that isn't, -EEXIST if this process
 * has written a record of the same bench, dimensions and metric, or another
 * negative errno.
 */
int record_write(struct record_writer *w, const char *bench, const char *metric,
		 const char *unit, json_t *dimensions,
		 const struct bench_composition *composition, json_t *values);

/* Flushes and closes. Returns 0 or a negative errno. */
int record_close(struct record_writer *w);

#endif /* BENCH_RECORD_H */
