/* SPDX-License-Identifier: GPL-2.0 */
/* How far a figure can be trusted, as far as its own run tells. */
#ifndef LABSTAT_INTERVAL_H
#define LABSTAT_INTERVAL_H

#include "records/results.h"

enum interval_kind {
	INTERVAL_NONE, /* a single boot without controls, or only observed */
	INTERVAL_SEEDS, /* exact: the lowest and the highest of boots and controls */
	INTERVAL_BOOTS, /* sampled: 95% by bootstrap over boots */
};

struct interval {
	enum interval_kind kind;
	double low;
	double high;
};

/*
 * The interval of the figure of @record, whose first control is @control, or NULL;
 * @is_mean as for figure_of(). The same run has the same interval: the bootstrap draws
 * with a fixed seed.
 */
struct interval interval_of(const struct lab_record *record,
			    const struct lab_record *control, bool is_mean);

/* "1010 to 1044", "-". Returns @text. */
char *interval_text(const struct interval *interval, char *text, size_t size);

#endif /* LABSTAT_INTERVAL_H */
