// SPDX-License-Identifier: GPL-2.0
/* What a strategy costs against what it leaves exposed; and distributions. */
#include <math.h>
#include <string.h>

#include "records/figure.h"
#include "report/report.h"
#include "page/format.h"

#define TEXT_SIZE 128

static const char *seen_words(const struct exposure *e)
{
	if (e->seen_here > 0)
		return e->seen_elsewhere > 0 ? "on every CPU" : "on that CPU";
	return "on other CPUs";
}

static void append_time(const struct exposure *e, char *text, size_t size)
{
	size_t used = strlen(text);
	char number[32];

	if (!e->lifetime)
		return;
	if (record_na(e->lifetime))
		snprintf(text + used, size - used, ", %s",
			 record_na(e->lifetime));
	else
		snprintf(text + used, size - used, ", for up to %s %s",
			 report_number(e->seen_time, number, sizeof(number)),
			 e->lifetime->unit);
}

/* hva and direct take nothing out: old translations are the least of it. */
char *report_readable(const struct report *r, const char *strategy, char *text,
		      size_t size)
{
	const struct exposure *e = exposures_find(&r->exposures, strategy);

	if (!strcmp(strategy, "hva") || !strcmp(strategy, "direct")) {
		snprintf(text, size, "everything, always");
	} else if (!e || isnan(e->seen_pages)) {
		snprintf(text, size, "n/a");
	} else if (!(e->seen_pages > 0)) {
		snprintf(text, size, "nothing seen");
	} else {
		snprintf(text, size, "%.0f page%s %s", e->seen_pages,
			 e->seen_pages == 1 ? "" : "s", seen_words(e));
		append_time(e, text, size);
	}
	return text;
}

static const char *place_words(const struct exposure *e)
{
	if (!e->declares)
		return "n/a";
	if (e->here)
		return e->elsewhere ? "on every CPU" : "on that CPU";
	return e->elsewhere ? "on other CPUs" : "nowhere";
}

static void set_bound(struct table *t, size_t row, size_t column,
		      const struct exposure *e, double bound)
{
	char text[TEXT_SIZE];

	if (!e->declares)
		table_set(t, row, column, "n/a");
	else if (isinf(bound))
		table_set(t, row, column, "no bound");
	else
		table_set(t, row, column,
			  report_number(bound, text, sizeof(text)));
}

static void set_seen(struct table *t, size_t row, size_t column, double seen)
{
	char text[TEXT_SIZE];

	table_set(t, row, column, report_number(seen, text, sizeof(text)));
}

static void set_time(struct table *t, size_t row, size_t column,
		     const struct exposure *e)
{
	char number[32], text[TEXT_SIZE];

	if (e->lifetime && record_na(e->lifetime))
		snprintf(text, sizeof(text), "%s", record_na(e->lifetime));
	else if (e->lifetime)
		snprintf(text, sizeof(text), "%s %s",
			 report_number(e->seen_time, number, sizeof(number)),
			 e->lifetime->unit);
	else
		snprintf(text, sizeof(text), "n/a");
	table_set(t, row, column, text);
}

static void set_over(struct table *t, size_t row, size_t column,
		     const struct exposure *e)
{
	char number[32], text[TEXT_SIZE];

	snprintf(text, sizeof(text), "%s %s",
		 report_number(e->seen_over, number, sizeof(number)),
		 e->lifetime ? e->lifetime->unit : "");
	table_set(t, row, column, isnan(e->seen_over) ? "n/a" : text);
}

/*
 * NAN is above nothing. A worker that comes late breaks no promise: how late it came
 * has a column of its own.
 */
static bool keeps_promise(const struct exposure *e)
{
	return !(e->seen_pages > e->pages) && !(e->seen_here > 0 && !e->here) &&
	       !(e->seen_elsewhere > 0 && !e->elsewhere);
}

static void set_cost(struct table *t, size_t row, size_t column,
		     const struct exposure *e)
{
	char text[TEXT_SIZE];
	bool is_mean;

	if (!e->access) {
		table_set(t, row, column, "n/a");
		return;
	}
	is_mean = figure_is_mean(e->access);
	table_set(t, row, column,
		  format_figure(figure_of(e->access, is_mean), is_mean, text,
				sizeof(text)));
}

static void add_exposure(struct table *t, const struct exposure *e)
{
	size_t row = table_add_row(t), column = 0;

	table_set(t, row, column++, record_dimension(e->any, "strategy"));
	table_set(t, row, column++, record_dimension(e->any, "op"));
	set_cost(t, row, column++, e);
	table_set(t, row, column++, place_words(e));
	set_bound(t, row, column++, e, e->pages);
	set_bound(t, row, column++, e, e->usecs);
	set_seen(t, row, column++, e->seen_pages);
	set_seen(t, row, column++, e->seen_here);
	set_seen(t, row, column++, e->seen_elsewhere);
	set_time(t, row, column++, e);
	set_over(t, row, column++, e);
	table_set(t, row, column,
		  !e->declares	   ? "n/a" :
		  keeps_promise(e) ? "yes" :
				     "NO: more than declared");
}

static int print_exposures(const struct exposures *e, struct writer *w)
{
	struct table table;

	table_init(&table);
	table_add_column(&table, "strategy", false);
	table_add_column(&table, "after", false);
	table_add_column(&table, "cost", true);
	table_add_column(&table, "declared", false);
	table_add_column(&table, "pages, at most", true);
	table_add_column(&table, "us, at most", true);
	table_add_column(&table, "pages seen", true);
	table_add_column(&table, "seen on that CPU", true);
	table_add_column(&table, "seen on others", true);
	table_add_column(&table, "until", true);
	table_add_column(&table, "beyond the time", true);
	table_add_column(&table, "kept", false);
	for (size_t i = 0; i < e->nr; i++)
		add_exposure(&table, &e->list[i]);
	writer_table(w, &table);
	table_free(&table);
	return 0;
}

int report_frontier(const struct report *r, struct writer *w)
{
	char text[TEXT_SIZE];

	writer_heading(w, lab_class_words(LAB_EXPOSURE)->section);
	if (!r->exposures.nr) {
		writer_absent(
			w,
			"this run has no records of what is left exposed (gmem_exposure): %s.",
			report_reason(r, LAB_EXPOSURE));
		return 0;
	}
	if (r->headline)
		writer_text(
			w,
			"Cost: one %s on %ld CPUs. Exposure: what was still readable by way of a stale translation when that was done, the most that was seen, and what the strategy declares.",
			report_case(r->headline->list[0], text, sizeof(text)),
			group_most_cpus(r->headline));
	else
		writer_text(w, "Without cost: this run has no access alone.");
	writer_picture(w, "frontier",
		       "Cost of an access against what it leaves exposed");
	return print_exposures(&r->exposures, w);
}

int report_samples(const struct report *r, struct writer *w)
{
	writer_heading(w, "Distributions");
	if (report_has_samples(r))
		writer_picture(w, "distributions",
			       "Distribution of the samples");
	else
		writer_absent(
			w,
			"this run has no sampled figures (ns, cycles): its back end counts, and a count has no distribution of its own.");
	return 0;
}
