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
	const char *id; /* in the plan of the run, or NULL */
	json_t *written;
};

/*
 * Opens @target: a path, or /dev/fd/N for an open file. The file behind N is
 * used as it is, for a virtio port can't be opened twice. NULL: stdout. Records say that
 * they are of case @id, which must outlive @w, unless it is NULL.
 * Returns 0 or a negative errno.
 */
int record_open(struct record_writer *w, const char *target, const char *id);

/* What one record says. It has values, or says why it hasn't. */
struct record_spec {
	const char *bench;
	const char *metric;
	const char *unit; /* of prices, or NULL: there are none */
	json_t *dimensions;
	const struct bench_composition *composition; /* NULL: not stated */
	bool instrumented; /* from a pass of its own: no price, never gated */
	json_t *witness; /* what a witness outside must have seen, or NULL */
	json_t *declared; /* what the strategy declares to leave, or NULL */
	const char *na; /* why there are no values, or NULL */
	json_t *seen; /* with @na: what was counted and is not believed, or NULL */
	json_t *values; /* NULL with @na */
};

/*
 * Writes one record, or none of a price without a unit. Takes over the references that
 * it holds. Unit and metric must be known to schema.h. Returns 0, -EINVAL for one that
 * isn't, unless there is just one of values and @spec->na, or for @spec->seen
 * without @spec->na, -EEXIST if this
 * process has written a record of the same bench, dimensions and metric, or
 * another negative errno.
 */
int record_write(struct record_writer *w, const struct record_spec *spec);

/* Flushes and closes. Returns 0 or a negative errno. */
int record_close(struct record_writer *w);

#endif /* BENCH_RECORD_H */
