/* SPDX-License-Identifier: GPL-2.0 */
/* The report of a run: each section in a file of its own, in the order of the page. */
#ifndef LABSTAT_REPORT_H
#define LABSTAT_REPORT_H

#include "statistics/controls.h"
#include "page/text.h"
#include "page/writer.h"
#include "report/exposure.h"
#include "records/group.h"
#include "report/growth.h"
#include "report/decomposition.h"
#include "records/run.h"
#include "records/sections.h"

/* What the sections share; see report_gather(). */
struct report {
	const struct run *run;
	const struct controls *controls;
	struct groups accesses;
	const struct group *headline; /* of the accesses, or NULL */
	struct groups populations;
	const struct group *population; /* that stands for the run, or NULL */
	struct sections sections;
	struct growth growth;
	struct decomposition parts;
	struct exposures exposures;
	struct groups events; /* of metrics and strategies, see report_gather.c */
	struct groups bystanders; /* what is done to them */
	struct groups losses; /* what they lose by it */
};

/* Computes what the sections show of @run and its @controls, which must outlive @report. */
void report_gather(struct report *report, const struct run *run,
		   const struct controls *controls);

void report_free(struct report *report);

/*
 * Writes figures.csv: a row a case that is not n/a, over its boots, a column a
 * dimension.
 */
void figures_write(const struct report *report, FILE *out);

/* Each writes its section. */
void report_shortlist(const struct report *report, struct writer *w);
void report_where(const struct report *report, struct writer *w);
void report_summary(const struct report *report, struct writer *w);
void report_comparison(const struct report *report, struct writer *w);
void report_parts(const struct report *report, struct writer *w);
void report_events(const struct report *report, struct writer *w);
void report_bystanders(const struct report *report, struct writer *w);
void report_contention(const struct report *report, struct writer *w);
void report_growth(const struct report *report, struct writer *w);
void report_samples(const struct report *report, struct writer *w);
void report_frontier(const struct report *report, struct writer *w);
void report_stock(const struct report *report, struct writer *w);
void report_switch(const struct report *report, struct writer *w);
void report_repeats(const struct report *report, struct writer *w);
void report_say_stock(const struct report *report, struct writer *w);
void report_cases(const struct report *report, struct writer *w);
void report_missing(const struct report *report, struct writer *w);

/* Has the run figures with a distribution of their own: times, not counts? */
bool report_has_samples(const struct report *report);

/*
 * Is @parts, one of @report, an access of the headline, on the most CPUs that any such
 * was taken apart on?
 */
bool report_is_main(const struct report *report, const struct parts *parts);

/* Why the run has no figure of @class: as a record says, or that no case asks for one. */
const char *report_reason(const struct report *report, enum lab_class class);

/* What stands for @strategy on the most CPUs of @group, or NULL, as for a @group of NULL. */
const struct lab_record *report_of_strategy(const struct group *group,
					    const char *strategy);

/* The figure that stands for @record, and how many times that of direct it is, or 0. */
double report_cost(const struct lab_record *record);
double report_ratio(const struct group *group, const struct lab_record *record);

/*
 * What an operation has of @metric with @strategy, on the most CPUs of @group: always a
 * mean, or what one call in many does would not show. NAN if there is none.
 */
double report_mean(const struct group *group, const char *strategy,
		   const char *metric);

/* The prices of @bench, highest ratio to direct first. */
void report_ranking(const struct report *report, const char *bench,
		    struct writer *w);

/* Does @strategy take pages out of the direct map? */
bool report_takes_out(const char *strategy);

/*
 * What stays readable after an access of @strategy, where and for how long, as it was
 * seen and as it is declared; "n/a" if that was not measured.
 */
const char *report_readable(const struct report *report, const char *strategy);

/* "read, 8 bytes": what was done, without strategy, kernel and CPUs. */
const char *report_case(const struct lab_record *record);

/* A number of events or a coefficient, to four digits; "n/a" for NAN. */
const char *report_number(double value);

/* report_cost() as tables show it: "1480", "~1488" if it is a mean. */
const char *report_figure(const struct lab_record *record);

static inline const char *strategy_of(const struct lab_record *record)
{
	return record_dimension(record, "strategy");
}

static inline const char *kernel_of(const struct lab_record *record)
{
	return record_dimension(record, "kernel");
}

static inline long cpus_of(const struct lab_record *record)
{
	return record_dimension_number(record, "cpus");
}

#endif /* LABSTAT_REPORT_H */
