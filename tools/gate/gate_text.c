// SPDX-License-Identifier: GPL-2.0
/* The gate's table, for a terminal and as Markdown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/fingerprint.h"
#include "gate/rows.h"
#include "records/metric_name.h"
#include "page/table.h"
#include "page/format.h"

/* Twice what a text has: each of its bytes may be marked. */
#define TEXT_SIZE 2048

/* Passed cases shown: those that came closest to failing. */
#define MAX_PASSED 10

/* Names that Markdown lists of cases that only one run has. */
#define MAX_NAMES 20

#define VERSION_SIZE 256

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
	const struct judged *left =
		(*(const struct gate_row *const *)a)->judged;
	const struct judged *right =
		(*(const struct gate_row *const *)b)->judged;
	double x = use(left), y = use(right);

	if (left->result != right->result)
		return left->result < right->result ? -1 : 1;
	if (left->result == JUDGED_REGRESSED) {
		x = difference_relative(left->d);
		y = difference_relative(right->d);
	}
	return (x < y) - (x > y);
}

/* What Markdown or HTML would take for its own is marked as text. Returns @marked. */
static char *mark(const char *text, bool markdown, char *marked)
{
	size_t used = 0;

	for (; *text && used < TEXT_SIZE - 2; text++) {
		if (markdown && strchr("\\`*[<|&~", *text))
			marked[used++] = '\\';
		marked[used++] = *text;
	}
	marked[used] = '\0';
	return marked;
}

static void add_row(struct table *t, const struct varying *varying,
		    const struct judged *j, bool markdown)
{
	const struct difference *d = j->d;
	size_t row = table_add_row(t);
	char name[CASE_NAME_SIZE], text[TEXT_SIZE];

	short_name_of_case(varying, d->a, name, sizeof(name));
	table_set(t, row, 0, judgement_word(j->result));
	table_set(t, row, 1, mark(text_clean(name), markdown, text));
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

/* The judged ones, worst first, to @sorted. Returns their number. */
static size_t sort(const struct gate_rows *rows, const struct gate_row **sorted)
{
	size_t nr = 0;

	for (size_t i = 0; i < rows->nr; i++)
		if (rows->list[i].judged)
			sorted[nr++] = &rows->list[i];
	qsort(sorted, nr, sizeof(*sorted), compare_worst);
	return nr;
}

static int fill_table(struct table *t, const struct gate_row *const *sorted,
		      size_t nr, bool markdown)
{
	struct varying varying = {};
	size_t passed = 0;
	int ret = 0;

	for (size_t i = 0; !ret && i < nr; i++)
		ret = varying_note(&varying, sorted[i]->judged->d->a);
	add_columns(t);
	for (size_t i = 0; !ret && i < nr; i++)
		if (is_shown(sorted[i]->judged, &passed))
			add_row(t, &varying, sorted[i]->judged, markdown);
	varying_free(&varying);
	return ret;
}

/* What a table has no room for: full names, and why. */
static void print_reasons(const struct gate_rows *rows, bool markdown,
			  FILE *out)
{
	char name[TEXT_SIZE], text[TEXT_SIZE];
	const struct gate_row *row;

	for (size_t i = 0; i < rows->nr; i++) {
		row = &rows->list[i];
		if (!row->judged || !row->judged->why[0] ||
		    row->result > JUDGED_CANNOT)
			continue;
		fprintf(out, "%s%s: %s\n", markdown ? "- " : "",
			mark(row->name, markdown, name),
			mark(row->text, markdown, text));
	}
}

static bool counts_insns(const struct judged *j)
{
	bool judged = j->result == JUDGED_PASSED ||
		      j->result == JUDGED_REGRESSED || j->too_wide;

	return judged && !j->d->sampled && !strcmp(j->d->a->unit, "insns");
}

/* How much this gate could have missed. */
static void print_sight(const struct gate *g, FILE *out)
{
	static const int percents[] = { 2, 10, 100 };
	size_t blind[ARRAY_LENGTH(percents)] = { 0 }, nr = 0;

	for (size_t i = 0; i < g->nr; i++) {
		if (!counts_insns(&g->list[i]))
			continue;
		nr++;
		for (size_t k = 0; k < ARRAY_LENGTH(percents); k++)
			blind[k] += g->list[i].allowed >=
				    g->list[i].d->base * percents[k] / 100;
	}
	if (!nr)
		return;
	fprintf(out, "of %zu cases in instructions", nr);
	for (size_t k = 0; k < ARRAY_LENGTH(percents); k++)
		fprintf(out, "%s a rise of %d%% would pass in %zu",
			k ? "," : "", percents[k], blind[k]);
	fputc('\n', out);
}

static void print_counts(const struct gate_rows *rows, FILE *out)
{
	const struct gate *g = rows->gate;
	const char *separator = "";

	for (size_t i = 0; i < NR_JUDGEMENTS; i++) {
		fprintf(out, "%s%zu %s", separator, g->counts[i],
			judgement_word(i));
		separator = ", ";
	}
	fprintf(out,
		"; %zu can't be judged at 10%%; %zu of the baseline not in the run, %zu of the run not in the baseline\n",
		g->nr_too_wide, g->found.nr_only_a, g->found.nr_only_b);
	print_sight(g, out);
	if (g->forced)
		fputs("FORCED: sampled figures are judged against a stored baseline\n",
		      out);
}

static int print_table(const struct gate_rows *rows, bool markdown, FILE *out)
{
	const struct gate_row **sorted = calloc(rows->nr + 1, sizeof(*sorted));
	struct table table;
	int ret;

	if (!sorted)
		return -1;
	table_init(&table);
	ret = fill_table(&table, sorted, sort(rows, sorted), markdown);
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
	char base[VERSION_SIZE], run[VERSION_SIZE];

	snprintf(base, sizeof(base), "%s",
		 fingerprint_kernel(g->base.fingerprint));
	snprintf(run, sizeof(run), "%s",
		 fingerprint_kernel(g->run.fingerprint));
	if (strcmp(base, run))
		fprintf(out, "kernels: %s in the baseline, %s in the run%s",
			text_clean(base), text_clean(run), end);
}

int rows_write_text(const struct gate_rows *rows, FILE *out)
{
	const struct gate *g = rows->gate;

	fprintf(out, "baseline: %s\nrun: %s\n", rows->base_dir, rows->run_dir);
	print_versions(g, "\n", out);
	fputc('\n', out);
	if (print_table(rows, false, out))
		return -1;
	print_reasons(rows, false, out);
	fputc('\n', out);
	print_counts(rows, out);
	fprintf(out, "gate: %s%s%s\n", gate_word(g),
		rows->blocked[0] ? ": " : "", rows->blocked);
	return 0;
}

/* The first ones of those that only one run has. */
static void print_lone(const struct gate_rows *rows, FILE *out)
{
	char name[TEXT_SIZE];
	const struct gate_row *row;
	size_t nr = 0;

	for (size_t i = !!rows->blocked[0]; i < rows->nr; i++) {
		row = &rows->list[i];
		if (row->judged || nr++ >= MAX_NAMES)
			continue;
		fprintf(out, "%s- %s: %s\n",
			nr == 1 ? "\nIn one of the two runs only:\n\n" : "",
			mark(row->name, true, name), row->text);
	}
	if (nr > MAX_NAMES)
		fprintf(out, "- and %zu more\n", nr - MAX_NAMES);
}

int rows_write_markdown(const struct gate_rows *rows, FILE *out)
{
	const struct gate *g = rows->gate;
	char text[TEXT_SIZE];

	fprintf(out, "# Gate: %s\n\n", gate_word(g));
	if (rows->blocked[0])
		fprintf(out, "%s\n\n", mark(rows->blocked, true, text));
	fprintf(out, "Baseline `%s`, run `%s`: ", rows->base_dir,
		rows->run_dir);
	print_counts(rows, out);
	fputc('\n', out);
	print_versions(g, "\n\n", out);
	if (print_table(rows, true, out))
		return -1;
	if (g->counts[JUDGED_CANNOT] || g->counts[JUDGED_REGRESSED])
		fputc('\n', out);
	print_reasons(rows, true, out);
	print_lone(rows, out);
	return 0;
}
