/* SPDX-License-Identifier: GPL-2.0 */
/* What a strategy leaves exposed, as it declares it and as it was seen. */
#ifndef LABSTAT_EXPOSURE_H
#define LABSTAT_EXPOSURE_H

#include <stdio.h>

#include "records/results.h"

/* INFINITY is a bound that is not declared, NAN what was not measured. */
struct exposure {
	const struct lab_record *any; /* its strategy, op and declaration */
	bool declares; /* else the declaration below means nothing */
	bool here; /* on the CPU of the access */
	bool elsewhere;
	double pages; /* how many at most; 0 if neither here nor elsewhere */
	double usecs; /* how long at most */
	double seen_here; /* the most that was seen */
	double seen_elsewhere;
	double seen_pages;
	const struct lab_record *lifetime; /* or why there is no such, or NULL */
	double seen_time;
	double seen_over; /* beyond @usecs */
	const struct lab_record *access; /* of op "read": its price, or NULL */
};

struct exposures {
	struct exposure *list;
	size_t nr;
};

/*
 * One for each strategy and op, at the most CPUs. @results must outlive @exposures.
 * Returns 0, or -1 without memory and nothing to free.
 */
int exposures_build(struct exposures *exposures, const struct results *results);

void exposures_free(struct exposures *exposures);

/* What was left after an access of @strategy, or NULL. */
const struct exposure *exposures_find(const struct exposures *exposures,
				      const char *strategy);

#endif /* LABSTAT_EXPOSURE_H */
