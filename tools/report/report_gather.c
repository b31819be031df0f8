// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "page/format.h"
#include "records/figure.h"
#include "report/report.h"

static bool is_loss(const struct lab_record *record)
{
	return !record_na(record) && record_is_of(record, LAB_LOSS);
}

static bool is_bystander(const struct lab_record *record)
{
	return !record_na(record) && record_is_of(record, LAB_BYSTANDER);
}

/* Also what is n/a: a strategy that is not believed stands there all the same. */
static bool is_event(const struct lab_record *record)
{
	return record_is_of(record, LAB_COUNT);
}

void report_gather(struct report *r, const struct run *run,
		   const struct controls *controls)
{
	static const char *const apart[] = { GROUP_METRIC, "strategy", "cpus",
					     NULL };
	const struct results *results = &run->results;

	memset(r, 0, sizeof(*r));
	r->run = run;
	r->controls = controls;
	if (group_accesses(&r->accesses, results) ||
	    group_populations(&r->populations, results) ||
	    sections_build(&r->sections, results) ||
	    growth_build(&r->growth, results) ||
	    decomposition_build(&r->parts, results) ||
	    exposures_build(&r->exposures, results) ||
	    groups_build(&r->events, results, is_event, apart) ||
	    groups_build(&r->bystanders, results, is_bystander, apart) ||
	    groups_build(&r->losses, results, is_loss, apart))
		out_of_memory();
	r->headline = group_headline(&r->accesses);
	r->population = group_population(&r->populations);
}

void report_free(struct report *r)
{
	groups_free(&r->accesses);
	groups_free(&r->populations);
	sections_free(&r->sections);
	growth_free(&r->growth);
	decomposition_free(&r->parts);
	exposures_free(&r->exposures);
	groups_free(&r->events);
	groups_free(&r->bystanders);
	groups_free(&r->losses);
	memset(r, 0, sizeof(*r));
}

static bool is_headline(const struct report *r, const struct parts *p)
{
	return r->headline && p->access && group_has(r->headline, p->access);
}

bool report_is_main(const struct report *r, const struct parts *parts)
{
	long cpus = record_dimension_number(parts->any, "cpus");
	const struct parts *other;

	if (!is_headline(r, parts))
		return false;
	for (size_t i = 0; i < r->parts.nr; i++) {
		other = &r->parts.list[i];
		if (is_headline(r, other) &&
		    record_dimension_number(other->any, "cpus") > cpus)
			return false;
	}
	return true;
}

const char *report_reason(const struct report *r, enum lab_class class)
{
	const struct results *results = &r->run->results;

	for (size_t i = 0; i < results->nr; i++)
		if (results->records[i].na &&
		    record_is_of(&results->records[i], class))
			return results->records[i].na;
	return "none of its cases asks for them";
}

const struct lab_record *report_of_strategy(const struct group *group,
					    const char *strategy)
{
	struct wish wish = { .strategy = strategy };

	if (!group)
		return NULL;
	wish.cpus = group_most_cpus(group);
	return group_of_strategy(group, &wish);
}

double report_cost(const struct lab_record *record)
{
	return figure_of(record, figure_is_mean(record));
}

double report_ratio(const struct group *group, const struct lab_record *record)
{
	const struct lab_record *direct = group_direct_of(group, record);
	double base = direct ? report_cost(direct) : 0;

	return base > 0 ? report_cost(record) / base : 0;
}

double report_mean(const struct group *group, const char *strategy,
		   const char *metric)
{
	struct wish wish = { .metric = metric,
			     .strategy = strategy,
			     .cpus = group_most_cpus(group) };
	const struct lab_record *record = group_find(group, &wish);

	return record && !record_na(record) ? figure_of(record, true) : NAN;
}

bool report_takes_out(const char *strategy)
{
	return strcmp(strategy, "hva") && strcmp(strategy, "direct");
}

/* "@words, 4 pages", unless it is one, or none is given. */
static const char *with_number(const char *words,
			       const struct lab_record *record,
			       const char *name)
{
	long value = record_dimension_number(record, name);

	return value < 0 || value == 1 ?
		       words :
		       textf("%s, %ld %s", words, value, name);
}

/* Only what is not the usual: alone, in the kernel, within a page. */
const char *report_case(const struct lab_record *record)
{
	const char *words = record_dimension(record, "op");
	const char *placement = record_dimension(record, "placement");
	const char *path = record_dimension(record, "path");
	const char *contention = record_dimension(record, "contention");
	long len = record_dimension_number(record, "len");

	if (len > 0)
		words = textf("%s of %ld bytes", words, len);
	if (placement && strcmp(placement, "aligned"))
		words = textf("%s, %s", words, placement);
	if (strcmp(path, "isolated"))
		words = textf("%s, path %s", words, path);
	words = with_number(words, record, "pages");
	words = with_number(words, record, "vcpus");
	if (strcmp(contention, "none"))
		words = textf("%s, contention %s", words, contention);
	return words;
}

const char *report_number(double value)
{
	/* What is left of a zero by rounding. */
	if (fabs(value) < 0.000000001)
		value = 0;
	if (isnan(value))
		return "n/a";
	return textf(fabs(value) >= 1000 ? "%.0f" : "%.4g", value);
}

const char *report_figure(const struct lab_record *record)
{
	char text[64];

	return textf("%s",
		     format_figure(report_cost(record), figure_is_mean(record),
				   text, sizeof(text)));
}
