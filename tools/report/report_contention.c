// SPDX-License-Identifier: GPL-2.0
/*
 * The work of several vCPUs, beside what the same costs one that is alone; and paths that
 * a vCPU takes only if another one is in its way, where one was stopped for that.
 */
#include <math.h>
#include <string.h>

#include "records/figure.h"
#include "report/report.h"

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

static const char *verdict(double contended, double alone)
{
	double percent = 100 * (contended / alone - 1);

	if (isnan(percent))
		return "n/a";
	if (fabs(percent) <= SAME_PERCENT)
		return "not contended here";
	return textf("%+.0f%%", percent);
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
static void add_path(struct table *t, const struct results *results,
		     const struct lab_record *record)
{
	const char *const *beside = record_metric(record)->beside;
	const struct lab_record *without =
		find_beside(results, record, beside[0]);
	const struct lab_record *waits =
		find_beside(results, record, beside[1]);

	if (!without)
		return;
	table_row(t, strategy_of(record), report_case(record),
		  report_number(cpus_of(record)),
		  report_number(figure_of(record, false)),
		  report_number(figure_of(without, false)),
		  verdict(figure_of(record, false), figure_of(without, false)),
		  report_number(waits ? figure_of(waits, true) : NAN),
		  record->unit, NULL);
}

static void print_paths(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	struct table table;

	table_init(&table);
	table_columns(&table, "strategy", "case", ">CPUs", ">one that waits",
		      ">one that needn't", ">difference", ">times asleep",
		      "unit", NULL);
	for (size_t i = 0; i < results->nr; i++)
		if (had_to_wait(&results->records[i]))
			add_path(&table, results, &results->records[i]);
	if (table.nr_rows)
		writer_text(
			w,
			"Paths that are taken only when another vCPU is in the way. One was stopped on purpose: within a read of the same page, with the folio lock (folio_lock), or in the flush of what was deferred (queued_flush); and let go once the other slept. What is counted is what the one that waits executes, without its sleep: a path that there is, not how often it is taken. A pass of its own, in a kernel that can stop a vCPU: no prices.");
	if (!writer_table(w, &table))
		writer_absent(
			w,
			"paths taken only when another vCPU is in the way: %s.",
			report_reason(r, LAB_CONTENTION));
}

/* Returns whether there is something to stand beside. */
static bool add_work(struct table *t, const struct results *results,
		     const struct lab_record *record)
{
	double with = figure_whole_mean(record);
	double alone = cost_alone(results, record);

	table_row(t, strategy_of(record), report_case(record),
		  report_number(cpus_of(record)), report_number(with),
		  report_number(alone), verdict(with, alone), kernel_of(record),
		  NULL);
	return !isnan(alone);
}

static void print_work(const struct results *results, struct writer *w)
{
	size_t nr_without = 0;
	struct table table;

	table_init(&table);
	table_columns(&table, "strategy", "case", ">CPUs",
		      ">each, of all vCPUs' work", ">alone", ">difference",
		      "kernel", NULL);
	for (size_t i = 0; i < results->nr; i++)
		if (is_contended(&results->records[i]))
			nr_without += !add_work(&table, results,
						&results->records[i]);
	if (table.nr_rows)
		writer_text(
			w,
			"Means, for each operation. Where instructions are counted vCPUs take turns, and nobody waits for a lock: what is not contended here says nothing of how it scales. Calls of several vCPUs are made in batches, each with a system call of its own.");
	if (!writer_table(w, &table))
		writer_absent(w, "this run has no case of several vCPUs.");
	if (nr_without)
		writer_text(
			w,
			"%zu of the %zu have no figure alone: no case of this run does the same with one vCPU on as many CPUs.",
			nr_without, table.nr_rows);
}

void report_contention(const struct report *r, struct writer *w)
{
	writer_heading(w, lab_class_words(LAB_BULK_PRICE)->section);
	print_work(&r->run->results, w);
	print_paths(r, w);
}
