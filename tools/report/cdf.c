// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>
#include <string.h>

#include "report/cdf.h"
#include "records/group.h"
#include "schema.h"

/* More than a picture is wide would be no more to see. */
#define MAX_STEPS 400

static bool is_sampled(const struct lab_record *record)
{
	return record_is_headline(record) && !strcmp(record->kind, "sampled");
}

bool cdf_has_samples(const struct results *results)
{
	for (size_t i = 0; i < results->nr; i++)
		if (is_sampled(&results->records[i]))
			return true;
	return false;
}

static size_t count(const struct lab_record *record)
{
	size_t nr = 0;

	for (; record; record = record->next_boot)
		nr += record->nr_values;
	return nr;
}

static double *sorted_samples(const struct lab_record *record, size_t nr)
{
	double *samples = calloc(nr, sizeof(double)), *at = samples;

	if (!samples)
		return NULL;
	for (; record; record = record->next_boot) {
		memcpy(at, record->values, record->nr_values * sizeof(double));
		at += record->nr_values;
	}
	gsl_sort(samples, 1, nr);
	return samples;
}

static void write_step(const struct lab_record *record, double value,
		       double fraction, FILE *out)
{
	const char *placement = record_dimension(record, "placement");

	fprintf(out, "%s,%s,%s,%s,%ld,%s,%ld,%ld,%s,%s,%s,%s,%.9g,%.6g\n",
		record->bench, record_dimension(record, "path"), record->metric,
		record_dimension(record, "op"),
		record_dimension_number(record, "len"),
		placement ? placement : "",
		record_dimension_number(record, "cpus"),
		record_dimension_number(record, "vcpus"),
		record_dimension(record, "contention"),
		record_dimension(record, "kernel"),
		record_dimension(record, "strategy"),
		lab_unit_find(record->unit)->words, value, fraction);
}

static int write_record(const struct lab_record *record, FILE *out)
{
	size_t nr = count(record), steps = nr < MAX_STEPS ? nr : MAX_STEPS;
	double *samples = sorted_samples(record, nr);

	if (!samples)
		return -1;
	/* Each step is a sample, the last one the highest. */
	for (size_t i = 1; i <= steps; i++)
		write_step(record, samples[nr * i / steps - 1],
			   (double)(nr * i / steps) / nr, out);
	free(samples);
	return 0;
}

static int write_group(const struct group *group, FILE *out)
{
	struct wish wish = { .cpus = group_most_cpus(group) };

	for (size_t i = 0; i < group->nr; i++) {
		wish.strategy = record_dimension(group->list[i], "strategy");
		if (group->list[i] == group_of_strategy(group, &wish) &&
		    write_record(group->list[i], out))
			return -1;
	}
	return 0;
}

int cdf_write_csv(const struct results *results, FILE *out)
{
	static const char *const apart[] = { "strategy", "kernel", "cpus",
					     NULL };
	struct groups groups;
	int ret = 0;

	if (groups_build(&groups, results, is_sampled, apart))
		return -1;
	fputs("bench,path,metric,op,len,placement,cpus,vcpus,contention,", out);
	fputs("kernel,strategy,unit_words,value,fraction\n", out);
	for (size_t i = 0; !ret && i < groups.nr; i++)
		ret = write_group(&groups.list[i], out);
	groups_free(&groups);
	return ret;
}
