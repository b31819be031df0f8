// SPDX-License-Identifier: GPL-2.0
/* Where the cost of one access goes. */
#include <math.h>

#include "report/report.h"

static void add_titles(struct table *t, enum lab_class class)
{
	const struct lab_metric *metric;

	for (size_t i = 0; (metric = lab_class_metric(class, i)); i++)
		table_add_column(t, lab_metric_title(metric), true);
}

static void begin_table(struct table *t)
{
	table_init(t);
	table_columns(t, "strategy", "case", ">CPUs", NULL);
}

static void begin_row(struct table *t, const struct parts *p)
{
	table_row(t, strategy_of(p->any), report_case(p->any),
		  report_number(cpus_of(p->any)), NULL);
}

static void add_parts(struct table *t, const struct parts *p)
{
	begin_row(t, p);
	for (size_t i = 0; i < NR_PARTS; i++)
		table_cell(t, report_number(p->part[i]));
	table_cell(t, report_number(p->sum));
	table_cell(t, report_number(p->total));
	table_cell(t, report_number(p->residue));
	table_cell(t, report_number(p->stamp));
	table_cell(t, p->access ? kernel_of(p->access) : "n/a");
}

/* Of the case of the headline, on the most CPUs, or of all others. */
static void print_parts(const struct report *r, bool others, struct writer *w)
{
	const struct decomposition *d = &r->parts;
	struct table table;

	begin_table(&table);
	add_titles(&table, LAB_PART);
	table_columns(&table, ">sum", ">uninstrumented", ">residue", NULL);
	add_titles(&table, LAB_STAMP);
	table_columns(&table, "kernel", NULL);
	for (size_t i = 0; i < d->nr; i++)
		if (report_is_main(r, &d->list[i]) != others)
			add_parts(&table, &d->list[i]);
	writer_table(w, &table);
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
	begin_row(t, p);
	for (size_t i = 0; i < NR_HOLDS; i++)
		table_cell(t, report_number(p->hold[i]));
}

static void print_holds(const struct report *r, bool others, struct writer *w)
{
	const struct decomposition *d = &r->parts;
	struct table table;

	begin_table(&table);
	add_titles(&table, LAB_HOLD);
	for (size_t i = 0; i < d->nr; i++)
		if (has_holds(&d->list[i]) &&
		    report_is_main(r, &d->list[i]) != others)
			add_holds(&table, &d->list[i]);
	if (!writer_table(w, &table) && !others)
		writer_absent(w, "this run has no times of locks: %s.",
			      report_reason(r, LAB_HOLD));
}

void report_parts(const struct report *r, struct writer *w)
{
	writer_heading(w, lab_class_words(LAB_PART)->section);
	if (!r->parts.nr) {
		writer_absent(w, "this run has no parts of an access: %s.",
			      report_reason(r, LAB_PART));
		return;
	}
	writer_text(
		w,
		"Means, in %s. The parts were measured between stamps, in a pass of its own; the residue is what the same access costs without stamps, in the kernel named last, less the sum of the parts that there are.",
		r->parts.list[0].any->unit);
	writer_picture(w, "decomposition", "The parts of one access, stacked");
	print_parts(r, false, w);
	print_holds(r, false, w);
	writer_fold(w, "Other accesses taken apart");
	print_parts(r, true, w);
	print_holds(r, true, w);
	writer_fold_end(w);
}
