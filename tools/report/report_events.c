// SPDX-License-Identifier: GPL-2.0
/* What the lab's counters, the CPU's and the kernel's saw of one operation. */
#include <string.h>

#include "compiler.h"
#include "records/figure.h"
#include "report/report.h"
#include "records/sections.h"

#define TEXT_SIZE 128

static void add_strategy(struct table *t, const struct group *group,
			 const struct names *metrics, const char *strategy)
{
	size_t row = table_add_row(t);
	char text[TEXT_SIZE];

	table_set(t, row, 0, strategy);
	for (size_t i = 0; i < metrics->nr; i++)
		table_set(t, row, 1 + i,
			  report_number(report_mean(group, strategy,
						    metrics->list[i]),
					text, sizeof(text)));
}

static int fill_group(struct table *t, const struct group *group,
		      struct names *metrics)
{
	for (size_t i = 0; i < group->nr; i++)
		if (names_add(metrics, group->list[i]->metric))
			return -1;
	table_add_column(t, "strategy", false);
	for (size_t i = 0; i < metrics->nr; i++)
		table_add_column(t, metrics->list[i], true);
	for (size_t i = 0; i < group->nr; i++)
		if (group_first_of_strategy(group, group->list[i]))
			add_strategy(t, group, metrics,
				     record_dimension(group->list[i],
						      "strategy"));
	return 0;
}

static int print_group(const struct group *group, struct writer *w)
{
	struct names metrics = {};
	struct table table;
	char text[TEXT_SIZE];
	int ret;

	table_init(&table);
	ret = fill_group(&table, group, &metrics);
	if (!ret) {
		writer_text(w, "%s: %s, %ld CPUs:", group->list[0]->bench,
			    report_case(group->list[0], text, sizeof(text)),
			    group_most_cpus(group));
		writer_table(w, &table);
	}
	table_free(&table);
	names_free(&metrics);
	return ret;
}

static int print_events(const struct report *r, struct writer *w)
{
	const struct group *first = group_headline(&r->events);
	int ret = 0;

	if (!r->events.nr) {
		writer_absent(w, "this run has no counts of events: %s.",
			      report_reason(r, LAB_COUNT));
		return 0;
	}
	first = first ? first : &r->events.list[0];
	if (print_group(first, w))
		return -1;
	if (r->events.nr == 1)
		return 0;
	writer_fold(w, "Events of other operations");
	for (size_t i = 0; !ret && i < r->events.nr; i++)
		if (&r->events.list[i] != first)
			ret = print_group(&r->events.list[i], w);
	writer_fold_end(w);
	return ret;
}

static bool is_hw_event(const struct lab_record *record)
{
	return !record->replicate && !record_na(record) &&
	       record_is_of(record, LAB_HARDWARE);
}

static void add_hw_event(struct table *t, const struct lab_record *record)
{
	static const char *const names[] = { "event", "scope", "strategy",
					     "kernel", "cpus" };
	size_t row = table_add_row(t), column = 0;
	char text[TEXT_SIZE];

	for (; column < ARRAY_LENGTH(names); column++)
		table_set(t, row, column,
			  dimension_text(record, names[column], text,
					 sizeof(text)));
	table_set(t, row, column++, report_case(record, text, sizeof(text)));
	table_set(t, row, column++,
		  report_number(figure_of(record, true), text, sizeof(text)));
	table_set(t, row, column, figure_kind(record));
}

/* What perf would count: of the CPU, or of the kernel. */
static int print_hw_events(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	struct table table;

	writer_heading(w, lab_class_words(LAB_HARDWARE)->section);
	table_init(&table);
	table_add_column(&table, "event", false);
	table_add_column(&table, "scope", false);
	table_add_column(&table, "strategy", false);
	table_add_column(&table, "kernel", false);
	table_add_column(&table, "CPUs", true);
	table_add_column(&table, "case", false);
	table_add_column(&table, "each operation", true);
	table_add_column(&table, "kind", false);
	for (size_t i = 0; i < results->nr; i++)
		if (is_hw_event(&results->records[i]))
			add_hw_event(&table, &results->records[i]);
	if (table.nr_rows) {
		writer_fold(w, "Counted, in a pass of their own");
		writer_table(w, &table);
		writer_fold_end(w);
	} else {
		writer_absent(w, "this run has no such events: %s.",
			      report_reason(r, LAB_HARDWARE));
	}
	table_free(&table);
	return 0;
}

int report_events(const struct report *r, struct writer *w)
{
	writer_heading(w, lab_class_words(LAB_COUNT)->section);
	if (print_events(r, w))
		return -1;
	if (report_bystanders(r, w))
		return -1;
	return print_hw_events(r, w);
}
