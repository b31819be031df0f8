/* SPDX-License-Identifier: GPL-2.0 */
/* The plan of a run: which cases it was asked for, a line each (scripts/plan.pl). */
#ifndef LABSTAT_PLAN_H
#define LABSTAT_PLAN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "records/error.h"

#define PLAN_VERSION 1

struct results;

struct plan {
	json_t *head; /* what it was made from */
	json_t *cases; /* id -> its line, in the order of the boots */
};

/*
 * Reads @dir/plan.jsonl. Returns 0, or -1 with "file:line: field: what is wrong" in
 * @error and nothing to free: a plan of another version, one that is cut short, or in
 * which an id is twice.
 */
int plan_load(struct plan *plan, const char *dir, struct lab_error *error);

void plan_free(struct plan *plan);

/* The line of the case @id, or NULL. */
const json_t *plan_find(const struct plan *plan, const char *id);

/* Is the case one of the run, not of its controls? */
bool planned_is_result(const json_t *planned);

/* Writes "ID (BOOT: PROGRAM ARGUMENTS)" to @text. Returns it. */
char *planned_name(const json_t *planned, char *text, size_t size);

/*
 * The cases, of the run or (@controls) of its controls, that no record of @results is of:
 * a new array of their lines.
 */
json_t *plan_missing(const struct plan *plan, const struct results *results,
		     bool controls);

#endif /* LABSTAT_PLAN_H */
