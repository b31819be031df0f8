// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "records/group.h"
#include "schema.h"

static bool listed(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

char *group_key(const struct lab_record *record, const char *const *apart)
{
	json_t *dimensions = json_copy((json_t *)record->dimensions), *key;
	char *text;

	for (const char *const *name = apart; *name; name++)
		json_object_del(dimensions, *name);
	key = listed(apart, GROUP_METRIC) ?
		      json_pack("[so]", record->bench, dimensions) :
		      json_pack("[ssso]", record->bench, record->unit,
				record->metric, dimensions);
	text = json_dumps(key, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(key);
	return text;
}

/* The group with @key, which it takes, new if need be; there is room for all. */
static struct group *find_group(struct groups *g, json_t *index, char *key)
{
	const json_t *at = json_object_get(index, key);

	if (at) {
		free(key);
		return &g->list[json_integer_value(at)];
	}
	json_object_set_new(index, key, json_integer(g->nr));
	g->list[g->nr].key = key;
	return &g->list[g->nr++];
}

static int add(struct groups *g, json_t *index, const struct lab_record *record,
	       const char *const *apart)
{
	char *key = group_key(record, apart);
	const struct lab_record **list;
	struct group *group;

	if (!key)
		return -1;
	group = find_group(g, index, key);
	list = realloc(group->list, (group->nr + 1) * sizeof(*list));
	if (!list)
		return -1;
	group->list = list;
	list[group->nr++] = record;
	return 0;
}

int groups_build(struct groups *g, const struct results *results,
		 bool (*wanted)(const struct lab_record *record),
		 const char *const *apart)
{
	json_t *index = json_object();
	const struct lab_record *record;
	int ret;

	g->nr = 0;
	g->list = calloc(results->nr, sizeof(*g->list));
	ret = g->list && index ? 0 : -1;
	for (size_t i = 0; !ret && i < results->nr; i++) {
		record = &results->records[i];
		if (!record->replicate && wanted(record))
			ret = add(g, index, record, apart);
	}
	json_decref(index);
	if (ret)
		groups_free(g);
	return ret;
}

void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->nr; i++) {
		free(g->list[i].key);
		free(g->list[i].list);
	}
	free(g->list);
	memset(g, 0, sizeof(*g));
}

static bool fits(const struct lab_record *record, const struct wish *wish)
{
	return (!wish->metric || !strcmp(record->metric, wish->metric)) &&
	       (!wish->strategy || !strcmp(record_dimension(record, "strategy"),
					   wish->strategy)) &&
	       (!wish->kernel ||
		!strcmp(record_dimension(record, "kernel"), wish->kernel)) &&
	       (!wish->cpus ||
		record_dimension_number(record, "cpus") == wish->cpus);
}

const struct lab_record *group_find(const struct group *group,
				    const struct wish *wish)
{
	for (size_t i = 0; i < group->nr; i++)
		if (fits(group->list[i], wish))
			return group->list[i];
	return NULL;
}

bool group_has(const struct group *group, const struct lab_record *record)
{
	for (size_t i = 0; i < group->nr; i++)
		if (group->list[i] == record)
			return true;
	return false;
}

const struct lab_record *group_direct_of(const struct group *group,
					 const struct lab_record *record)
{
	struct wish wish = {
		.strategy = "direct",
		.kernel = record_dimension(record, "kernel"),
		.cpus = record_dimension_number(record, "cpus"),
	};

	return group_find(group, &wish);
}

long group_most_cpus(const struct group *group)
{
	long most = 0, cpus;

	for (size_t i = 0; i < group->nr; i++) {
		cpus = record_dimension_number(group->list[i], "cpus");
		most = cpus > most ? cpus : most;
	}
	return most;
}

const struct lab_record *group_of_strategy(const struct group *group,
					   const struct wish *wish)
{
	struct wish pure = *wish, all = *wish;
	const struct lab_record *record;

	pure.kernel = "pure";
	all.kernel = "all";
	record = group_find(group, &pure);
	return record ? record : group_find(group, &all);
}

bool group_first_of_strategy(const struct group *group,
			     const struct lab_record *record)
{
	struct wish wish = { .strategy = record_dimension(record, "strategy") };

	return group_find(group, &wish) == record;
}

static bool is(const struct lab_record *record, const char *name,
	       const char *value)
{
	const char *text = record_dimension(record, name);

	return text && !strcmp(text, value);
}

const struct lab_metric *record_metric(const struct lab_record *record)
{
	return lab_metric_find(record->bench, record->metric);
}

bool record_is_of(const struct lab_record *record, enum lab_class class)
{
	return record_metric(record)->class == class;
}

bool record_is_price(const struct lab_record *record)
{
	return !record->instrumented && !record_na(record) &&
	       (record_is_of(record, LAB_PRICE) ||
		record_is_of(record, LAB_BULK_PRICE));
}

bool record_is_headline(const struct lab_record *record)
{
	return record_is_price(record) &&
	       (is(record, "kernel", "pure") || is(record, "kernel", "all"));
}

bool record_is_access(const struct lab_record *record)
{
	return record_is_headline(record) &&
	       record_metric(record)->headline == LAB_ACCESS &&
	       is(record, "path", "isolated") &&
	       is(record, "contention", "none") &&
	       !is(record, "placement", "crossing") &&
	       record_dimension_number(record, "vcpus") == 1;
}

bool record_is_population(const struct lab_record *record)
{
	return record_is_headline(record) &&
	       record_metric(record)->headline == LAB_POPULATION &&
	       is(record, "contention", "none") &&
	       record_dimension_number(record, "vcpus") == 1;
}

/* Its groups differ in what is done, not in who does it and where. */
static const char *const who_and_where[] = { "strategy", "kernel", "cpus",
					     NULL };

int group_accesses(struct groups *groups, const struct results *results)
{
	return groups_build(groups, results, record_is_access, who_and_where);
}

int group_populations(struct groups *groups, const struct results *results)
{
	return groups_build(groups, results, record_is_population,
			    who_and_where);
}

/* Without a dimension of its own a call is for one page. */
static long pages_of(const struct group *group)
{
	long pages = record_dimension_number(group->list[0], "pages");

	return pages < 0 ? 1 : pages;
}

static bool is_isolated(const struct group *group)
{
	return is(group->list[0], "path", "isolated");
}

const struct group *group_population(const struct groups *populations)
{
	const struct group *best = NULL, *group;

	for (size_t i = 0; i < populations->nr; i++) {
		group = &populations->list[i];
		if (!best || is_isolated(group) > is_isolated(best) ||
		    (is_isolated(group) == is_isolated(best) &&
		     pages_of(group) < pages_of(best)))
			best = group;
	}
	return best;
}

const struct group *group_headline(const struct groups *accesses)
{
	const struct group *best = NULL;
	long len, shortest = 0;

	for (size_t i = 0; i < accesses->nr; i++) {
		len = record_dimension_number(accesses->list[i].list[0], "len");
		if (!is(accesses->list[i].list[0], "op", "read") ||
		    (best && len >= shortest))
			continue;
		best = &accesses->list[i];
		shortest = len;
	}
	return best;
}
