/* SPDX-License-Identifier: GPL-2.0 */
/* The rules of the gate for each case; docs/gate.md states them in words. */
#ifndef LABSTAT_JUDGE_H
#define LABSTAT_JUDGE_H

#include "statistics/difference.h"
#include "gate/tolerances.h"

/* Boots an arm below which nothing sampled is judged. */
#define MIN_BOOTS 5

enum judgement {
	JUDGED_REGRESSED,
	JUDGED_CANNOT,
	JUDGED_PASSED,
	JUDGED_NOT_GATED,
	NR_JUDGEMENTS,
};

struct judged {
	const struct difference *d;
	struct tolerance tolerance;

	double allowed; /* a rise above it counts */
	double p; /* sampled: over boots, two-sided */
	double p_holm; /* adjusted for all tests of the run */
	double detectable; /* the smallest rise that could be seen, or NAN */
	enum judgement result;
	char why[256]; /* what is to be said of it, or "" */
};

/* Judges @nr cases, of which @d and @tolerance are filled in, as one family. */
void judge(struct judged *list, size_t nr);

/*
 * The boots an arm with which @tests tests can come below @p at all, MIN_BOOTS
 * or more; 0 if no number would do.
 */
size_t boots_needed(size_t tests, double p);

#endif /* LABSTAT_JUDGE_H */
