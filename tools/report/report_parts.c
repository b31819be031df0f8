// SPDX-License-Identifier: GPL-2.0
/* Where the cost of one access goes. */
#include <math.h>
#include <string.h>

#include "report/report.h"

#define TEXT_SIZE 128

static const char *title_of(enum lab_class class, size_t index)
{
	return lab_metric_title(lab_class_metric(class, index));
}

static void set_number(struct table *t, size_t row, size_t column, double value)
{
	char text[TEXT_SIZE];

	table_set(t, row, column, report_number(value, text, sizeof(text)));
}

static size_t begin_row(struct table *t, const struct parts *p, size_t *column)
{
	size_t row = table_add_row(t);
	char text[TEXT_SIZE];

	*column = 0;
	table_set(t, row, (*column)++, record_dimension(p->any, "strategy"));
	table_set(t, row, (*column)++, report_case(p->any, text, sizeof(text)));
	set_number(t, row, (*column)++,
		   record_dimension_number(p->any, "cpus"));
	return row;
}

static void begin_table(struct table *t)
{
	table_add_column(t, "strategy", false);
	table_add_column(t, "case", false);
	table_add_column(t, "CPUs", true);
}

static void add_parts(struct table *t, const struct parts *p)
{
	size_t column, row = begin_row(t, p, &column);

	for (size_t i = 0; i < NR_PARTS; i++)
		set_number(t, row, column++, p->part[i]);
	set_number(t, row, column++, p->sum);
	set_number(t, row, column++, p->total);
	set_number(t, row, column++, p->residue);
	set_number(t, row, column++, p->stamp);
	table_set(t, row, column,
		  p->access ? record_dimension(p->access, "kernel") : "n/a");
}

/* The case of the headline, on the most CPUs, or all others. */
static bool is_chosen(const struct report *r, const struct parts *p,
		      bool others)
{
	return report_is_main(r, p) != others;
}

static int print_parts(const struct report *r, bool others, struct writer *w)
{
	const struct decomposition *d = &r->parts;
	struct table table;

	table_init(&table);
	begin_table(&table);
	for (size_t i = 0; i < NR_PARTS; i++)
		table_add_column(&table, title_of(LAB_PART, i), true);
	table_add_column(&table, "sum", true);
	table_add_column(&table, "uninstrumented", true);
	table_add_column(&table, "residue", true);
	table_add_column(&table, title_of(LAB_STAMP, 0), true);
	table_add_column(&table, "kernel", false);
	for (size_t i = 0; i < d->nr; i++)
		if (is_chosen(r, &d->list[i], others))
			add_parts(&table, &d->list[i]);
	if (table.nr_rows)
		writer_table(w, &table);
	table_free(&table);
	return 0;
}

static bool has_holds(const struct parts *p)
{
	for (size_t i = 0; i < NR_HOLDS; i++)
		if (!isnan(p->hold[i]))
			return true;
	return false;
}

static void add_holds(struct table *t, const struct parts *p)
{
	size_t column, row = begin_row(t, p, &column);

	for (size_t i = 0; i < NR_HOLDS; i++)
		set_number(t, row, column++, p->hold[i]);
}

static int print_holds(const struct report *r, bool others, struct writer *w)
{
	const struct decomposition *d = &r->parts;
	struct table table;

	table_init(&table);
	begin_table(&table);
	for (size_t i = 0; i < NR_HOLDS; i++)
		table_add_column(&table, title_of(LAB_HOLD, i), true);
	for (size_t i = 0; i < d->nr; i++)
		if (has_holds(&d->list[i]) && is_chosen(r, &d->list[i], others))
			add_holds(&table, &d->list[i]);
	if (table.nr_rows)
		writer_table(w, &table);
	else if (!others)
		writer_absent(w, "this run has no times of locks: %s.",
			      report_reason(r, LAB_HOLD));
	table_free(&table);
	return 0;
}

int report_parts(const struct report *r, struct writer *w)
{
	int ret;

	writer_heading(w, lab_class_words(LAB_PART)->section);
	if (!r->parts.nr) {
		writer_absent(w, "this run has no parts of an access: %s.",
			      report_reason(r, LAB_PART));
		return 0;
	}
	writer_text(
		w,
		"Means, in %s. The parts were measured between stamps, in a pass of its own; the residue is what the same access costs without stamps, in the kernel named last, less the sum of the parts that there are.",
		r->parts.list[0].any->unit);
	writer_picture(w, "decomposition", "The parts of one access, stacked");
	ret = print_parts(r, false, w);
	if (!ret)
		ret = print_holds(r, false, w);
	writer_fold(w, "Other accesses taken apart");
	if (!ret)
		ret = print_parts(r, true, w);
	if (!ret)
		ret = print_holds(r, true, w);
	writer_fold_end(w);
	return ret;
}
