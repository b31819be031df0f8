// SPDX-License-Identifier: GPL-2.0
/* Costs against CPUs: points as measured, lines as fitted, also where nothing was measured. */
#include <string.h>

#include "report/picture.h"

#define BEYOND 4 /* times the most CPUs */
#define STEPS 24 /* of a line, which is a curve on these scales */
#define NR_RANKS 5

/* What is shown, in this order; the rest is not. Below 0 for that. */
static int rank_of(const struct lab_record *record, bool over_cpus)
{
	const struct lab_metric *metric = record_metric(record), *alone;
	const char *placement = record_dimension(record, "placement");
	bool isolated = !strcmp(record_dimension(record, "path"), "isolated");

	alone = metric->class == LAB_BULK_PRICE ?
			lab_metric_find(record->bench, metric->beside[0]) :
			metric;
	if (placement && !strcmp(placement, "crossing"))
		return -1;
	if (alone->headline == LAB_ACCESS && alone != metric)
		return over_cpus ? -1 : 1;
	if (metric->headline == LAB_ACCESS && isolated && over_cpus)
		return strcmp(record_dimension(record, "op"), "read") ? 2 : 0;
	if (metric->headline == LAB_POPULATION)
		return isolated ? 3 : 4;
	return -1;
}

/* A line through two points says nothing, and a log scale has no 0. */
static bool is_drawn(const struct growth *g, const struct growth_line *line)
{
	return growth_is_shown(g, line) && line->b >= 0 &&
	       growth_is_decent(line) && line->low < line->high &&
	       line->fit.mean > 0;
}

static bool same_case(const struct growth_line *a, const struct growth_line *b)
{
	return !strcmp(a->key, b->key) && !strcmp(a->over, b->over);
}

/* Another strategy in the same case: without one there is nothing to compare. */
static bool has_company(const struct growth *g, const struct growth_line *line)
{
	for (size_t i = 0; i < g->nr; i++)
		if (&g->list[i] != line && same_case(&g->list[i], line) &&
		    is_drawn(g, &g->list[i]))
			return true;
	return false;
}

/* The case of @rank that is shown: the shortest, then the first. NULL if there is none. */
static const struct growth_line *find_case(const struct growth *g, int rank)
{
	const struct growth_line *line, *best = NULL;

	for (size_t i = 0; i < g->nr; i++) {
		line = &g->list[i];
		if (is_drawn(g, line) &&
		    rank_of(line->any, !strcmp(line->over, "cpus")) == rank &&
		    has_company(g, line) &&
		    (!best ||
		     record_dimension_number(line->any, "len") <
			     record_dimension_number(best->any, "len")))
			best = line;
	}
	return best;
}

static double most_pages(const struct growth_line *line)
{
	double most = 0;

	for (size_t i = 0; i < line->nr; i++)
		most = fmax(most, line->points[i].pages);
	return most;
}

static double fitted(const struct growth_line *line, double x)
{
	return line->fit.c[line->a] + line->fit.c[line->b] * x +
	       (line->c >= 0 ? line->fit.c[line->c] * most_pages(line) : 0);
}

static void draw_line(struct picture *p, const struct growth_line *line)
{
	const char *strategy = strategy_of(line->any);
	double rise = line->fit.c[line->b], last = line->high * BEYOND;
	struct mark mark = { "line", strategy, .look = look_of(strategy) };

	picture_next(p);
	for (int i = 0; i <= STEPS; i++) {
		mark.x = line->low * pow(last / line->low, (double)i / STEPS);
		mark.y = fitted(line, mark.x);
		if (mark.y > 0)
			picture_add(p, &mark);
	}
	rise = fabs(rise) < 0.000000001 ? 0 : rise;
	mark.layer = "end";
	mark.text =
		textf("%s  %s a %s", strategy,
		      rise > 99 ? textf("%+.0f", rise) : textf("%+.2g", rise),
		      strcmp(line->over, "cpus") ? "vCPU" : "CPU");
	picture_add(p, &mark);
	mark.layer = "point";
	mark.text = strategy;
	for (size_t i = 0; i < line->nr; i++) {
		mark.x = line->points[i].x;
		mark.y = line->points[i].cost;
		if (line->points[i].pages == most_pages(line) && mark.y > 0)
			picture_add(p, &mark);
	}
}

static void draw_panel(struct picture *p, const struct growth *g,
		       const struct growth_line *first)
{
	struct mark beyond = { "beyond", "only fitted", first->high * 1.15 };
	const struct lab_record *any = first->any;
	const char *words = first->c < 0 ? report_case(any) :
					   textf("%s of %.0f pages",
						 record_dimension(any, "op"),
						 most_pages(first));

	picture_panel(p, textf("%s: %s", any->metric, words),
		      strcmp(first->over, "cpus") ? "vCPUs at work" :
						    "CPUs online",
		      DOUBLES,
		      textf("%s a call", lab_unit_find(any->unit)->words), LOG);
	picture_add(p, &beyond);
	for (size_t i = 0; i < g->nr; i++)
		if (is_drawn(g, &g->list[i]) && same_case(&g->list[i], first))
			draw_line(p, &g->list[i]);
}

void draw_growth(const struct report *r, struct picture *p)
{
	const struct growth_line *first;

	for (int rank = 0; rank < NR_RANKS; rank++) {
		first = find_case(&r->growth, rank);
		if (first)
			draw_panel(p, &r->growth, first);
	}
}
