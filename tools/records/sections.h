/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records put side by side: a section holds the figures of one bench, path,
 * metric, unit and back end, a row those that differ in the strategy alone.
 */
#ifndef LABSTAT_SECTIONS_H
#define LABSTAT_SECTIONS_H

#include <stdbool.h>

#include "records/names.h"
#include "records/results.h"

struct row {
	const struct lab_record *any; /* one of those below */
	const struct lab_record **by_strategy; /* one for each, or NULL */
};

struct section {
	const struct lab_record *any;
	struct row *rows;
	size_t nr_rows;
};

struct sections {
	struct names
		strategies; /* in order: hva, direct, then the others by name */
	struct names
		dimensions; /* what may tell rows apart; the first in a set order */
	struct names reasons; /* why cells are n/a */

	struct section *list;
	size_t nr;
};

/*
 * Groups @results, which must outlive @sections; rows come sorted. Returns 0,
 * or -1 without memory and nothing to free.
 */
int sections_build(struct sections *sections, const struct results *results);

void sections_free(struct sections *sections);

/* True if the rows of @section differ in the dimension @name. */
bool section_varies(const struct section *section, const char *name);

/*
 * The text of dimension @name of @record in @text, "" if it has none.
 * Returns @text.
 */
const char *dimension_text(const struct lab_record *record, const char *name,
			   char *text, size_t size);

#endif /* LABSTAT_SECTIONS_H */
