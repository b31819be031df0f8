// SPDX-License-Identifier: GPL-2.0
/* What the lab's counters saw of one operation, and what bystanders pay. */
#include <math.h>
#include <string.h>

#include "figure.h"
#include "report.h"
#include "schema.h"
#include "sections.h"

#define TEXT_SIZE 128
#define MAX_METRICS 16

struct metrics {
	const char *names[MAX_METRICS];
	size_t nr;
};

static void note_metric(struct metrics *m, const char *name)
{
	for (size_t i = 0; i < m->nr; i++)
		if (!strcmp(m->names[i], name))
			return;
	if (m->nr < MAX_METRICS)
		m->names[m->nr++] = name;
}

/* Per operation: always a mean, or what one call in many does would not show. */
static double mean_of(const struct group *group, const char *strategy,
		      const char *metric)
{
	struct wish wish = { .metric = metric,
			     .strategy = strategy,
			     .cpus = group_most_cpus(group) };
	const struct lab_record *record = group_find(group, &wish);

	return record && !record_na(record) ? figure_of(record, true) : NAN;
}

static void add_strategy(struct table *t, const struct group *group,
			 const struct metrics *m, const char *strategy)
{
	size_t row = table_add_row(t);
	char text[TEXT_SIZE];

	table_set(t, row, 0, strategy);
	for (size_t i = 0; i < m->nr; i++)
		table_set(t, row, 1 + i,
			  report_number(mean_of(group, strategy, m->names[i]),
					text, sizeof(text)));
}

static int print_group(const struct group *group, struct doc *doc)
{
	struct metrics metrics = { .nr = 0 };
	struct table table;
	char text[TEXT_SIZE];

	for (size_t i = 0; i < group->nr; i++)
		note_metric(&metrics, group->list[i]->metric);
	if (table_init(&table, group->nr))
		return -1;
	table_add_column(&table, "strategy", false);
	for (size_t i = 0; i < metrics.nr; i++)
		table_add_column(&table, metrics.names[i], true);
	for (size_t i = 0; i < group->nr; i++)
		if (group_first_of_strategy(group, group->list[i]))
			add_strategy(&table, group, &metrics,
				     record_dimension(group->list[i],
						      "strategy"));
	doc_text(doc, "%s: %s, %ld CPUs:", group->list[0]->bench,
		 report_case(group->list[0], text, sizeof(text)),
		 group_most_cpus(group));
	doc_table(doc, &table);
	table_free(&table);
	return 0;
}

static int print_events(const struct report *r, struct doc *doc)
{
	const struct group *first = group_headline(&r->events);
	int ret = 0;

	if (!r->events.nr) {
		doc_text(doc, "n/a: this run has no counts of events: %s.",
			 report_reason(r, "pte_writes"));
		return 0;
	}
	first = first ? first : &r->events.list[0];
	if (print_group(first, doc))
		return -1;
	if (r->events.nr == 1)
		return 0;
	doc_fold(doc, "Events of other operations");
	for (size_t i = 0; !ret && i < r->events.nr; i++)
		if (&r->events.list[i] != first)
			ret = print_group(&r->events.list[i], doc);
	doc_fold_end(doc);
	return ret;
}

static void add_price(char *text, size_t size, double value, const char *words)
{
	size_t used = strlen(text);
	char number[TEXT_SIZE];

	if (!isnan(value))
		snprintf(text + used, size - used, "%s %s %s",
			 used ? " and" : "",
			 report_number(value, number, sizeof(number)), words);
}

static void print_price(const struct group *group, const char *strategy,
			struct doc *doc)
{
	struct wish wish = { .metric = "bystander_insns" };
	const struct lab_record *work = group_find(group, &wish);
	char what[TEXT_SIZE], price[TEXT_SIZE] = "";

	if (work)
		add_price(price, sizeof(price),
			  mean_of(group, strategy, "bystander_insns"),
			  lab_unit_find(work->unit)->words);
	add_price(price, sizeof(price),
		  mean_of(group, strategy, "bystander_exits"), "exits");
	doc_item(doc, "%s: each %s costs every other running vCPU%s", strategy,
		 report_case(group->list[0], what, sizeof(what)), price);
}

static void print_bystanders(const struct report *r, struct doc *doc)
{
	const struct group *group = group_headline(&r->bystanders);

	doc_heading(doc, "The bystander's bill");
	if (!r->bystanders.nr) {
		doc_text(doc, "n/a: this run has no bystanders: %s.",
			 report_reason(r, "bystander_exits"));
		return;
	}
	group = group ? group : &r->bystanders.list[0];
	for (size_t i = 0; i < group->nr; i++)
		if (group_first_of_strategy(group, group->list[i]))
			print_price(group,
				    record_dimension(group->list[i],
						     "strategy"),
				    doc);
}

static bool is_hw_event(const struct lab_record *record)
{
	return !record->replicate && !record_na(record) &&
	       !strcmp(record->metric, "hw_event");
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
static int print_hw_events(const struct report *r, struct doc *doc)
{
	const struct results *results = &r->run->results;
	struct table table;

	doc_heading(doc, "Events of the CPU and the kernel");
	if (table_init(&table, results->nr))
		return -1;
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
		doc_fold(doc, "Counted, in a pass of their own");
		doc_table(doc, &table);
		doc_fold_end(doc);
	} else {
		doc_text(doc, "n/a: this run has no such events: %s.",
			 report_reason(r, "hw_event"));
	}
	table_free(&table);
	return 0;
}

int report_events(const struct report *r, struct doc *doc)
{
	doc_heading(doc, "Events per operation");
	if (print_events(r, doc))
		return -1;
	print_bystanders(r, doc);
	return print_hw_events(r, doc);
}
