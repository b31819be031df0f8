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

struct pair {
	const struct lab_record *without;
	const struct lab_record *with;
};

struct pairs {
	struct pair *list;
	size_t nr;
};

static void find_pairs(struct pairs *p, const struct report *r,
		       const char *without, const char *with)
{
	static const char *const apart[] = { "kernel", NULL };
	struct wish left = { .kernel = without }, right = { .kernel = with };
	struct groups groups;
	struct pair pair;

	p->nr = 0;
	if (groups_build(&groups, &r->run->results, record_is_price, apart))
		out_of_memory();
	p->list = calloc(groups.nr + 1, sizeof(*p->list));
	if (!p->list)
		out_of_memory();
	for (size_t i = 0; i < groups.nr; i++) {
		pair.without = group_find(&groups.list[i], &left);
		pair.with = group_find(&groups.list[i], &right);
		if (pair.without && pair.with)
			p->list[p->nr++] = pair;
	}
	groups_free(&groups);
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
static const char *relative_words(const struct report *r,
				  const struct pair *pair)
{
	char percent[64];

	if (isnan(relative_of(pair)))
		return "n/a";
	return textf(within_floor(r, pair) ? "none (%s)" : "%s",
		     format_percent(relative_of(pair), percent,
				    sizeof(percent)));
}

static void add_row(struct table *t, const struct report *r,
		    const struct pair *pair)
{
	bool is_mean = figure_is_mean(pair->without) ||
		       figure_is_mean(pair->with);
	double floor = run_floor(r->run, pair->with), without, with;
	char left[64], right[64], change[64];

	figures_of(pair, &without, &with);
	format_figure(without, is_mean, left, sizeof(left));
	format_figure(with, is_mean, right, sizeof(right));
	format_change(with - without, change, sizeof(change));
	table_row(t, strategy_of(pair->with),
		  textf("%s: %s", pair->with->metric, report_case(pair->with)),
		  textf("%ld", cpus_of(pair->with)), left, right, change,
		  relative_words(r, pair),
		  floor > 0 ? textf("%.2g%%", 100 * floor) : "-",
		  pair->with->unit, NULL);
}

/* Of the headline, or of all cases. */
static void print_pairs(const struct report *r, const struct pairs *p,
			const char *without, const char *with, bool all,
			struct writer *w)
{
	struct table table;

	table_init(&table);
	table_columns(&table, "strategy", "case", ">CPUs", NULL);
	table_add_column(&table, without, true);
	table_add_column(&table, with, true);
	table_columns(&table, ">difference", ">relative", ">floor", "unit",
		      NULL);
	for (size_t i = 0; i < p->nr; i++)
		if (all ||
		    (r->headline && group_has(r->headline, p->list[i].with)))
			add_row(&table, r, &p->list[i]);
	writer_table(w, &table);
}

/* Of an ordinary memslot, in the kernel that counts. */
static bool is_event(const struct lab_record *record)
{
	return !record->replicate && record_is_of(record, LAB_COUNT) &&
	       !strcmp(strategy_of(record), "hva") && !record_na(record);
}

static void print_events(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	const struct lab_record *record;
	size_t nr = 0, nr_above = 0;

	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		if (!is_event(record))
			continue;
		nr++;
		if (figure_of(record, true) == 0)
			continue;
		nr_above++;
		writer_item(w, "%s: %s: %s events of each", record->metric,
			    report_case(record),
			    report_number(figure_of(record, true)));
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

static const char *extreme_words(const struct report *r, const char *what,
				 const struct pair *pair)
{
	char before[32], after[32];
	double without, with;

	if (!pair)
		return "";
	figures_of(pair, &without, &with);
	return textf("; the %s is %s, %s to %s %s (%s: %s)", what,
		     relative_words(r, pair),
		     format_number(without, before, sizeof(before)),
		     format_number(with, after, sizeof(after)),
		     pair->with->unit, pair->with->metric,
		     report_case(pair->with));
}

/* How many calls of an ordinary memslot cost more with the series, and the worst. */
static void say_pairs(const struct report *r, const struct pairs *p,
		      struct writer *w)
{
	const struct pair *most = NULL, *least = NULL, *pair;
	size_t nr_more = 0, nr_less = 0;
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
	writer_item(
		w,
		"For VMs that don't use it the series makes %zu of %zu calls dearer and %zu cheaper%s%s.",
		nr_more, p->nr, nr_less, extreme_words(r, "most", most),
		extreme_words(r, "least", least));
}

void report_say_stock(const struct report *r, struct writer *w)
{
	struct pairs pairs;

	find_pairs(&pairs, r, "stock", "pure");
	if (pairs.nr)
		say_pairs(r, &pairs, w);
	free(pairs.list);
}

void report_stock(const struct report *r, struct writer *w)
{
	struct pairs pairs;

	writer_heading(w, "What the series costs VMs that don't use it");
	find_pairs(&pairs, r, "stock", "pure");
	if (pairs.nr) {
		writer_text(
			w,
			"An ordinary memslot (hva) in a kernel without the series and in one with it. A difference below the floor counts as none, since the two kernels also lie differently in memory.");
		print_pairs(r, &pairs, "stock", "patched", true, w);
		print_events(r, w);
	} else {
		writer_absent(
			w,
			"this run has no case that was measured in the kernel stock and in one with the series.");
	}
	free(pairs.list);
}

void report_switch(const struct report *r, struct writer *w)
{
	struct pairs pairs;

	writer_heading(w, "The price of the switch");
	find_pairs(&pairs, r, "pure", "all");
	if (pairs.nr) {
		writer_text(
			w,
			"The same strategy in a kernel of its own (pure) and in the one that has all and switches.");
		print_pairs(r, &pairs, "pure", "all", false, w);
		writer_fold(w, "All cases that were measured in both");
		print_pairs(r, &pairs, "pure", "all", true, w);
		writer_fold_end(w);
	} else {
		writer_absent(
			w,
			"this run has no case that was measured in a kernel with one strategy and in the one that switches.");
	}
	free(pairs.list);
}
