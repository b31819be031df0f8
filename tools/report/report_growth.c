// SPDX-License-Identifier: GPL-2.0
/* How costs grow, and where one strategy passes another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

static double term(const struct growth_line *line, int place)
{
	return place < 0 ? NAN : line->fit.c[place];
}

static const char *over_words(const struct growth_line *line)
{
	return strcmp(line->over, "cpus") ? "vCPUs" : "CPUs";
}

static const char *number(double value)
{
	return isnan(value) ? "-" : report_number(value);
}

static const char *quality(const struct growth_line *line)
{
	if (line->nr == line->fit.nr_terms)
		return "through all points";
	return growth_is_decent(line) ? "decent" : "poor";
}

/* A fit over pages is of all lengths: the first one would mislead. */
static const char *case_of(const struct growth_line *line)
{
	if (line->c < 0)
		return textf("%s: %s", line->any->metric,
			     report_case(line->any));
	return textf("%s: %s, path %s", line->any->metric,
		     record_dimension(line->any, "op"),
		     record_dimension(line->any, "path"));
}

static void add_line(struct table *t, const struct growth_line *line)
{
	table_row(t, case_of(line), strategy_of(line->any),
		  kernel_of(line->any),
		  textf("%.0f to %.0f %s", line->low, line->high,
			over_words(line)),
		  number(term(line, line->a)), number(term(line, line->b)),
		  number(term(line, line->c)), number(line->fit.rms),
		  line->any->unit, number(line->nr), quality(line), NULL);
}

/* The lines of the headline, or all others. */
static void print_lines(const struct report *r, const char *key, bool others,
			struct writer *w)
{
	const struct growth *g = &r->growth;
	struct table table;

	table_init(&table);
	table_columns(&table, "case", "strategy", "kernel", "measured at", ">a",
		      ">b, each CPU", ">c, each page", ">residual (RMS)",
		      "unit", ">points", "fit", NULL);
	for (size_t i = 0; i < g->nr; i++)
		if (growth_is_shown(g, &g->list[i]) &&
		    (key && !strcmp(g->list[i].key, key)) != others)
			add_line(&table, &g->list[i]);
	writer_table(w, &table);
}

static void print_crossover(const struct crossover *c, struct writer *w)
{
	writer_item(w, "%s: %s: from %.0f %s on %s costs more than %s%s",
		    c->dearer->any->metric, report_case(c->dearer->any), c->at,
		    over_words(c->dearer), strategy_of(c->dearer->any),
		    strategy_of(c->cheaper->any),
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
	for (size_t i = 0; i < g->nr * g->nr; i++) {
		if (!growth_cross(g, &g->list[i / g->nr], &g->list[i % g->nr],
				  &crossover))
			continue;
		print_crossover(&crossover, w);
		nr++;
	}
	if (!nr)
		writer_text(w, "None.");
	writer_fold_end(w);
}

void report_growth(const struct report *r, struct writer *w)
{
	static const char *const apart[] = { "cpus", "strategy", "kernel",
					     NULL };
	char *key;

	writer_heading(w, "Cost against CPUs");
	if (!r->growth.nr) {
		writer_absent(
			w,
			"this run has no case at two or more numbers of CPUs, vCPUs or pages.");
		return;
	}
	writer_text(
		w,
		"Least squares: cost of a call = a + b * CPUs (vCPUs where the column \"measured at\" says so) + c * pages, the last for gmem_populate, whose call is for several pages.");
	writer_text(
		w,
		"A fit is decent if it has more points than terms, three at least, and misses them by 10%% of their mean or less.");
	writer_picture(w, "growth", "Cost against CPUs, with fitted lines");
	key = r->headline ? group_key(r->headline->list[0], apart) : NULL;
	print_lines(r, key, false, w);
	print_crossovers(&r->growth, w);
	writer_fold(w, "All fits");
	print_lines(r, key, true, w);
	writer_fold_end(w);
	free(key);
}
