/* SPDX-License-Identifier: GPL-2.0 */
/* A run judged against a baseline, and the forms in which that is told. */
#ifndef LABSTAT_GATE_H
#define LABSTAT_GATE_H

#include "gate/judge.h"

struct gate {
	struct run base;
	struct run run;
	struct tolerances tolerances;
	struct differences found;
	struct judged *list; /* in the order of the baseline */
	size_t nr;
	size_t counts[NR_JUDGEMENTS];
	size_t nr_too_wide; /* of those that are not gated: see struct judged */
	bool forced; /* what was sampled is judged against a stored baseline */
	char blocked[512]; /* why nothing at all can be judged, or "" */
	int exit_code; /* LABSTAT_OK, _REGRESSED or _CANNOT_JUDGE */
};

/*
 * Judges the run in @dir against the baseline in @base_dir, by the tolerances
 * in the file @tolerances; all must outlive @gate. Returns 0 whatever the
 * verdict, or -1 with the reason in @error and nothing to free.
 */
int gate_judge(struct gate *gate, const char *base_dir, const char *dir,
	       const char *tolerances, bool forced, struct lab_error *error);

void gate_free(struct gate *gate);

/* "regressed", "can't judge", "passed", "not gated". */
const char *judgement_word(enum judgement judgement);

/* "PASSED", "REGRESSED" or "CAN'T JUDGE". */
const char *gate_word(const struct gate *gate);

/*
 * What a case is told by where there is one line for it: figures, what was
 * allowed, p-value and why. Returns @text.
 */
char *judged_line(const struct judged *judged, char *text, size_t size);

#endif /* LABSTAT_GATE_H */
