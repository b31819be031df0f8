// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "figure.h"
#include "fingerprint.h"
#include "floors.h"
#include "labstat.h"
#include "pictures.h"
#include "schema.h"
#include "sections.h"
#include "table.h"
#include "words.h"

#define TEXT_SIZE 64

/* Shown even where every row has the same. */
static bool always_shown(const char *name)
{
	return !strcmp(name, "op") || !strcmp(name, "len") ||
	       !strcmp(name, "cpus");
}

static bool is_shown(const struct section *section, const char *name)
{
	return always_shown(name) || section_varies(section, name);
}

static double print_number(const struct lab_record *record, char *text,
			   size_t size)
{
	bool is_mean = figure_is_mean(record);
	double figure = figure_of(record, is_mean);

	word_figure(figure, is_mean, text, size);
	return figure;
}

/* The figure of direct, or 0 if there is none. */
static double reference_figure(const struct row *row, int direct)
{
	const struct lab_record *record = direct < 0 ? NULL :
						       row->by_strategy[direct];

	if (!record || record_na(record))
		return 0;
	return figure_of(record, figure_is_mean(record));
}

/* "1599 (1.91x)": the figure, and how it compares with direct. */
static void print_figure(const struct sections *s, const struct row *row,
			 size_t column, int direct, char *text, size_t size)
{
	const struct lab_record *record = row->by_strategy[column];
	const char *na = record ? record_na(record) : NULL;
	double base = reference_figure(row, direct), figure;
	char number[TEXT_SIZE];

	if (!record || na) {
		snprintf(text, size, "n/a");
		if (na)
			snprintf(text, size, "n/a [%d]",
				 names_find(&s->reasons, na) + 1);
		return;
	}
	figure = print_number(record, number, sizeof(number));
	if (base <= 0)
		snprintf(text, size, "%s (n/a)", number);
	else if (column == (size_t)direct)
		snprintf(text, size, "%s", number);
	else
		snprintf(text, size, "%s (%.2fx)", number, figure / base);
}

static void add_row(struct table *t, const struct sections *s,
		    const struct section *section, const struct row *row)
{
	int direct = names_find(&s->strategies, "direct");
	size_t line = table_add_row(t), column = 0;
	char text[2 * TEXT_SIZE];

	for (size_t i = 0; i < s->dimensions.nr; i++)
		if (is_shown(section, s->dimensions.list[i]))
			table_set(t, line, column++,
				  dimension_text(row->any,
						 s->dimensions.list[i], text,
						 sizeof(text)));
	for (size_t i = 0; i < s->strategies.nr; i++) {
		print_figure(s, row, i, direct, text, sizeof(text));
		table_set(t, line, column++, text);
	}
}

static void add_columns(struct table *t, const struct sections *s,
			const struct section *section)
{
	const char *name;
	bool number;

	for (size_t i = 0; i < s->dimensions.nr; i++) {
		name = s->dimensions.list[i];
		number = record_dimension_number(section->any, name) >= 0;
		if (is_shown(section, name))
			table_add_column(t, name, number);
	}
	for (size_t i = 0; i < s->strategies.nr; i++)
		table_add_column(t, s->strategies.list[i], true);
}

static void build_table(struct table *t, const struct sections *s,
			const struct section *section)
{
	table_init(t);
	add_columns(t, s, section);
	for (size_t r = 0; r < section->nr_rows; r++)
		add_row(t, s, section, &section->rows[r]);
}

/* What all rows of a section have in common and no column shows. */
static void print_common(const struct sections *s,
			 const struct section *section, FILE *out)
{
	const char *separator = "";
	char text[TEXT_SIZE];

	for (size_t i = 0; i < s->dimensions.nr; i++) {
		if (is_shown(section, s->dimensions.list[i]))
			continue;
		dimension_text(section->any, s->dimensions.list[i], text,
			       sizeof(text));
		if (!text[0])
			continue;
		fprintf(out, "%s%s %s", separator, s->dimensions.list[i], text);
		separator = ", ";
	}
	fputc('\n', out);
}

static const char *kind_of(const struct section *section, size_t nr_strategies)
{
	const struct lab_record *record;

	for (size_t i = 0; i < section->nr_rows * nr_strategies; i++) {
		record = section->rows[i / nr_strategies]
				 .by_strategy[i % nr_strategies];
		if (record && !record_na(record) &&
		    strcmp(figure_kind(record), record->kind))
			return "not exact: some differ between boots";
	}
	return section->any->kind;
}

static void print_heading(const struct sections *s,
			  const struct section *section, const char *mark,
			  FILE *out)
{
	const struct lab_record *any = section->any;

	fprintf(out, "\n%s%s: %s, path %s\n", mark, any->bench, any->metric,
		record_dimension(any, "path"));
	if (mark[0])
		fputc('\n', out);
	fprintf(out, "%s; median, in %s (%s)\n",
		lab_metric_find(any->bench, any->metric)->what,
		lab_unit_find(any->unit)->words,
		kind_of(section, s->strategies.nr));
	print_common(s, section, out);
	fputc('\n', out);
}

static bool is_overhead(const struct section *section)
{
	return !strcmp(section->any->metric, "timer_overhead");
}

static int print_section(const struct sections *s,
			 const struct section *section, FILE *terminal,
			 FILE *markdown)
{
	struct table table;
	int ret;

	build_table(&table, s, section);
	print_heading(s, section, "", terminal);
	ret = table_print_text(&table, terminal);
	print_heading(s, section, "## ", markdown);
	if (!ret)
		ret = table_print_markdown(&table, markdown);
	table_free(&table);
	return ret;
}

/* One line: it has been subtracted, so nobody needs it cell by cell. */
static void print_overhead(const struct section *section, size_t nr_strategies,
			   FILE *out)
{
	double low = 0, high = 0, median;
	const struct lab_record *record;
	bool first = true;

	for (size_t i = 0; i < section->nr_rows * nr_strategies; i++) {
		record = section->rows[i / nr_strategies]
				 .by_strategy[i % nr_strategies];
		if (!record || record_na(record))
			continue;
		median = figure_of(record, false);
		low = first || median < low ? median : low;
		high = first || median > high ? median : high;
		first = false;
	}
	fprintf(out, "- %s, path %s: %.1f to %.1f %s\n", section->any->bench,
		record_dimension(section->any, "path"), low, high,
		section->any->unit);
}

static void print_notes(const struct sections *s, FILE *out)
{
	fputs("\nIn brackets: times the figure of direct.\n"
	      "~: the mean, where some calls pay for others (a deferred flush).\n"
	      "n/a: the cases of this run ask for no such record.\n",
	      out);
	for (size_t i = 0; i < s->reasons.nr; i++)
		fprintf(out, "n/a [%zu]: %s.\n", i + 1, s->reasons.list[i]);
	fputs("Subtracted from every figure, the price of its time stamps:\n\n",
	      out);
	for (size_t i = 0; i < s->nr; i++)
		if (is_overhead(&s->list[i]))
			print_overhead(&s->list[i], s->strategies.nr, out);
}

static int print_sections(const struct sections *s, FILE *markdown,
			  struct lab_error *error)
{
	for (size_t i = 0; i < s->nr; i++)
		if (!is_overhead(&s->list[i]) &&
		    print_section(s, &s->list[i], stdout, markdown))
			return lab_fail(error, "out of memory");
	print_notes(s, stdout);
	print_notes(s, markdown);
	return 0;
}

static int write_markdown(const struct sections *s, const char *dir, FILE *out,
			  struct lab_error *error)
{
	const char *backend = record_dimension(s->list[0].any, "backend");
	json_t *floors;

	if (floors_load(&floors, dir, error))
		return -1;
	fprintf(out, "# Run on back end %s: %s\n\n", backend,
		lab_backend_find(backend)->words);
	if (fingerprint_print(dir, out, error)) {
		json_decref(floors);
		return -1;
	}
	floors_print(floors, out);
	json_decref(floors);
	fputs("\n![Cost of one access against CPUs](access.png)\n", out);
	return print_sections(s, out, error);
}

static int write_summary(const struct sections *s, const char *dir,
			 struct lab_error *error)
{
	char path[PATH_MAX];
	FILE *out;
	int ret;

	snprintf(path, sizeof(path), "%s/summary.md", dir);
	out = fopen(path, "w");
	if (!out)
		return lab_fail(error, "%s: %s", path, strerror(errno));
	ret = write_markdown(s, dir, out, error);
	if (fclose(out) && !ret)
		ret = lab_fail(error, "%s: %s", path, strerror(errno));
	return ret;
}

int cmd_summary(int argc, char **argv, struct lab_error *error)
{
	struct results results;
	struct sections sections;
	char path[PATH_MAX];
	int ret;

	if (argc != 1) {
		lab_fail(error, "summary: name one results directory");
		return LABSTAT_FAILED;
	}
	snprintf(path, sizeof(path), "%s/results.jsonl", argv[0]);
	if (results_load(&results, path, error))
		return LABSTAT_FAILED;
	ret = sections_build(&sections, &results, error);
	if (!ret) {
		ret = csv_write(&sections, argv[0], error);
		if (!ret)
			ret = pictures_write(&results, argv[0], error);
		if (!ret)
			ret = write_summary(&sections, argv[0], error);
		sections_free(&sections);
	}
	results_free(&results);
	return ret ? LABSTAT_FAILED : LABSTAT_OK;
}
