// SPDX-License-Identifier: GPL-2.0
/* What this run has no figures for, and why. */
#include <stdlib.h>
#include <string.h>

#include "records/name_list.h"
#include "report/report.h"

/* The first record with the reason of record number @index is that one? */
static bool is_new_reason(const struct results *results, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (results->records[i].na &&
		    !strcmp(results->records[i].na, results->records[index].na))
			return false;
	return true;
}

/* Of what the records are that are n/a for one reason. */
struct missing {
	json_t *benches;
	json_t *metrics;
	json_t *strategies;
	size_t nr;
};

static void find_missing(struct missing *m, const struct results *results,
			 const char *reason)
{
	const struct lab_record *record;

	*m = (struct missing){ json_object(), json_object(), json_object() };
	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		if (!record->na || strcmp(record->na, reason))
			continue;
		name_list_add(m->benches, record->bench);
		name_list_add(m->metrics, record->metric);
		name_list_add(m->strategies,
			      record_dimension(record, "strategy"));
		m->nr++;
	}
}

static int print_reason(const struct results *results, const char *reason,
			struct writer *w)
{
	char *benches, *metrics, *strategies;
	struct missing m;
	int ret = -1;

	find_missing(&m, results, reason);
	benches = name_list_text(m.benches);
	metrics = name_list_text(m.metrics);
	strategies = name_list_text(m.strategies);
	if (benches && metrics && strategies) {
		writer_item(w, "%s: %zu records of %s: %s (%s)", reason, m.nr,
			    benches, metrics, strategies);
		ret = 0;
	}
	free(benches);
	free(metrics);
	free(strategies);
	json_decref(m.benches);
	json_decref(m.metrics);
	json_decref(m.strategies);
	return ret;
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

int report_missing(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	size_t nr;

	writer_heading(w, "n/a, and why");
	nr = print_planned(r, w);
	for (size_t i = 0; i < w->absent.nr; i++)
		writer_item(w, "%s", w->absent.list[i]);
	for (size_t i = 0; i < results->nr; i++) {
		if (!results->records[i].na || !is_new_reason(results, i))
			continue;
		if (print_reason(results, results->records[i].na, w))
			return -1;
		nr++;
	}
	if (!nr)
		writer_text(
			w,
			"Each planned case has its records, and none is n/a. What else has no figure, no case of the run asks for.");
	return 0;
}
