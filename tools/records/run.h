/* SPDX-License-Identifier: GPL-2.0 */
/* A stored run, or a baseline: a directory with records and a fingerprint. */
#ifndef LABSTAT_RUN_H
#define LABSTAT_RUN_H

#include "records/results.h"

struct run {
	const char *dir;
	struct plan plan;
	struct results results;
	json_t *fingerprint;
	json_t *floors; /* see run_floor() */
};

/*
 * Loads plan.jsonl, results.jsonl, fingerprint.json and, if there is one, floors.json
 * of @dir, which must outlive @run, and checks that they belong together. Returns
 * 0, or -1 with "file: field: what is wrong" in @error and nothing to free.
 */
int run_load(struct run *run, const char *dir, struct lab_error *error);

void run_free(struct run *run);

/*
 * The measured layout floor of @record, in parts of its figure: differences up
 * to it come with another seed or layout. 0 if the run has none in floors.json,
 * see floors.h.
 */
double run_floor(const struct run *run, const struct lab_record *record);

/*
 * The same of its case alone, and of its figure or (@tail) of the mean of all its calls;
 * NAN if none was measured.
 */
double run_case_floor(const struct run *run, const struct lab_record *record,
		      bool tail);

#endif /* LABSTAT_RUN_H */
