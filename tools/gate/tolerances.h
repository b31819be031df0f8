/* SPDX-License-Identifier: GPL-2.0 */
/* How far a figure may rise before the gate fails it. */
#ifndef LABSTAT_TOLERANCES_H
#define LABSTAT_TOLERANCES_H

#include "records/metric_name.h"

/* A few seeds and layouts don't see the widest spread. */
#define FLOOR_MARGIN 1.5

/* A rise must be above both to count. */
struct tolerance {
	double relative; /* in parts of the baseline */
	double absolute; /* in the unit of the metric */
	double p; /* the level of the test, for sampled figures */
};

/* One line of the file; what it doesn't say is negative. */
struct override {
	char name[GROUP_NAME_SIZE];
	struct tolerance tolerance;
};

struct tolerances {
	struct override *list;
	size_t nr;
};

/*
 * Reads the overrides in @path, see tools/gate/gate.tolerances. Returns 0, or -1 with
 * "file:line: what is wrong" in @error and nothing to free.
 */
int tolerances_load(struct tolerances *tolerances, const char *path,
		    struct lab_error *error);

void tolerances_free(struct tolerances *tolerances);

/*
 * What holds for @record: the override of its metric, of its unit, or the
 * default; for instructions no less than @floor, in parts of the figure, with a
 * margin.
 */
struct tolerance tolerances_find(const struct tolerances *tolerances,
				 const struct lab_record *record, double floor);

#endif /* LABSTAT_TOLERANCES_H */
