// SPDX-License-Identifier: GPL-2.0
/*
 * Every record of the run: for each benchmark the cases by their ratio to direct, then a
 * table for each metric with a column for each strategy.
 */
#include <string.h>

#include "records/figure.h"
#include "report/report.h"
#include "schema.h"

/* Where the records of the run went. */
struct tally {
	size_t figures;
	size_t stamps; /* prices of time stamps */
	size_t na;
};

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

/* "1599 (1.91x)": the figure, and how it compares with direct. */
static const char *cell_of(const struct sections *s, const struct row *row,
			   size_t column)
{
	const struct lab_record *record = row->by_strategy[column], *base;
	int direct = names_find(&s->strategies, "direct");

	if (!record)
		return "n/a";
	if (record_na(record))
		return textf("n/a [%d]",
			     names_find(&s->reasons, record_na(record)) + 1);
	base = direct < 0 ? NULL : row->by_strategy[direct];
	if (!base || base == record || record_na(base) ||
	    report_cost(base) <= 0)
		return report_figure(record);
	return textf("%s (%.2fx)", report_figure(record),
		     report_cost(record) / report_cost(base));
}

static const char *dimension_of(const struct lab_record *record,
				const char *name)
{
	char text[256];

	return textf("%s", dimension_text(record, name, text, sizeof(text)));
}

static void add_row(struct table *t, const struct sections *s,
		    const struct section *section, const struct row *row)
{
	table_row(t, NULL);
	for (size_t i = 0; i < s->dimensions.nr; i++)
		if (is_shown(section, s->dimensions.list[i]))
			table_cell(t, dimension_of(row->any,
						   s->dimensions.list[i]));
	for (size_t i = 0; i < s->strategies.nr; i++)
		table_cell(t, cell_of(s, row, i));
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

/* What all rows of a section have in common and no column shows. */
static const char *common_words(const struct sections *s,
				const struct section *section)
{
	const char *words = "", *name, *value;

	for (size_t i = 0; i < s->dimensions.nr; i++) {
		name = s->dimensions.list[i];
		value = dimension_of(section->any, name);
		if (!is_shown(section, name) && value[0])
			words = textf("%s%s%s %s", words, words[0] ? ", " : "",
				      name, value);
	}
	return words;
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

static bool is_overhead(const struct section *section)
{
	return record_is_of(section->any, LAB_OVERHEAD);
}

static void print_section(const struct sections *s,
			  const struct section *section, struct writer *w)
{
	const struct lab_record *any = section->any;
	struct table table;

	writer_subheading(w, textf("%s: %s, path %s", any->bench, any->metric,
				   record_dimension(any, "path")));
	writer_text(w, "%s; median, in %s (%s)%s. %s",
		    lab_metric_find(any->bench, any->metric)->what,
		    lab_unit_find(any->unit)->words,
		    kind_of(section, s->strategies.nr),
		    any->instrumented ? ", with something watched: no price" :
					"",
		    common_words(s, section));
	table_init(&table);
	add_columns(&table, s, section);
	for (size_t r = 0; r < section->nr_rows; r++)
		add_row(&table, s, section, &section->rows[r]);
	writer_table(w, &table);
}

/* One line: it has been subtracted, so nobody needs it cell by cell. */
static void print_overhead(const struct section *section, size_t nr_strategies,
			   struct writer *w)
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
	if (!first)
		writer_item(w, "%s, path %s: %.1f to %.1f %s",
			    section->any->bench,
			    record_dimension(section->any, "path"), low, high,
			    section->any->unit);
}

static void print_overheads(const struct sections *s, struct writer *w)
{
	writer_fold(w, "Prices of time stamps, subtracted from every figure");
	for (size_t i = 0; i < s->nr; i++)
		if (is_overhead(&s->list[i]))
			print_overhead(&s->list[i], s->strategies.nr, w);
	writer_fold_end(w);
}

static void print_bench(const struct report *r, const char *bench,
			struct writer *w)
{
	const struct sections *s = &r->sections;

	writer_fold(w, bench);
	report_ranking(r, bench, w);
	for (size_t i = 0; i < s->nr; i++)
		if (!strcmp(s->list[i].any->bench, bench) &&
		    !is_overhead(&s->list[i]))
			print_section(s, &s->list[i], w);
	writer_fold_end(w);
}

static void count_section(struct tally *tally, const struct section *section,
			  size_t nr_strategies)
{
	const struct lab_record *record;

	for (size_t i = 0; i < section->nr_rows * nr_strategies; i++) {
		record = section->rows[i / nr_strategies]
				 .by_strategy[i % nr_strategies];
		if (!record)
			continue;
		if (record_na(record))
			tally->na++;
		else if (is_overhead(section))
			tally->stamps++;
		else
			tally->figures++;
	}
}

/* Counted where they are shown, not where they come from. */
static void print_tally(const struct sections *s, struct writer *w)
{
	struct tally tally = {};

	for (size_t i = 0; i < s->nr; i++)
		count_section(&tally, &s->list[i], s->strategies.nr);
	writer_text(
		w,
		"Here are all %zu cases of the run, of several boots the mean, or of what is sampled the median: %zu figures, %zu prices of time stamps, and %zu that are n/a.",
		tally.figures + tally.stamps + tally.na, tally.figures,
		tally.stamps, tally.na);
}

static void print_notes(const struct sections *s, struct writer *w)
{
	writer_item(
		w,
		"In brackets: times the figure of direct, where it has one above 0.");
	writer_item(
		w,
		"~: the mean, where some calls pay for others (a deferred flush).");
	writer_item(
		w,
		"n/a: the cases of this run ask for no such record; with a number, why there is none:");
	for (size_t i = 0; i < s->reasons.nr; i++)
		writer_item(w, "n/a [%zu]: %s.", i + 1, s->reasons.list[i]);
}

void report_cases(const struct report *r, struct writer *w)
{
	const struct sections *s = &r->sections;
	struct names benches = {};

	writer_heading(w, lab_class_words(LAB_OVERHEAD)->section);
	print_tally(s, w);
	print_notes(s, w);
	writer_filter(w);
	for (size_t i = 0; i < s->nr; i++)
		if (names_add(&benches, s->list[i].any->bench))
			out_of_memory();
	for (size_t i = 0; i < benches.nr; i++)
		print_bench(r, benches.list[i], w);
	names_free(&benches);
	print_overheads(s, w);
}
