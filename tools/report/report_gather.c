// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>
#include <string.h>

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

int report_gather(struct report *r, const struct run *run,
		  const struct controls *controls)
{
	static const char *const apart[] = { GROUP_METRIC, "strategy", "cpus",
					     NULL };
	const struct results *results = &run->results;

	memset(r, 0, sizeof(*r));
	r->run = run;
	r->controls = controls;
	if (!group_accesses(&r->accesses, results) &&
	    !group_populations(&r->populations, results) &&
	    !sections_build(&r->sections, results) &&
	    !growth_build(&r->growth, results) &&
	    !decomposition_build(&r->parts, results) &&
	    !exposures_build(&r->exposures, results) &&
	    !groups_build(&r->events, results, is_event, apart) &&
	    !groups_build(&r->bystanders, results, is_bystander, apart) &&
	    !groups_build(&r->losses, results, is_loss, apart)) {
		r->headline = group_headline(&r->accesses);
		r->population = group_population(&r->populations);
		return 0;
	}
	report_free(r);
	return -1;
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

double report_mean(const struct group *group, const char *strategy,
		   const char *metric)
{
	struct wish wish = { .metric = metric,
			     .strategy = strategy,
			     .cpus = group_most_cpus(group) };
	const struct lab_record *record = group_find(group, &wish);

	return record && !record_na(record) ? figure_of(record, true) : NAN;
}

static void append(char *text, size_t size, const char *name, const char *value)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, ", %s%s%s", name, name[0] ? " " : "",
		 value);
}

static void append_number(const struct lab_record *record, const char *name,
			  long usual, char *text, size_t size)
{
	long value = record_dimension_number(record, name);
	size_t used = strlen(text);

	if (value >= 0 && value != usual)
		snprintf(text + used, size - used, ", %ld %s", value, name);
}

/* Only what is not the usual: alone, in the kernel, within a page. */
char *report_case(const struct lab_record *record, char *text, size_t size)
{
	const char *op = record_dimension(record, "op");
	const char *placement = record_dimension(record, "placement");
	const char *contention = record_dimension(record, "contention");

	snprintf(text, size, "%s", op);
	if (record_dimension_number(record, "len") > 0) {
		size_t used = strlen(text);

		snprintf(text + used, size - used, " of %ld bytes",
			 record_dimension_number(record, "len"));
	}
	if (placement && strcmp(placement, "aligned"))
		append(text, size, "", placement);
	if (strcmp(record_dimension(record, "path"), "isolated"))
		append(text, size, "path", record_dimension(record, "path"));
	append_number(record, "pages", 1, text, size);
	append_number(record, "vcpus", 1, text, size);
	if (strcmp(contention, "none"))
		append(text, size, "contention", contention);
	return text;
}

char *report_number(double value, char *text, size_t size)
{
	/* What is left of a zero by rounding. */
	if (fabs(value) < 0.000000001)
		value = 0;
	if (isnan(value))
		snprintf(text, size, "n/a");
	else if (fabs(value) >= 1000)
		snprintf(text, size, "%.0f", value);
	else
		snprintf(text, size, "%.4g", value);
	return text;
}
