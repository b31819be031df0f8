// SPDX-License-Identifier: GPL-2.0
/* What this run has no figures for, and why. */
#include <stdlib.h>
#include <string.h>

#include "report.h"

#define LIST_SIZE 512

/* The first record with the reason of record number @index is that one? */
static bool is_new_reason(const struct results *results, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (results->records[i].na &&
		    !strcmp(results->records[i].na, results->records[index].na))
			return false;
	return true;
}

/* Adds @word to a list with commas, unless it is there; what is too long is cut. */
static void add_word(char *list, const char *word)
{
	size_t used = strlen(list), length = strlen(word);

	for (const char *at = list; (at = strstr(at, word)); at += length)
		if ((at == list || at[-1] == ' ') &&
		    (!at[length] || at[length] == ','))
			return;
	snprintf(list + used, LIST_SIZE - used, "%s%s", used ? ", " : "", word);
}

static void print_reason(const struct results *results, const char *reason,
			 struct doc *doc)
{
	char metrics[LIST_SIZE] = "", strategies[LIST_SIZE] = "";
	char benches[LIST_SIZE] = "";
	size_t nr = 0;

	for (size_t i = 0; i < results->nr; i++) {
		if (!results->records[i].na ||
		    strcmp(results->records[i].na, reason))
			continue;
		add_word(metrics, results->records[i].metric);
		add_word(benches, results->records[i].bench);
		add_word(strategies,
			 record_dimension(&results->records[i], "strategy"));
		nr++;
	}
	doc_item(doc, "%s: %zu records of %s: %s (%s)", reason, nr, benches,
		 metrics, strategies);
}

int report_missing(const struct report *r, struct doc *doc)
{
	const struct results *results = &r->run->results;
	size_t nr = 0;

	doc_heading(doc, "n/a, and why");
	for (size_t i = 0; i < results->nr; i++) {
		if (!results->records[i].na || !is_new_reason(results, i))
			continue;
		print_reason(results, results->records[i].na, doc);
		nr++;
	}
	if (!nr)
		doc_text(
			doc,
			"No record of this run is n/a. What else has no figure, no case of the run asks for.");
	return 0;
}
