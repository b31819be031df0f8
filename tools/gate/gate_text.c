// SPDX-License-Identifier: GPL-2.0
/* The gate's table, for a terminal and as Markdown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/fingerprint.h"
#include "gate/gate.h"
#include "labstat.h"
#include "records/metric_name.h"
#include "page/table.h"
#include "page/format.h"

#define TEXT_SIZE 512

/* Passed cases shown: those that came closest to failing. */
#define MAX_PASSED 10

/* Names that Markdown lists of what only one run has. */
#define MAX_NAMES 20

/* The share of what is allowed that was used up. */
static double use(const struct judged *j)
{
	if (!difference_has_figures(j->d))
		return INFINITY;
	if (j->allowed > 0)
		return j->d->rise / j->allowed;
	return j->d->rise > 0 ? INFINITY : 0;
}

static int compare_worst(const void *a, const void *b)
{
	const struct judged *left = *(const struct judged *const *)a;
	const struct judged *right = *(const struct judged *const *)b;
	double x = use(left), y = use(right);

	if (left->result != right->result)
		return left->result < right->result ? -1 : 1;
	if (left->result == JUDGED_REGRESSED) {
		x = difference_relative(left->d);
		y = difference_relative(right->d);
	}
	return (x < y) - (x > y);
}

static void add_row(struct table *t, const struct varying *varying,
		    const struct judged *j)
{
	const struct difference *d = j->d;
	size_t row = table_add_row(t);
	char text[TEXT_SIZE];

	table_set(t, row, 0, judgement_word(j->result));
	table_set(t, row, 1,
		  short_name_of_case(varying, d->a, text, sizeof(text)));
	if (!difference_has_figures(d))
		return;
	table_set(t, row, 2, format_number(d->base, text, sizeof(text)));
	table_set(t, row, 3, format_number(d->now, text, sizeof(text)));
	table_set(t, row, 4, format_change(d->rise, text, sizeof(text)));
	table_set(t, row, 5,
		  format_percent(difference_relative(d), text, sizeof(text)));
	table_set(t, row, 6, format_change(j->allowed, text, sizeof(text)));
	table_set(t, row, 7, d->a->unit);
	table_set(t, row, 8,
		  d->sampled ? format_p(j->p, text, sizeof(text)) : "exact");
	if (!isnan(j->detectable))
		table_set(t, row, 9,
			  format_change(j->detectable, text, sizeof(text)));
}

static void add_columns(struct table *t)
{
	table_add_column(t, "verdict", false);
	table_add_column(t, "case", false);
	table_add_column(t, "baseline", true);
	table_add_column(t, "now", true);
	table_add_column(t, "change", true);
	table_add_column(t, "relative", true);
	table_add_column(t, "allowed", true);
	table_add_column(t, "unit", false);
	table_add_column(t, "p", true);
	table_add_column(t, "could see", true);
}

static bool is_shown(const struct judged *j, size_t *passed)
{
	if (j->result == JUDGED_PASSED)
		return (j->d->sampled || j->d->rise > 0) &&
		       (*passed)++ < MAX_PASSED;
	return j->result != JUDGED_NOT_GATED;
}

/* All that matter, worst first; to be freed. */
static const struct judged **sort(const struct gate *g)
{
	const struct judged **sorted = calloc(g->nr + 1, sizeof(*sorted));

	for (size_t i = 0; sorted && i < g->nr; i++)
		sorted[i] = &g->list[i];
	if (sorted)
		qsort(sorted, g->nr, sizeof(*sorted), compare_worst);
	return sorted;
}

static int fill_table(struct table *t, const struct gate *g,
		      const struct judged *const *sorted)
{
	struct varying varying = {};
	size_t passed = 0;
	int ret = 0;

	for (size_t i = 0; !ret && i < g->nr; i++)
		ret = varying_note(&varying, g->list[i].d->a);
	add_columns(t);
	for (size_t i = 0; !ret && i < g->nr; i++)
		if (is_shown(sorted[i], &passed))
			add_row(t, &varying, sorted[i]);
	varying_free(&varying);
	return ret;
}

/* Lines for what a table has no room for. */
static void print_reasons(const struct gate *g, const char *mark, FILE *out)
{
	char name[CASE_NAME_SIZE];

	for (size_t i = 0; i < g->nr; i++)
		if (g->list[i].why[0] && g->list[i].result <= JUDGED_CANNOT)
			fprintf(out, "%s%s: %s\n", mark,
				name_of_case(g->list[i].d->a, name,
					     sizeof(name)),
				g->list[i].why);
}

static void print_counts(const struct gate *g, FILE *out)
{
	const char *separator = "";

	for (size_t i = 0; i < NR_JUDGEMENTS; i++) {
		fprintf(out, "%s%zu %s", separator, g->counts[i],
			judgement_word(i));
		separator = ", ";
	}
	fprintf(out,
		"; %zu can't be judged at 10%%; %zu of the baseline not in the run, %zu of the run not in the baseline\n",
		g->nr_too_wide, g->found.nr_only_a, g->found.nr_only_b);
	if (g->forced)
		fputs("FORCED: sampled figures are judged against a stored baseline\n",
		      out);
}

static int print_table(const struct gate *g, bool markdown, FILE *out)
{
	const struct judged **sorted = sort(g);
	struct table table;
	int ret;

	table_init(&table);
	ret = sorted ? fill_table(&table, g, sorted) : -1;
	if (!ret && table.nr_rows)
		ret = markdown ? table_print_markdown(&table, out) :
				 table_print_text(&table, out);
	table_free(&table);
	free(sorted);
	return ret;
}

/* Another version may be why figures moved; that is for the reader to weigh. */
static void print_versions(const struct gate *g, const char *end, FILE *out)
{
	const char *base = fingerprint_kernel(g->base.fingerprint);
	const char *run = fingerprint_kernel(g->run.fingerprint);

	if (strcmp(base, run))
		fprintf(out, "kernels: %s in the baseline, %s in the run%s",
			base, run, end);
}

int gate_write_text(const struct gate *g, FILE *out)
{
	fprintf(out, "baseline: %s\nrun: %s\n", g->base.dir, g->run.dir);
	print_versions(g, "\n", out);
	fputc('\n', out);
	if (print_table(g, false, out))
		return -1;
	print_reasons(g, "", out);
	fputc('\n', out);
	print_counts(g, out);
	fprintf(out, "gate: %s%s%s\n", gate_word(g), g->blocked[0] ? ": " : "",
		g->blocked);
	return 0;
}

static void print_names(const char *heading, const struct lab_record **list,
			size_t nr, FILE *out)
{
	char name[CASE_NAME_SIZE];

	if (!nr)
		return;
	fprintf(out, "\n%s:\n\n", heading);
	for (size_t i = 0; i < nr && i < MAX_NAMES; i++)
		fprintf(out, "- %s\n",
			name_of_case(list[i], name, sizeof(name)));
	if (nr > MAX_NAMES)
		fprintf(out, "- and %zu more\n", nr - MAX_NAMES);
}

int gate_write_markdown(const struct gate *g, FILE *out)
{
	fprintf(out, "# Gate: %s\n\n", gate_word(g));
	if (g->blocked[0])
		fprintf(out, "%s\n\n", g->blocked);
	fprintf(out, "Baseline `%s`, run `%s`: ", g->base.dir, g->run.dir);
	print_counts(g, out);
	fputc('\n', out);
	print_versions(g, "\n\n", out);
	if (print_table(g, true, out))
		return -1;
	if (g->counts[JUDGED_CANNOT] || g->counts[JUDGED_REGRESSED])
		fputc('\n', out);
	print_reasons(g, "- ", out);
	print_names("In the baseline, not in the run", g->found.only_a,
		    g->found.nr_only_a, out);
	print_names("In the run, not in the baseline", g->found.only_b,
		    g->found.nr_only_b, out);
	return 0;
}
