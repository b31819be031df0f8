/* SPDX-License-Identifier: GPL-2.0 */
/* The records of a run, read and checked. */
#ifndef LABSTAT_RESULTS_H
#define LABSTAT_RESULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "records/error.h"
#include "records/plan.h"

/* One record; the strings belong to @json, unless said. */
struct lab_record {
	json_t *json;
	int line;
	const char *id; /* in the plan; NULL if read without one */
	char *key; /* of bench, metric and dimensions; its own */
	const char *bench;
	const char *metric;
	const char *unit;
	const char *kind;
	const json_t *dimensions;
	double *values;
	size_t nr_values;
	const char *na; /* why there are no values, or NULL */
	double seen; /* with @na: what was counted all the same, or NAN */
	bool instrumented; /* measured while something else was watched */

	/*
	 * Boots are the unit of replication: records that differ in the boot
	 * alone form a list, whose later ones are marked. All but the last of
	 * these the plan says; without one they are 0 and "none".
	 */
	const char *control; /* in what the boot differs from those of the run */
	long boot; /* the plan's replicate: which of the run's, or of the control's */
	long seed;
	bool replicate;
	const struct lab_record *next_boot;
};

struct results {
	struct lab_record *records;
	size_t nr;
};

/*
 * Reads the JSON lines of @path into @results. Each must be of a case of @plan; with
 * NULL they are of one boot, and its plan is not asked. Returns 0, or -1 with
 * "file:line: field: what is wrong" in @error and nothing to free.
 */
int results_load(struct results *results, const char *path,
		 const struct plan *plan, struct lab_error *error);

void results_free(struct results *results);

/* Each case by its key: the place of its first record in @results; a new object. */
json_t *results_index(const struct results *results);

/* The record that @index, of @results, has for the case of @record, or NULL. */
const struct lab_record *results_find(const struct results *results,
				      const json_t *index,
				      const struct lab_record *record);

/* Why @record has no figure, in whichever of its boots, or NULL if it has. */
const char *record_na(const struct lab_record *record);

/*
 * The most that was counted in any boot of @record in which the strategy did not do what
 * its name says; NAN if there is no such.
 */
double record_seen(const struct lab_record *record);

/* A string dimension, or NULL if the record has no such. */
const char *record_dimension(const struct lab_record *record, const char *name);

/* An integer dimension, or -1 if the record has no such. */
long record_dimension_number(const struct lab_record *record, const char *name);

#endif /* LABSTAT_RESULTS_H */
