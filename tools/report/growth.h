/* SPDX-License-Identifier: GPL-2.0 */
/* How the cost of a call grows with CPUs, or with vCPUs, and with pages. */
#ifndef LABSTAT_GROWTH_H
#define LABSTAT_GROWTH_H

#include <stdio.h>

#include "statistics/fit.h"
#include "records/group.h"

/* Crossovers are looked for from one CPU to as many. */
#define GROWTH_MOST 1024

struct growth_point {
	const struct lab_record *record;
	double x; /* CPUs or vCPUs */
	double pages; /* that one call is for */
	double cost; /* of one call: of gmem_populate, of all its pages */
};

/* One case of one strategy in one kernel: cost = a + b * x + c * pages. */
struct growth_line {
	const struct lab_record *any;
	const char *over; /* "cpus" or "vcpus" */
	char *key; /* of the case, without strategy and kernel */
	struct growth_point *points;
	size_t nr;
	double low; /* of x, as measured */
	double high;
	struct fit fit;
	int a; /* places of the terms in @fit, or -1 */
	int b;
	int c;
};

struct growth {
	struct growth_line *list;
	size_t nr;
};

struct crossover {
	const struct growth_line *dearer; /* from @at on */
	const struct growth_line *cheaper;
	double at; /* the first whole number of CPUs */
	bool extrapolated; /* outside of what both were measured at */
};

/*
 * Fits a line to each case that was measured at two or more x, or numbers of pages.
 * @results must outlive @growth. Returns 0, or -1 without memory and nothing to free.
 */
int growth_build(struct growth *growth, const struct results *results);

void growth_free(struct growth *growth);

/* Is the fit more than two points joined, and near all of them? */
bool growth_is_decent(const struct growth_line *line);

/*
 * Is @line what stands for its strategy: in a kernel of its own, or in the one that
 * switches where there is no other?
 */
bool growth_is_shown(const struct growth *growth,
		     const struct growth_line *line);

bool growth_is_of_kernel(const struct growth_line *line, const char *kernel);

/* Is there the same case of the same strategy in @kernel? */
bool growth_has_twin(const struct growth *growth,
		     const struct growth_line *line, const char *kernel);

/*
 * Finds where one of two strategies becomes dearer than the other, in the same kernel,
 * from 1 to GROWTH_MOST. Returns false if it does not, if a fit is not decent, if the
 * lines are too near each other for the residuals, or as good as parallel.
 */
bool growth_cross(const struct growth *growth, const struct growth_line *one,
		  const struct growth_line *other, struct crossover *crossover);

#endif /* LABSTAT_GROWTH_H */
