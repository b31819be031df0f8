// SPDX-License-Identifier: GPL-2.0
/* What this run has no figures for, and why. */
#include <stdlib.h>
#include <string.h>

#include "records/name_list.h"
#include "report/report.h"

/* Why a case has no figure, said at the first of its records; else NULL. */
static const char *reason_at(const struct results *results, size_t i)
{
	const struct lab_record *record = &results->records[i];

	return record->replicate ? NULL : record_na(record);
}

static bool is_new_reason(const struct results *results, size_t at)
{
	const char *reason = reason_at(results, at), *other;

	for (size_t i = 0; i < at; i++) {
		other = reason_at(results, i);
		if (other && !strcmp(other, reason))
			return false;
	}
	return true;
}

static const char *words_of(json_t *names)
{
	char *text = name_list_text(names);
	const char *words;

	if (!text)
		out_of_memory();
	words = textf("%s", text);
	free(text);
	json_decref(names);
	return words;
}

static void print_reason(const struct results *results, const char *reason,
			 struct writer *w)
{
	json_t *benches = json_object(), *metrics = json_object();
	json_t *strategies = json_object();
	const struct lab_record *record;
	const char *na;
	size_t nr = 0;

	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		na = reason_at(results, i);
		if (!na || strcmp(na, reason))
			continue;
		name_list_add(benches, record->bench);
		name_list_add(metrics, record->metric);
		name_list_add(strategies, strategy_of(record));
		nr++;
	}
	writer_item(w, "%s: %zu cases of %s: %s (%s)", reason, nr,
		    words_of(benches), words_of(metrics), words_of(strategies));
}

/* What the plan asked for and nothing came of. */
static size_t print_planned(const struct report *r, struct writer *w)
{
	json_t *missing = plan_missing(&r->run->plan, &r->run->results, false);
	const json_t *planned;
	char name[256];
	size_t i, nr;

	json_array_foreach(missing, i, planned)
		writer_item(w, "planned, but without a record: %s",
			    planned_name(planned, name, sizeof(name)));
	nr = json_array_size(missing);
	json_decref(missing);
	return nr;
}

void report_missing(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	size_t nr;

	writer_heading(w, "n/a, and why");
	nr = print_planned(r, w);
	for (size_t i = 0; i < w->absent.nr; i++)
		writer_item(w, "%s", w->absent.list[i]);
	for (size_t i = 0; i < results->nr; i++) {
		if (!reason_at(results, i) || !is_new_reason(results, i))
			continue;
		print_reason(results, reason_at(results, i), w);
		nr++;
	}
	if (!nr)
		writer_text(
			w,
			"Each planned case has its records, and none is n/a. What else has no figure, no case of the run asks for.");
}
