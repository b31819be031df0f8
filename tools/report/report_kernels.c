// SPDX-License-Identifier: GPL-2.0
/*
 * The same case in two kernels: what the series costs virtual machines that don't use it,
 * and what it costs that a kernel can switch strategies.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "report/report.h"
#include "schema.h"
#include "page/format.h"

#define TEXT_SIZE 128

struct pair {
	const struct lab_record *without;
	const struct lab_record *with;
};

struct pairs {
	struct pair *list;
	size_t nr;
};

static int find_pairs(struct pairs *p, const struct report *r,
		      const char *without, const char *with)
{
	static const char *const apart[] = { "kernel", NULL };
	struct wish left = { .kernel = without }, right = { .kernel = with };
	struct groups groups;
	struct pair pair;

	p->nr = 0;
	if (groups_build(&groups, &r->run->results, record_is_price, apart))
		return -1;
	p->list = calloc(groups.nr + 1, sizeof(*p->list));
	for (size_t i = 0; p->list && i < groups.nr; i++) {
		pair.without = group_find(&groups.list[i], &left);
		pair.with = group_find(&groups.list[i], &right);
		if (pair.without && pair.with)
			p->list[p->nr++] = pair;
	}
	groups_free(&groups);
	return p->list ? 0 : -1;
}

/* Both figures of a pair: means if one of them is. */
static void figures_of(const struct pair *pair, double *without, double *with)
{
	bool is_mean = figure_is_mean(pair->without) ||
		       figure_is_mean(pair->with);

	*without = figure_of(pair->without, is_mean);
	*with = figure_of(pair->with, is_mean);
}

/* The rise in parts of the figure before; NAN where that is 0. */
static double relative_of(const struct pair *pair)
{
	double without, with;

	figures_of(pair, &without, &with);
	return without > 0 ? with / without - 1 : NAN;
}

/* Seeds and layouts alone move a figure as far: then there is no difference. */
static bool within_floor(const struct report *r, const struct pair *pair)
{
	return fabs(relative_of(pair)) <= run_floor(r->run, pair->with);
}

/* "+0.36%", and "none (+0.36%)" within its floor. */
static char *relative_words(const struct report *r, const struct pair *pair,
			    char *text, size_t size)
{
	char percent[TEXT_SIZE];

	if (isnan(relative_of(pair)))
		snprintf(text, size, "n/a");
	else
		snprintf(text, size, within_floor(r, pair) ? "none (%s)" : "%s",
			 format_percent(relative_of(pair), percent,
					sizeof(percent)));
	return text;
}

static void set_floor(struct table *t, size_t row, size_t column,
		      const struct report *r, const struct lab_record *record)
{
	double floor = run_floor(r->run, record);
	char text[TEXT_SIZE];

	snprintf(text, sizeof(text), floor > 0 ? "%.2g%%" : "-", 100 * floor);
	table_set(t, row, column, text);
}

static void add_row(struct table *t, const struct report *r,
		    const struct pair *pair)
{
	bool is_mean = figure_is_mean(pair->without) ||
		       figure_is_mean(pair->with);
	size_t row = table_add_row(t), column = 0;
	char text[2 * TEXT_SIZE], words[TEXT_SIZE];
	double without, with;

	figures_of(pair, &without, &with);

	table_set(t, row, column++, record_dimension(pair->with, "strategy"));
	snprintf(text, sizeof(text), "%s: %s", pair->with->metric,
		 report_case(pair->with, words, sizeof(words)));
	table_set(t, row, column++, text);
	snprintf(text, sizeof(text), "%ld",
		 record_dimension_number(pair->with, "cpus"));
	table_set(t, row, column++, text);
	table_set(t, row, column++,
		  format_figure(without, is_mean, text, sizeof(text)));
	table_set(t, row, column++,
		  format_figure(with, is_mean, text, sizeof(text)));
	table_set(t, row, column++,
		  format_change(with - without, text, sizeof(text)));
	table_set(t, row, column++,
		  relative_words(r, pair, text, sizeof(text)));
	set_floor(t, row, column++, r, pair->with);
	table_set(t, row, column++, pair->with->unit);
}

static bool is_any(const struct report *r, const struct pair *pair)
{
	return true;
}

static bool is_headline(const struct report *r, const struct pair *pair)
{
	return r->headline && group_has(r->headline, pair->with);
}

static int print_pairs(const struct report *r, const struct pairs *p,
		       const char *const *names,
		       bool (*wanted)(const struct report *r,
				      const struct pair *pair),
		       struct writer *w)
{
	struct table table;

	table_init(&table);
	table_add_column(&table, "strategy", false);
	table_add_column(&table, "case", false);
	table_add_column(&table, "CPUs", true);
	table_add_column(&table, names[0], true);
	table_add_column(&table, names[1], true);
	table_add_column(&table, "difference", true);
	table_add_column(&table, "relative", true);
	table_add_column(&table, "floor", true);
	table_add_column(&table, "unit", false);
	for (size_t i = 0; i < p->nr; i++)
		if (wanted(r, &p->list[i]))
			add_row(&table, r, &p->list[i]);
	if (table.nr_rows)
		writer_table(w, &table);
	table_free(&table);
	return 0;
}

/* What the kernel that counts saw of an ordinary memslot, the same for each record. */
static void print_events(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	const struct lab_record *record;
	char text[TEXT_SIZE], words[TEXT_SIZE];
	size_t nr = 0, nr_above = 0;

	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		if (record->replicate || !record_is_of(record, LAB_COUNT) ||
		    strcmp(record_dimension(record, "strategy"), "hva") ||
		    record_na(record))
			continue;
		nr++;
		if (figure_of(record, true) == 0)
			continue;
		nr_above++;
		writer_item(w, "%s: %s: %s events of each", record->metric,
			    report_case(record, words, sizeof(words)),
			    report_number(figure_of(record, true), text,
					  sizeof(text)));
	}
	if (nr > nr_above)
		writer_item(
			w,
			"Of %zu counts of events with an ordinary memslot %zu are 0",
			nr, nr - nr_above);
	if (!nr)
		writer_item(
			w,
			"Events: n/a, no case of this run counts those of an ordinary memslot; the kernel stock can count none");
}

static void add_extreme(const struct report *r, const struct pair *pair,
			const char *what, char *text, size_t size)
{
	char words[TEXT_SIZE], percent[TEXT_SIZE], before[32], after[32];
	size_t used = strlen(text);
	double without, with;

	figures_of(pair, &without, &with);
	snprintf(text + used, size - used,
		 "; the %s is %s, %s to %s %s (%s: %s)", what,
		 relative_words(r, pair, percent, sizeof(percent)),
		 format_number(without, before, sizeof(before)),
		 format_number(with, after, sizeof(after)), pair->with->unit,
		 pair->with->metric,
		 report_case(pair->with, words, sizeof(words)));
}

/* How many calls of an ordinary memslot cost more with the series, and the worst. */
static void say_pairs(const struct report *r, const struct pairs *p,
		      struct writer *w)
{
	const struct pair *most = NULL, *least = NULL, *pair;
	size_t nr_more = 0, nr_less = 0;
	char text[4 * TEXT_SIZE] = "";
	double rise;

	for (size_t i = 0; i < p->nr; i++) {
		pair = &p->list[i];
		rise = relative_of(pair);
		if (isnan(rise) || within_floor(r, pair))
			continue;
		nr_more += rise > 0;
		nr_less += rise < 0;
		if (rise > 0 && (!most || rise > relative_of(most)))
			most = pair;
		if (rise < 0 && (!least || rise < relative_of(least)))
			least = pair;
	}
	if (most)
		add_extreme(r, most, "most", text, sizeof(text));
	if (least)
		add_extreme(r, least, "least", text, sizeof(text));
	writer_item(
		w,
		"For VMs that don't use it the series makes %zu of %zu calls dearer and %zu cheaper%s.",
		nr_more, p->nr, nr_less, text);
}

int report_say_stock(const struct report *r, struct writer *w)
{
	struct pairs pairs;

	if (find_pairs(&pairs, r, "stock", "pure"))
		return -1;
	if (pairs.nr)
		say_pairs(r, &pairs, w);
	free(pairs.list);
	return 0;
}

int report_stock(const struct report *r, struct writer *w)
{
	static const char *const names[] = { "stock", "patched" };
	struct pairs pairs;
	int ret = 0;

	writer_heading(w, "What the series costs VMs that don't use it");
	if (find_pairs(&pairs, r, "stock", "pure"))
		return -1;
	if (pairs.nr) {
		writer_text(
			w,
			"An ordinary memslot (hva) in a kernel without the series and in one with it. What lies below the floor is none: two kernels also lie differently in memory.");
		ret = print_pairs(r, &pairs, names, is_any, w);
		print_events(r, w);
	} else {
		writer_absent(
			w,
			"this run has no case that was measured in the kernel stock and in one with the series.");
	}
	free(pairs.list);
	return ret;
}

int report_switch(const struct report *r, struct writer *w)
{
	static const char *const names[] = { "pure", "all" };
	struct pairs pairs;
	int ret;

	writer_heading(w, "The price of the switch");
	if (find_pairs(&pairs, r, "pure", "all"))
		return -1;
	if (!pairs.nr) {
		writer_absent(
			w,
			"this run has no case that was measured in a kernel with one strategy and in the one that switches.");
		free(pairs.list);
		return 0;
	}
	writer_text(
		w,
		"The same strategy in a kernel of its own (pure) and in the one that has all and switches.");
	ret = print_pairs(r, &pairs, names, is_headline, w);
	writer_fold(w, "All cases that were measured in both");
	if (!ret)
		ret = print_pairs(r, &pairs, names, is_any, w);
	writer_fold_end(w);
	free(pairs.list);
	return ret;
}
