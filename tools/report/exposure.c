// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/exposure.h"
#include "records/figure.h"
#include "records/group.h"
#include "schema.h"

/* Whatever the kernel: it was built to look, not to be measured. */
static const char *const apart[] = { GROUP_METRIC, "cpus", "vcpus",
				     "kernel",	   "len",  NULL };

/* A lifetime that is n/a has a reason that tells how long it was looked for. */
static bool is_exposure(const struct lab_record *record)
{
	return record_is_of(record, LAB_EXPOSURE) &&
	       (!record_na(record) ||
		!strcmp(record->metric, LAB_STALE_LIFETIME));
}

static double most(const struct lab_record *record)
{
	double most = -INFINITY;

	for (; record; record = record->next_boot)
		for (size_t i = 0; i < record->nr_values; i++)
			most = fmax(most, record->values[i]);
	return most;
}

static double seen(const struct group *group, const char *metric, long cpus)
{
	struct wish wish = { .metric = metric, .cpus = cpus };
	const struct lab_record *record = group_find(group, &wish);

	return record && !record_na(record) ? most(record) : NAN;
}

static double bound(const json_t *declared, const char *name)
{
	const json_t *value = json_object_get(declared, name);

	return value ? json_integer_value(value) : INFINITY;
}

static void fill_declared(struct exposure *e, const struct group *group)
{
	const json_t *declared = NULL;

	for (size_t i = 0; !declared && i < group->nr; i++)
		declared = json_object_get(group->list[i]->json, "declared");
	e->declares = declared;
	e->here = json_is_true(json_object_get(declared, "here"));
	e->elsewhere = json_is_true(json_object_get(declared, "elsewhere"));
	if (!e->here && !e->elsewhere)
		return;
	e->pages = bound(declared, "pages");
	e->usecs = bound(declared, "usecs");
}

static void fill(struct exposure *e, const struct group *group,
		 const struct group *headline)
{
	long cpus = group_most_cpus(group);
	struct wish wish = {
		.strategy = record_dimension(group->list[0], "strategy"),
		.cpus = headline ? group_most_cpus(headline) : 0,
	};
	struct wish time = { .metric = LAB_STALE_LIFETIME, .cpus = cpus };

	e->any = group->list[0];
	fill_declared(e, group);
	e->seen_here = seen(group, LAB_STALE_HERE, cpus);
	e->seen_elsewhere = seen(group, LAB_STALE_ELSEWHERE, cpus);
	e->seen_pages = seen(group, LAB_STALE_PAGES, cpus);
	e->seen_time = seen(group, LAB_STALE_LIFETIME, cpus);
	e->seen_over = seen(group, LAB_STALE_OVERSHOOT, cpus);
	e->lifetime = group_find(group, &time);
	if (headline && !strcmp(record_dimension(e->any, "op"), "read"))
		e->access = group_of_strategy(headline, &wish);
}

int exposures_build(struct exposures *e, const struct results *results)
{
	struct groups groups, accesses;
	const struct group *headline;

	e->nr = 0;
	if (groups_build(&groups, results, is_exposure, apart))
		return -1;
	if (group_accesses(&accesses, results)) {
		groups_free(&groups);
		return -1;
	}
	headline = group_headline(&accesses);
	e->list = calloc(groups.nr + 1, sizeof(*e->list));
	for (size_t i = 0; e->list && i < groups.nr; i++)
		fill(&e->list[e->nr++], &groups.list[i], headline);
	groups_free(&groups);
	groups_free(&accesses);
	return e->list ? 0 : -1;
}

void exposures_free(struct exposures *e)
{
	free(e->list);
	memset(e, 0, sizeof(*e));
}

const struct exposure *exposures_find(const struct exposures *e,
				      const char *strategy)
{
	for (size_t i = 0; i < e->nr; i++)
		if (!strcmp(record_dimension(e->list[i].any, "op"), "read") &&
		    !strcmp(record_dimension(e->list[i].any, "strategy"),
			    strategy))
			return &e->list[i];
	return NULL;
}
