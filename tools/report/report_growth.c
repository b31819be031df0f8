// SPDX-License-Identifier: GPL-2.0
/* How costs grow, and where one strategy passes another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

#define TEXT_SIZE 128

static double term(const struct growth_line *line, int place)
{
	return place < 0 ? NAN : line->fit.c[place];
}

static const char *over_words(const struct growth_line *line)
{
	return strcmp(line->over, "cpus") ? "vCPUs" : "CPUs";
}

static void set_number(struct table *t, size_t row, size_t column, double value)
{
	char text[TEXT_SIZE];

	table_set(t, row, column,
		  isnan(value) ? "-" :
				 report_number(value, text, sizeof(text)));
}

static const char *quality(const struct growth_line *line)
{
	if (line->nr == line->fit.nr_terms)
		return "through all points";
	return growth_is_decent(line) ? "decent" : "poor";
}

/* A fit over pages is of all lengths: the first one would mislead. */
static void set_case(struct table *t, size_t row,
		     const struct growth_line *line)
{
	char text[TEXT_SIZE], words[TEXT_SIZE];

	if (line->c >= 0)
		snprintf(text, sizeof(text), "%s: %s, path %s",
			 line->any->metric, record_dimension(line->any, "op"),
			 record_dimension(line->any, "path"));
	else
		snprintf(text, sizeof(text), "%s: %s", line->any->metric,
			 report_case(line->any, words, sizeof(words)));
	table_set(t, row, 0, text);
}

static void add_line(struct table *t, const struct growth_line *line)
{
	size_t row = table_add_row(t), column = 1;
	char text[TEXT_SIZE];

	set_case(t, row, line);
	table_set(t, row, column++, record_dimension(line->any, "strategy"));
	table_set(t, row, column++, record_dimension(line->any, "kernel"));
	snprintf(text, sizeof(text), "%.0f to %.0f %s", line->low, line->high,
		 over_words(line));
	table_set(t, row, column++, text);
	set_number(t, row, column++, term(line, line->a));
	set_number(t, row, column++, term(line, line->b));
	set_number(t, row, column++, term(line, line->c));
	set_number(t, row, column++, line->fit.rms);
	table_set(t, row, column++, line->any->unit);
	set_number(t, row, column++, line->nr);
	table_set(t, row, column, quality(line));
}

static void add_columns(struct table *t)
{
	table_add_column(t, "case", false);
	table_add_column(t, "strategy", false);
	table_add_column(t, "kernel", false);
	table_add_column(t, "measured at", false);
	table_add_column(t, "a", true);
	table_add_column(t, "b, each CPU", true);
	table_add_column(t, "c, each page", true);
	table_add_column(t, "residual (RMS)", true);
	table_add_column(t, "unit", false);
	table_add_column(t, "points", true);
	table_add_column(t, "fit", false);
}

/* The lines of the headline, or all others. */
static int print_lines(const struct report *r, const char *key, bool others,
		       struct writer *w)
{
	const struct growth *g = &r->growth;
	struct table table;

	table_init(&table);
	add_columns(&table);
	for (size_t i = 0; i < g->nr; i++)
		if (growth_is_shown(g, &g->list[i]) &&
		    (key && !strcmp(g->list[i].key, key)) != others)
			add_line(&table, &g->list[i]);
	if (table.nr_rows)
		writer_table(w, &table);
	table_free(&table);
	return 0;
}

static void print_crossover(const struct crossover *c, struct writer *w)
{
	char text[TEXT_SIZE];

	writer_item(w, "%s: %s: from %.0f %s on %s costs more than %s%s",
		    c->dearer->any->metric,
		    report_case(c->dearer->any, text, sizeof(text)), c->at,
		    over_words(c->dearer),
		    record_dimension(c->dearer->any, "strategy"),
		    record_dimension(c->cheaper->any, "strategy"),
		    c->extrapolated ?
			    " (extrapolated, outside of what was measured)" :
			    "");
}

static void print_crossovers(const struct growth *g, struct writer *w)
{
	struct crossover crossover;
	size_t nr = 0;

	writer_fold(w, "Crossovers");
	writer_text(
		w,
		"Where two decent fits without pages meet between 1 and %d, and are further apart at both ends than their residuals. Both in one kernel.",
		GROWTH_MOST);
	for (size_t i = 0; i < g->nr; i++)
		for (size_t j = 0; j < g->nr; j++) {
			if (!growth_cross(g, &g->list[i], &g->list[j],
					  &crossover))
				continue;
			print_crossover(&crossover, w);
			nr++;
		}
	if (!nr)
		writer_text(w, "None.");
	writer_fold_end(w);
}

int report_growth(const struct report *r, struct writer *w)
{
	static const char *const apart[] = { "cpus", "strategy", "kernel",
					     NULL };
	char *key = r->headline ? group_key(r->headline->list[0], apart) : NULL;
	int ret;

	writer_heading(w, "Cost against CPUs");
	if (!r->growth.nr) {
		free(key);
		writer_absent(
			w,
			"this run has no case at two or more numbers of CPUs, vCPUs or pages.");
		return 0;
	}
	writer_text(
		w,
		"Least squares: cost of a call = a + b * CPUs (vCPUs where the column \"measured at\" says so) + c * pages, the last for gmem_populate, whose call is for several pages.");
	writer_text(
		w,
		"A fit is decent if it has more points than terms, three at least, and misses them by 10%% of their mean or less.");
	writer_picture(w, "growth", "Cost against CPUs, with fitted lines");
	ret = print_lines(r, key, false, w);
	if (!ret)
		print_crossovers(&r->growth, w);
	writer_fold(w, "All fits");
	if (!ret)
		ret = print_lines(r, key, true, w);
	writer_fold_end(w);
	free(key);
	return ret;
}
