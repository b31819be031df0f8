// SPDX-License-Identifier: GPL-2.0
/* Distributions: the part of the samples, of all boots, that took no longer. */
#include <gsl/gsl_sort.h>
#include <stdlib.h>
#include <string.h>

#include "report/picture.h"

/* More than a picture is wide would be no more to see. */
#define MAX_STEPS 200
#define MAX_PANELS 4

static bool is_sampled(const struct lab_record *record)
{
	return record_is_headline(record) && !strcmp(record->kind, "sampled");
}

bool report_has_samples(const struct report *r)
{
	for (size_t i = 0; i < r->run->results.nr; i++)
		if (is_sampled(&r->run->results.records[i]))
			return true;
	return false;
}

/* All samples of @record, sorted, to be freed. */
static double *sorted_samples(const struct lab_record *record, size_t *nr)
{
	double *samples = NULL, *more;

	for (*nr = 0; record; record = record->next_boot) {
		more = realloc(samples,
			       (*nr + record->nr_values) * sizeof(double));
		if (!more)
			out_of_memory();
		samples = more;
		memcpy(samples + *nr, record->values,
		       record->nr_values * sizeof(double));
		*nr += record->nr_values;
	}
	gsl_sort(samples, 1, *nr);
	return samples;
}

/* Each step is a sample, the last one the highest; labels go up like stairs. */
static void draw_line(struct picture *p, const struct lab_record *record)
{
	const char *strategy = strategy_of(record);
	struct mark mark = { "line", strategy, .look = look_of(strategy) };
	size_t nr, steps;
	double *samples = sorted_samples(record, &nr);

	picture_next(p);
	steps = nr < MAX_STEPS ? nr : MAX_STEPS;
	for (size_t i = 1; i <= steps; i++) {
		mark.x = samples[nr * i / steps - 1];
		picture_add(p, &mark);
		mark.y = (double)(nr * i / steps) / nr;
		picture_add(p, &mark);
	}
	mark.layer = "boxed";
	mark.y = 0.1 + 0.12 * ((p->order - 1) % 7);
	mark.x = samples[(size_t)(mark.y * nr)];
	picture_add(p, &mark);
	free(samples);
}

static void draw_group(struct picture *p, const struct group *group)
{
	struct wish wish = { .cpus = group_most_cpus(group) };
	const struct lab_record *any = group->list[0];

	picture_panel(p,
		      textf("%s: %s, %ld CPUs", any->metric, report_case(any),
			    wish.cpus),
		      lab_unit_find(any->unit)->words, LOG,
		      "part of the samples", LINEAR);
	for (size_t i = 0; i < group->nr; i++) {
		wish.strategy = strategy_of(group->list[i]);
		if (group->list[i] == group_of_strategy(group, &wish))
			draw_line(p, group->list[i]);
	}
}

/* First one access of each kind, then others. */
void draw_samples(const struct report *r, struct picture *p)
{
	static const char *const apart[] = { "strategy", "kernel", "cpus",
					     NULL };
	struct groups groups;

	if (groups_build(&groups, &r->run->results, is_sampled, apart))
		out_of_memory();
	for (int access = 1; access >= 0; access--)
		for (size_t i = 0; i < groups.nr; i++)
			if (p->panel < MAX_PANELS &&
			    record_is_access(groups.list[i].list[0]) == access)
				draw_group(p, &groups.list[i]);
	groups_free(&groups);
}
