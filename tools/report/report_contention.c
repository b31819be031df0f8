// SPDX-License-Identifier: GPL-2.0
/*
 * The work of several vCPUs, beside what the same costs one that is alone; and paths that
 * a vCPU takes only if another one is in its way, where one was stopped for that.
 */
#include <math.h>
#include <string.h>

#include "compiler.h"
#include "records/figure.h"
#include "report/report.h"

#define TEXT_SIZE 128

/* Nearer to each other than this, nobody was in anybody's way. */
#define SAME_PERCENT 2

static bool is_contended(const struct lab_record *record)
{
	return record_is_of(record, LAB_BULK_PRICE) && !record->instrumented &&
	       !record->replicate && !record_na(record) &&
	       strcmp(record_dimension(record, "contention"), "none");
}

/* What the case with @dimensions costs, as the mean of @metric; NAN if there is none. */
static double cost_of(const struct results *results, const char *bench,
		      const char *metric, const json_t *dimensions)
{
	const struct lab_record *other;

	for (size_t i = 0; i < results->nr; i++) {
		other = &results->records[i];
		if (!other->replicate && !other->instrumented &&
		    !record_na(other) && !strcmp(other->bench, bench) &&
		    !strcmp(other->metric, metric) &&
		    json_equal(other->dimensions, dimensions))
			return figure_whole_mean(other);
	}
	return NAN;
}

/* The same work of one vCPU with nobody beside it on as many CPUs, or NAN. */
static double cost_alone(const struct results *results,
			 const struct lab_record *record)
{
	const char *const *metric = record_metric(record)->beside;
	json_t *wanted = json_copy((json_t *)record->dimensions);
	double sum = *metric ? 0 : NAN;

	json_object_set_new(wanted, "contention", json_string("none"));
	json_object_set_new(wanted, "vcpus", json_integer(1));
	for (; *metric; metric++)
		sum += cost_of(results, record->bench, *metric, wanted);
	json_decref(wanted);
	return sum;
}

static void set_number(struct table *t, size_t row, size_t column, double value)
{
	char text[TEXT_SIZE];

	table_set(t, row, column, report_number(value, text, sizeof(text)));
}

static void set_verdict(struct table *t, size_t row, size_t column,
			double contended, double alone)
{
	double percent = 100 * (contended / alone - 1);
	char text[TEXT_SIZE];

	if (isnan(percent))
		snprintf(text, sizeof(text), "n/a");
	else if (fabs(percent) <= SAME_PERCENT)
		snprintf(text, sizeof(text), "not contended here");
	else
		snprintf(text, sizeof(text), "%+.0f%%", percent);
	table_set(t, row, column, text);
}

static void add_row(struct table *t, const struct lab_record *record,
		    double without)
{
	double with = figure_whole_mean(record);
	size_t row = table_add_row(t);
	char text[TEXT_SIZE];

	table_set(t, row, 0, record_dimension(record, "strategy"));
	table_set(t, row, 1, report_case(record, text, sizeof(text)));
	set_number(t, row, 2, record_dimension_number(record, "cpus"));
	set_number(t, row, 3, with);
	set_number(t, row, 4, without);
	set_verdict(t, row, 5, with, without);
	table_set(t, row, 6, record_dimension(record, "kernel"));
}

/* Returns how many of the rows have nothing to stand beside. */
static size_t fill(struct table *t, const struct results *results)
{
	size_t nr_without = 0;
	double alone;

	table_add_column(t, "strategy", false);
	table_add_column(t, "case", false);
	table_add_column(t, "CPUs", true);
	table_add_column(t, "each, of all vCPUs' work", true);
	table_add_column(t, "alone", true);
	table_add_column(t, "difference", true);
	table_add_column(t, "kernel", false);
	for (size_t i = 0; i < results->nr; i++) {
		if (!is_contended(&results->records[i]))
			continue;
		alone = cost_alone(results, &results->records[i]);
		add_row(t, &results->records[i], alone);
		nr_without += isnan(alone);
	}
	return nr_without;
}

/* The figure of @metric in the case of @record, or NULL. */
static const struct lab_record *find_beside(const struct results *results,
					    const struct lab_record *record,
					    const char *metric)
{
	const struct lab_record *other;

	for (size_t i = 0; i < results->nr; i++) {
		other = &results->records[i];
		if (!other->replicate && !record_na(other) &&
		    !strcmp(other->metric, metric) &&
		    !strcmp(other->bench, record->bench) &&
		    json_equal(other->dimensions, record->dimensions))
			return other;
	}
	return NULL;
}

static bool had_to_wait(const struct lab_record *record)
{
	return !record->replicate && !record_na(record) &&
	       record_is_of(record, LAB_CONTENTION) &&
	       record_metric(record)->beside[0];
}

/* Medians: few calls, and a timer in one of them is no part of the path. */
static void add_path(struct table *t, const struct lab_record *record,
		     const struct lab_record *without,
		     const struct lab_record *waits)
{
	size_t row = table_add_row(t);
	char text[TEXT_SIZE];

	table_set(t, row, 0, record_dimension(record, "strategy"));
	table_set(t, row, 1, report_case(record, text, sizeof(text)));
	set_number(t, row, 2, record_dimension_number(record, "cpus"));
	set_number(t, row, 3, figure_of(record, false));
	set_number(t, row, 4, figure_of(without, false));
	set_verdict(t, row, 5, figure_of(record, false),
		    figure_of(without, false));
	set_number(t, row, 6, waits ? figure_of(waits, true) : NAN);
	table_set(t, row, 7, record->unit);
}

static void fill_paths(struct table *t, const struct results *results)
{
	const struct lab_record *record, *without;
	const char *const *beside;

	table_add_column(t, "strategy", false);
	table_add_column(t, "case", false);
	table_add_column(t, "CPUs", true);
	table_add_column(t, "one that waits", true);
	table_add_column(t, "one that needn't", true);
	table_add_column(t, "difference", true);
	table_add_column(t, "times asleep", true);
	table_add_column(t, "unit", false);
	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		if (!had_to_wait(record))
			continue;
		beside = record_metric(record)->beside;
		without = find_beside(results, record, beside[0]);
		if (without)
			add_path(t, record, without,
				 find_beside(results, record, beside[1]));
	}
}

static void print_paths(const struct results *results, const struct report *r,
			struct writer *w)
{
	struct table table;

	table_init(&table);
	fill_paths(&table, results);
	if (table.nr_rows) {
		writer_text(
			w,
			"Paths that are taken only when another vCPU is in the way. One was stopped on purpose: within a read of the same page, with the folio lock (folio_lock), or in the flush of what was deferred (queued_flush); and let go once the other slept. What is counted is what the one that waits executes, without its sleep: a path that there is, not how often it is taken. A pass of its own, in a kernel that can stop a vCPU: no prices.");
		writer_table(w, &table);
	} else {
		writer_absent(
			w,
			"paths taken only when another vCPU is in the way: %s.",
			report_reason(r, LAB_CONTENTION));
	}
	table_free(&table);
}

static void print_work(const struct results *results, struct writer *w)
{
	struct table table;
	size_t nr_without;

	table_init(&table);
	nr_without = fill(&table, results);
	if (table.nr_rows) {
		writer_text(
			w,
			"Means, for each operation. Where instructions are counted vCPUs take turns, and nobody waits for a lock: what is not contended here says nothing of how it scales. Calls of several vCPUs are made in batches, each with a system call of its own.");
		writer_table(w, &table);
	} else {
		writer_absent(w, "this run has no case of several vCPUs.");
	}
	if (nr_without)
		writer_text(
			w,
			"%zu of the %zu have no figure alone: no case of this run does the same with one vCPU on as many CPUs.",
			nr_without, table.nr_rows);
	table_free(&table);
}

int report_contention(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;

	writer_heading(w, lab_class_words(LAB_BULK_PRICE)->section);
	print_work(results, w);
	print_paths(results, r, w);
	return 0;
}
