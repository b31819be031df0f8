/* SPDX-License-Identifier: GPL-2.0 */
/* How far exact figures move for no reason: with the seed, with the layout. */
#ifndef LABSTAT_FLOORS_H
#define LABSTAT_FLOORS_H

#include "records/results.h"

#define FLOORS_CASES "cases"

/*
 * What the floor of the case of @record is called, that of its figure or (@tail) of the
 * mean of all its calls, to @text. Returns @text.
 */
char *floor_name(const struct lab_record *record, bool tail, char *text,
		 size_t size);

/*
 * The floors that its seeds, and the controls in @controls, if any, give @run, in percent:
 * how far a mean over so many seeds moves, {FLOORS_CASES: {floor_name(): percent}}, and for
 * readers the widest of all cases that are alike, {group_name(): percent}. Only
 * instructions have floors, and no case that is instrumented or n/a. Returns a new
 * object, or NULL with the reason in @error if a case lacks a control.
 */
json_t *floors_compute(const struct results *run,
		       const struct results *controls, struct lab_error *error);

/* Reads @dir/floors.json to @floors, NULL if there is none. Returns 0 or -1. */
int floors_load(json_t **floors, const char *dir, struct lab_error *error);

#endif /* LABSTAT_FLOORS_H */
