// SPDX-License-Identifier: GPL-2.0
/* All strategies side by side, worst first. */
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "report/report.h"
#include "statistics/interval.h"

/* One strategy in one case. */
struct line {
	const struct lab_record *record;
	double figure;
	double ratio; /* to direct in the same kernel; 0 if there is none */
};

struct lines {
	struct line *list;
	size_t nr;
};

static void begin(struct lines *l, const struct report *r)
{
	l->nr = 0;
	l->list = calloc(r->run->results.nr, sizeof(*l->list));
	if (!l->list)
		out_of_memory();
}

/* Each strategy at the most CPUs that the case was measured on; there is room. */
static void add_group(struct lines *l, const struct group *group)
{
	const struct lab_record *record;

	for (size_t i = 0; i < group->nr; i++) {
		if (!group_first_of_strategy(group, group->list[i]))
			continue;
		record = report_of_strategy(group, strategy_of(group->list[i]));
		if (record)
			l->list[l->nr++] =
				(struct line){ record, report_cost(record),
					       report_ratio(group, record) };
	}
}

/* Of one case: without a direct too, the figures themselves compare. */
static int dearest_first(const void *a, const void *b)
{
	const struct line *left = a, *right = b;

	if (left->figure != right->figure)
		return left->figure < right->figure ? 1 : -1;
	return left->record->line - right->record->line;
}

static int worst_first(const void *a, const void *b)
{
	const struct line *left = a, *right = b;

	if (left->ratio != right->ratio)
		return left->ratio < right->ratio ? 1 : -1;
	return dearest_first(a, b);
}

static void add_row(struct table *t, const struct report *r,
		    const struct line *line, bool with_case)
{
	const struct lab_record *record = line->record;
	struct interval interval =
		interval_of(record, controls_find(r->controls, record),
			    figure_is_mean(record));
	char text[64];

	table_row(t, strategy_of(record),
		  line->ratio > 0 ? textf("%.2fx", line->ratio) : "n/a", NULL);
	if (with_case)
		table_cell(t, textf("%s: %s", record->metric,
				    report_case(record)));
	table_cell(t, report_figure(record));
	table_cell(t, record->unit);
	table_cell(t, figure_kind(record));
	table_cell(t, interval_text(&interval, text, sizeof(text)));
	table_cell(t, textf("%ld", cpus_of(record)));
	table_cell(t, kernel_of(record));
}

static void print_lines(const struct report *r, const struct lines *l,
			bool with_case, struct writer *w)
{
	struct table table;

	table_init(&table);
	table_columns(&table, "strategy", ">to direct", NULL);
	if (with_case)
		table_columns(&table, "case", NULL);
	table_columns(&table, ">figure", "unit", "kind", ">interval", ">CPUs",
		      "kernel", NULL);
	for (size_t i = 0; i < l->nr; i++)
		add_row(&table, r, &l->list[i], with_case);
	writer_table(w, &table);
}

void report_ranking(const struct report *r, const char *bench, struct writer *w)
{
	static const char *const apart[] = { "strategy", "kernel", "cpus",
					     NULL };
	struct groups cases;
	struct lines l;

	if (groups_build(&cases, &r->run->results, record_is_headline, apart))
		out_of_memory();
	begin(&l, r);
	for (size_t i = 0; i < cases.nr; i++)
		if (!strcmp(cases.list[i].list[0]->bench, bench))
			add_group(&l, &cases.list[i]);
	groups_free(&cases);
	qsort(l.list, l.nr, sizeof(*l.list), worst_first);
	if (l.nr)
		writer_text(
			w,
			"What a call costs on the most CPUs measured, the highest ratio to direct first:");
	print_lines(r, &l, true, w);
	free(l.list);
}

static void print_headline(const struct report *r, struct writer *w)
{
	struct lines l;

	begin(&l, r);
	add_group(&l, r->headline);
	qsort(l.list, l.nr, sizeof(*l.list), dearest_first);
	writer_text(w, "One %s of KVM, on the most CPUs measured:",
		    report_case(r->headline->list[0]));
	print_lines(r, &l, false, w);
	free(l.list);
	writer_picture(w, "accesses", "Cost of one access against CPUs");
}

static bool has_exact_of_one_boot(const struct report *r)
{
	const struct lab_record *record;

	for (size_t i = 0; i < r->headline->nr; i++) {
		record = r->headline->list[i];
		if (!strcmp(record->kind, "exact") && !record->next_boot &&
		    !controls_find(r->controls, record))
			return true;
	}
	return false;
}

void report_comparison(const struct report *r, struct writer *w)
{
	writer_heading(w, lab_class_words(LAB_PRICE)->section);
	if (!r->headline) {
		writer_absent(w, "this run has no access to compare: %s.",
			      report_reason(r, LAB_PRICE));
		return;
	}
	print_headline(r, w);
	writer_item(
		w,
		"~: the mean, where some calls pay for others; else the median of the calls, and over boots the mean of theirs, or of what is sampled their median");
	writer_item(
		w,
		"interval: of exact figures the lowest and highest of single boots (seeds, layouts), of sampled ones 95%% by bootstrap over boots; - is none");
	if (has_exact_of_one_boot(r))
		writer_item(
			w,
			"no intervals of exact figures: this run has one boot of each case (SEEDS=1,2,3, FLOORS=1)");
	writer_item(
		w,
		"kernel: pure has that strategy alone, all switches; the ratio is to direct in the same kernel");
}
