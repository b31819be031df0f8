// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "report/growth.h"
#include "schema.h"

#define DECENT_POINTS 3
#define DECENT_RESIDUAL 0.1 /* of the mean cost */

static bool is_of_pages(const struct lab_record *record)
{
	return record_is_headline(record) && record_metric(record)->per_page;
}

static bool is_other(const struct lab_record *record)
{
	return record_is_headline(record) && !record_metric(record)->per_page;
}

/* One sweep over the run: which records, what they may differ in, what is x. */
static const struct sweep {
	bool (*wanted)(const struct lab_record *record);
	const char *over;
	const char *apart[4];
	const char *case_apart[6];
} sweeps[] = {
	{ is_other, "cpus", { "cpus" }, { "cpus", "strategy", "kernel" } },
	{ is_of_pages,
	  "cpus",
	  { "cpus", "pages", "len" },
	  { "cpus", "pages", "len", "strategy", "kernel" } },
	{ record_is_headline,
	  "vcpus",
	  { "vcpus" },
	  { "vcpus", "strategy", "kernel" } },
};

static struct growth_point make_point(const struct lab_record *record,
				      const char *over)
{
	long pages = record_dimension_number(record, "pages");
	struct growth_point point = {
		.record = record,
		.x = record_dimension_number(record, over),
		.pages = pages > 0 ? pages : 1,
		.cost = figure_of(record, figure_is_mean(record)),
	};

	if (record_metric(record)->per_page)
		point.cost *= point.pages;
	return point;
}

static bool varies(const struct growth_line *line, bool in_pages)
{
	for (size_t i = 1; i < line->nr; i++)
		if (in_pages ? line->points[i].pages != line->points[0].pages :
			       line->points[i].x != line->points[0].x)
			return true;
	return false;
}

static void fill_terms(const struct growth_line *line, double x, double pages,
		       double *terms)
{
	terms[line->a] = 1;
	if (line->b >= 0)
		terms[line->b] = x;
	if (line->c >= 0)
		terms[line->c] = pages;
}

static int fit_points(struct growth_line *line)
{
	size_t terms = 0;

	line->a = terms++;
	line->b = varies(line, false) ? (int)terms++ : -1;
	line->c = varies(line, true) ? (int)terms++ : -1;
	if (terms == 1 || line->nr < terms)
		return -1;

	double x[line->nr * terms], y[line->nr];

	for (size_t i = 0; i < line->nr; i++) {
		fill_terms(line, line->points[i].x, line->points[i].pages,
			   &x[i * terms]);
		y[i] = line->points[i].cost;
	}
	return fit_linear(&line->fit, x, y, line->nr, terms);
}

static void free_line(struct growth_line *line)
{
	free(line->key);
	free(line->points);
}

/* Returns 0, also where there is nothing to fit; -1 without memory. */
static int add_line(struct growth *g, const struct group *group,
		    const struct sweep *sweep)
{
	struct growth_line *line = &g->list[g->nr];

	memset(line, 0, sizeof(*line));
	line->any = group->list[0];
	line->over = sweep->over;
	line->key = group_key(line->any, sweep->case_apart);
	line->points = calloc(group->nr, sizeof(*line->points));
	if (!line->key || !line->points) {
		free_line(line);
		return -1;
	}
	line->low = INFINITY;
	for (size_t i = 0; i < group->nr; i++) {
		line->points[i] = make_point(group->list[i], sweep->over);
		line->low = fmin(line->low, line->points[i].x);
		line->high = fmax(line->high, line->points[i].x);
	}
	line->nr = group->nr;
	if (fit_points(line))
		free_line(line);
	else
		g->nr++;
	return 0;
}

static int add_sweep(struct growth *g, const struct results *results,
		     const struct sweep *sweep)
{
	struct growth_line *list;
	struct groups groups;
	int ret = 0;

	if (groups_build(&groups, results, sweep->wanted, sweep->apart))
		return -1;
	list = realloc(g->list, (g->nr + groups.nr + 1) * sizeof(*list));
	if (list)
		g->list = list;
	else
		ret = -1;
	for (size_t i = 0; !ret && i < groups.nr; i++)
		ret = add_line(g, &groups.list[i], sweep);
	groups_free(&groups);
	return ret;
}

/* One case after the other, its strategies in the order of the run. */
static int compare_lines(const void *a, const void *b)
{
	const struct growth_line *left = a, *right = b;
	int order = strcmp(left->over, right->over);

	order = order ? order : strcmp(left->key, right->key);
	return order ? order : left->any->line - right->any->line;
}

int growth_build(struct growth *g, const struct results *results)
{
	memset(g, 0, sizeof(*g));
	for (size_t i = 0; i < ARRAY_LENGTH(sweeps); i++) {
		if (!add_sweep(g, results, &sweeps[i]))
			continue;
		growth_free(g);
		return -1;
	}
	qsort(g->list, g->nr, sizeof(*g->list), compare_lines);
	return 0;
}

void growth_free(struct growth *g)
{
	for (size_t i = 0; i < g->nr; i++)
		free_line(&g->list[i]);
	free(g->list);
	memset(g, 0, sizeof(*g));
}

bool growth_is_decent(const struct growth_line *line)
{
	return line->nr >= DECENT_POINTS && line->nr > line->fit.nr_terms &&
	       line->fit.rms <= DECENT_RESIDUAL * fabs(line->fit.mean);
}

bool growth_is_of_kernel(const struct growth_line *line, const char *kernel)
{
	return !strcmp(record_dimension(line->any, "kernel"), kernel);
}

bool growth_has_twin(const struct growth *g, const struct growth_line *line,
		     const char *kernel)
{
	const char *strategy = record_dimension(line->any, "strategy");

	for (size_t i = 0; i < g->nr; i++)
		if (!strcmp(g->list[i].key, line->key) &&
		    !strcmp(g->list[i].over, line->over) &&
		    growth_is_of_kernel(&g->list[i], kernel) &&
		    !strcmp(record_dimension(g->list[i].any, "strategy"),
			    strategy))
			return true;
	return false;
}

bool growth_is_shown(const struct growth *g, const struct growth_line *line)
{
	return growth_is_of_kernel(line, "pure") ||
	       !growth_has_twin(g, line, "pure");
}
