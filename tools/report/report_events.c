// SPDX-License-Identifier: GPL-2.0
/* What the lab's counters, the CPU's and the kernel's saw of one operation. */
#include "records/figure.h"
#include "report/report.h"

static void add_strategy(struct table *t, const struct group *group,
			 const struct names *metrics, const char *strategy)
{
	table_row(t, strategy, NULL);
	for (size_t i = 0; i < metrics->nr; i++)
		table_cell(t, report_number(report_mean(group, strategy,
							metrics->list[i])));
}

static void print_group(const struct group *group, struct writer *w)
{
	struct names metrics = {};
	struct table table;

	for (size_t i = 0; i < group->nr; i++)
		if (names_add(&metrics, group->list[i]->metric))
			out_of_memory();
	table_init(&table);
	table_columns(&table, "strategy", NULL);
	for (size_t i = 0; i < metrics.nr; i++)
		table_add_column(&table, metrics.list[i], true);
	for (size_t i = 0; i < group->nr; i++)
		if (group_first_of_strategy(group, group->list[i]))
			add_strategy(&table, group, &metrics,
				     strategy_of(group->list[i]));
	writer_text(w, "%s: %s, %ld CPUs:", group->list[0]->bench,
		    report_case(group->list[0]), group_most_cpus(group));
	writer_table(w, &table);
	names_free(&metrics);
}

static void print_events(const struct report *r, struct writer *w)
{
	const struct group *first = group_headline(&r->events);

	writer_heading(w, lab_class_words(LAB_COUNT)->section);
	if (!r->events.nr) {
		writer_absent(w, "this run has no counts of events: %s.",
			      report_reason(r, LAB_COUNT));
		return;
	}
	first = first ? first : &r->events.list[0];
	print_group(first, w);
	writer_fold(w, "Events of other operations");
	for (size_t i = 0; i < r->events.nr; i++)
		if (&r->events.list[i] != first)
			print_group(&r->events.list[i], w);
	writer_fold_end(w);
}

static bool is_hw_event(const struct lab_record *record)
{
	return !record->replicate && !record_na(record) &&
	       record_is_of(record, LAB_HARDWARE);
}

/* What perf would count: of the CPU, or of the kernel. */
static void print_hw_events(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	const struct lab_record *record;
	struct table table;

	writer_heading(w, lab_class_words(LAB_HARDWARE)->section);
	table_init(&table);
	table_columns(&table, "event", "scope", "strategy", "kernel", ">CPUs",
		      "case", ">each operation", "kind", NULL);
	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		if (is_hw_event(record))
			table_row(&table, record_dimension(record, "event"),
				  record_dimension(record, "scope"),
				  strategy_of(record), kernel_of(record),
				  report_number(cpus_of(record)),
				  report_case(record),
				  report_number(figure_of(record, true)),
				  figure_kind(record), NULL);
	}
	writer_fold(w, "Counted, in a pass of their own");
	writer_table(w, &table);
	writer_fold_end(w);
	if (!table.nr_rows)
		writer_absent(w, "this run has no such events: %s.",
			      report_reason(r, LAB_HARDWARE));
}

void report_events(const struct report *r, struct writer *w)
{
	print_events(r, w);
	report_bystanders(r, w);
	print_hw_events(r, w);
}
