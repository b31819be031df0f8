/* SPDX-License-Identifier: GPL-2.0 */
/* One access taken apart: what was measured between stamps, and what without. */
#ifndef LABSTAT_DECOMPOSITION_H
#define LABSTAT_DECOMPOSITION_H

#include <stdio.h>

#include "records/results.h"
#include "schema.h"

/* One case of one strategy: means, as parts add up to nothing else. NAN is n/a. */
struct parts {
	const struct lab_record *any;
	double part[NR_PARTS];
	double stamp; /* the price of one stamp */
	double sum; /* of the parts that there are */
	const struct lab_record *access; /* the same uninstrumented, or NULL */
	double total;
	double residue; /* total less sum */
	double hold[NR_HOLDS];
};

struct decomposition {
	struct parts *list;
	size_t nr;
};

/*
 * Takes all accesses of @results apart that were measured so; it must outlive
 * @decomposition. Returns 0, or -1 without memory and nothing to free.
 */
int decomposition_build(struct decomposition *decomposition,
			const struct results *results);

void decomposition_free(struct decomposition *decomposition);

#endif /* LABSTAT_DECOMPOSITION_H */
