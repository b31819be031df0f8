// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "records/group.h"
#include "report/decomposition.h"
#include "schema.h"

/* What a part's record and that of the whole access differ in. */
static const char *const apart[] = { GROUP_METRIC, "kernel", NULL };

/* Or how long a lock was held, or the price of a stamp. */
static bool is_part(const struct lab_record *record)
{
	return !record_na(record) && (record_is_of(record, LAB_PART) ||
				      record_is_of(record, LAB_HOLD) ||
				      record_is_of(record, LAB_STAMP));
}

static bool is_whole(const struct lab_record *record)
{
	return record_is_headline(record) &&
	       record_metric(record)->headline == LAB_ACCESS;
}

static double mean(const struct group *group, const char *metric)
{
	struct wish wish = { .metric = metric };
	const struct lab_record *record = group_find(group, &wish);

	return record ? figure_whole_mean(record) : NAN;
}

/* As instrumented: in the kernel that switches, if it was measured there. */
static const struct lab_record *find_access(const struct groups *wholes,
					    const char *key)
{
	struct wish all = { .kernel = "all" }, any = { 0 };
	const struct lab_record *record;

	for (size_t i = 0; i < wholes->nr; i++) {
		if (strcmp(wholes->list[i].key, key))
			continue;
		record = group_find(&wholes->list[i], &all);
		return record ? record : group_find(&wholes->list[i], &any);
	}
	return NULL;
}

static void fill(struct parts *p, const struct group *group)
{
	for (size_t i = 0; i < NR_PARTS; i++) {
		p->part[i] = mean(group, lab_part_metric(i));
		p->sum += isnan(p->part[i]) ? 0 : p->part[i];
	}
	for (size_t i = 0; i < NR_HOLDS; i++)
		p->hold[i] = mean(group, lab_hold_metric(i));
	p->stamp = mean(group, lab_stamp_metric());
	p->total = p->access ? figure_whole_mean(p->access) : NAN;
	p->residue = p->total - p->sum;
}

int decomposition_build(struct decomposition *d, const struct results *results)
{
	struct groups groups, wholes;
	struct parts *parts;

	d->nr = 0;
	if (groups_build(&groups, results, is_part, apart))
		return -1;
	if (groups_build(&wholes, results, is_whole, apart)) {
		groups_free(&groups);
		return -1;
	}
	d->list = calloc(groups.nr + 1, sizeof(*d->list));
	for (size_t i = 0; d->list && i < groups.nr; i++) {
		parts = &d->list[d->nr++];
		parts->any = groups.list[i].list[0];
		parts->access = find_access(&wholes, groups.list[i].key);
		fill(parts, &groups.list[i]);
	}
	groups_free(&groups);
	groups_free(&wholes);
	return d->list ? 0 : -1;
}

void decomposition_free(struct decomposition *d)
{
	free(d->list);
	memset(d, 0, sizeof(*d));
}
