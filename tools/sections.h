/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records put side by side: a section holds the figures of one bench, path,
 * metric, unit and back end, a row those that differ in the strategy alone.
 */
#ifndef LABSTAT_SECTIONS_H
#define LABSTAT_SECTIONS_H

#include <stdbool.h>

#include "results.h"

#define MAX_STRATEGIES 16
#define MAX_ROW_DIMENSIONS 16
#define MAX_REASONS 32

struct row {
	const struct lab_record *any; /* one of those below */
	const struct lab_record *by_strategy[MAX_STRATEGIES]; /* or NULL */
};

struct section {
	const struct lab_record *any;
	struct row *rows;
	size_t nr_rows;
};

struct sections {
	/* In order: hva, direct, then the others by name. */
	const char *strategies[MAX_STRATEGIES];
	size_t nr_strategies;

	/* What may tell rows apart; the first ones in a set order. */
	const char *dimensions[MAX_ROW_DIMENSIONS];
	size_t nr_dimensions;

	/* Why cells are n/a, each reason once. */
	const char *reasons[MAX_REASONS];
	size_t nr_reasons;

	struct section *list;
	size_t nr;
};

/*
 * Groups @results, which must outlive @sections; rows come sorted. Returns 0,
 * or -1 with the reason in @error and nothing to free.
 */
int sections_build(struct sections *sections, const struct results *results,
		   struct lab_error *error);

void sections_free(struct sections *sections);

/* True if the rows of @section differ in the dimension @name. */
bool section_varies(const struct section *section, const char *name);

/* The place of strategy @name among the columns, or -1. */
int sections_strategy(const struct sections *sections, const char *name);

/* The place of @reason among the reasons. */
size_t sections_reason(const struct sections *sections, const char *reason);

/*
 * The text of dimension @name of @record in @text, "" if it has none.
 * Returns @text.
 */
const char *dimension_text(const struct lab_record *record, const char *name,
			   char *text, size_t size);

#endif /* LABSTAT_SECTIONS_H */
