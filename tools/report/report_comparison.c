// SPDX-License-Identifier: GPL-2.0
/* All strategies side by side, worst first. */
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "statistics/interval.h"
#include "report/report.h"
#include "page/format.h"

#define TEXT_SIZE 128

/* One strategy in one case. */
struct line {
	const struct lab_record *record;
	bool is_mean;
	double figure;
	double ratio; /* to direct in the same kernel; 0 if there is none */
};

struct lines {
	struct line *list;
	size_t nr;
};

static void add_line(struct lines *l, const struct group *group,
		     const struct lab_record *record)
{
	struct line *line = &l->list[l->nr++];
	const struct lab_record *other = group_direct_of(group, record);
	double direct = other ? figure_of(other, figure_is_mean(other)) : 0;

	line->record = record;
	line->is_mean = figure_is_mean(record);
	line->figure = figure_of(record, line->is_mean);
	line->ratio = direct > 0 ? line->figure / direct : 0;
}

/* Each strategy at the most CPUs that the case was measured on; there is room. */
static void add_group(struct lines *l, const struct group *group)
{
	struct wish wish = { .cpus = group_most_cpus(group) };
	const struct lab_record *record;

	for (size_t i = 0; i < group->nr; i++) {
		if (!group_first_of_strategy(group, group->list[i]))
			continue;
		wish.strategy = record_dimension(group->list[i], "strategy");
		record = group_of_strategy(group, &wish);
		if (record)
			add_line(l, group, record);
	}
}

static int worst_first(const void *a, const void *b)
{
	const struct line *left = a, *right = b;

	if (left->ratio != right->ratio)
		return left->ratio < right->ratio ? 1 : -1;
	if (left->figure != right->figure)
		return left->figure < right->figure ? 1 : -1;
	return left->record->line - right->record->line;
}

/* Of one case: without a direct too, the figures themselves compare. */
static int dearest_first(const void *a, const void *b)
{
	const struct line *left = a, *right = b;

	if (left->figure != right->figure)
		return left->figure < right->figure ? 1 : -1;
	return left->record->line - right->record->line;
}

static void fill_row(struct table *t, const struct report *r,
		     const struct line *line, bool with_case)
{
	size_t row = table_add_row(t), column = 0;
	struct interval interval = interval_of(
		line->record, controls_find(r->controls, line->record),
		line->is_mean);
	char text[TEXT_SIZE], words[TEXT_SIZE];

	table_set(t, row, column++, record_dimension(line->record, "strategy"));
	snprintf(text, sizeof(text), line->ratio > 0 ? "%.2fx" : "n/a",
		 line->ratio);
	table_set(t, row, column++, text);
	if (with_case) {
		snprintf(text, sizeof(text), "%s: %s", line->record->metric,
			 report_case(line->record, words, sizeof(words)));
		table_set(t, row, column++, text);
	}
	table_set(t, row, column++,
		  format_figure(line->figure, line->is_mean, text,
				sizeof(text)));
	table_set(t, row, column++, line->record->unit);
	table_set(t, row, column++, figure_kind(line->record));
	table_set(t, row, column++,
		  interval_text(&interval, text, sizeof(text)));
	snprintf(text, sizeof(text), "%ld",
		 record_dimension_number(line->record, "cpus"));
	table_set(t, row, column++, text);
	table_set(t, row, column++, record_dimension(line->record, "kernel"));
}

static void print_lines(const struct report *r, const struct lines *l,
			bool with_case, struct writer *w)
{
	struct table table;

	table_init(&table);
	table_add_column(&table, "strategy", false);
	table_add_column(&table, "to direct", true);
	if (with_case)
		table_add_column(&table, "case", false);
	table_add_column(&table, "figure", true);
	table_add_column(&table, "unit", false);
	table_add_column(&table, "kind", false);
	table_add_column(&table, "interval", true);
	table_add_column(&table, "CPUs", true);
	table_add_column(&table, "kernel", false);
	for (size_t i = 0; i < l->nr; i++)
		fill_row(&table, r, &l->list[i], with_case);
	writer_table(w, &table);
	table_free(&table);
}

static void print_headline(const struct report *r, struct lines *l,
			   struct writer *w)
{
	char text[TEXT_SIZE];

	if (!r->headline) {
		writer_absent(w, "this run has no access to compare: %s.",
			      report_reason(r, LAB_PRICE));
		return;
	}
	add_group(l, r->headline);
	qsort(l->list, l->nr, sizeof(*l->list), dearest_first);
	writer_text(w, "One %s of KVM, on the most CPUs measured:",
		    report_case(r->headline->list[0], text, sizeof(text)));
	print_lines(r, l, false, w);
	writer_picture(w, "accesses", "Cost of one access against CPUs");
}

int report_ranking(const struct report *r, const char *bench, struct writer *w)
{
	static const char *const apart[] = { "strategy", "kernel", "cpus",
					     NULL };
	struct lines l = {};
	struct groups cases;

	if (groups_build(&cases, &r->run->results, record_is_headline, apart))
		return -1;
	l.list = calloc(r->run->results.nr, sizeof(*l.list));
	for (size_t i = 0; l.list && i < cases.nr; i++)
		if (!strcmp(cases.list[i].list[0]->bench, bench))
			add_group(&l, &cases.list[i]);
	groups_free(&cases);
	if (!l.list)
		return -1;
	qsort(l.list, l.nr, sizeof(*l.list), worst_first);
	if (l.nr) {
		writer_text(
			w,
			"What a call costs on the most CPUs measured, the highest ratio to direct first:");
		print_lines(r, &l, true, w);
	}
	free(l.list);
	return 0;
}

static void print_notes(const struct report *r, struct writer *w)
{
	writer_item(
		w,
		"~: the mean, where some calls pay for others; else the median of the calls, and over boots the median of theirs");
	writer_item(
		w,
		"interval: of exact figures the case's own lowest and highest over the run and its controls (seeds, layouts), of sampled ones 95%% by bootstrap over boots; - is none");
	if (!r->controls->results.nr)
		writer_item(w, "no controls: this run has no layout.jsonl");
	writer_item(
		w,
		"kernel: pure has that strategy alone, all switches; the ratio is to direct in the same kernel");
}

int report_comparison(const struct report *r, struct writer *w)
{
	struct lines lines = { 0 };

	writer_heading(w, lab_class_words(LAB_PRICE)->section);
	lines.list = calloc(r->run->results.nr, sizeof(*lines.list));
	if (!lines.list)
		return -1;
	print_headline(r, &lines, w);
	if (lines.nr)
		print_notes(r, w);
	free(lines.list);
	return 0;
}
