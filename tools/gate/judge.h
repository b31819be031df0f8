/* SPDX-License-Identifier: GPL-2.0 */
/* The rules of the gate for each case; docs/gate.md states them in words. */
#ifndef LABSTAT_JUDGE_H
#define LABSTAT_JUDGE_H

#include "statistics/difference.h"
#include "gate/tolerances.h"

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
	double tail_floor; /* of the mean of all calls, in parts of it */

	double allowed; /* a rise above it counts */
	double p; /* sampled: over boots, two-sided, of the whole family */
	double detectable; /* the smallest rise that could be seen, or NAN */
	bool too_wide; /* exact: more is allowed than the gate ever allows */
	enum judgement result;
	char why[256]; /* what is to be said of it, or "" */
};

/*
 * Judges @nr cases, of which @d, @tolerance and @tail_floor are filled in, as one family.
 */
void judge(struct judged *list, size_t nr);

/* The boots an arm with which a test can come below @p at all; 0 if no number would do. */
size_t boots_needed(double p);

#endif /* LABSTAT_JUDGE_H */
