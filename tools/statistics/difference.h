/* SPDX-License-Identifier: GPL-2.0 */
/* Cases of two runs side by side, and how far their figures lie apart. */
#ifndef LABSTAT_DIFFERENCE_H
#define LABSTAT_DIFFERENCE_H

#include "records/run.h"
#include "statistics/shift.h"

/* One case in two runs; @na is why it has no figure in one of them, or NULL. */
struct difference {
	const struct lab_record *a;
	const struct lab_record *b;
	const char *na;
	bool na_in_both;
	bool seen; /* it is n/a now, but was counted: base, now and rise are there */
	bool sampled; /* else exact, or observed: then it has no test */

	/* A figure for each boot. */
	double *boots_a;
	size_t nr_a;
	double *boots_b;
	size_t nr_b;

	double base; /* the figure in run a */
	double now; /* and in run b */
	double rise; /* sampled: the shift's estimate; else now - base */

	/* Exact: the mean of all calls, see stats.h; NAN where one call counts too much. */
	double tail_base;
	double tail_now;

	/* Of sampled figures only. */
	struct shift shift;
	double delta; /* Cliff's */
};

struct differences {
	struct difference *list;
	size_t nr;
	/* Cases of one run alone. */
	const struct lab_record **only_a;
	size_t nr_only_a;
	const struct lab_record **only_b;
	size_t nr_only_b;
};

/*
 * Puts @a and @b side by side, in the order of @a; both must outlive @d.
 * Returns 0, or -1 with the reason in @error and nothing to free: a case whose
 * unit is not the same in both is an error.
 */
int differences_find(struct differences *d, const struct run *a,
		     const struct run *b, struct lab_error *error);

void differences_free(struct differences *d);

/* Computes @base, @now, @rise, @shift and @delta from the boots. */
void difference_compute(struct difference *difference);

/* Are there figures to show, believed or only seen? */
bool difference_has_figures(const struct difference *difference);

/* The rise in parts of the base; infinite above a base of 0. */
double difference_relative(const struct difference *difference);

#endif /* LABSTAT_DIFFERENCE_H */
