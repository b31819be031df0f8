/* SPDX-License-Identifier: GPL-2.0 */
/* Records that differ in some dimensions alone, put together. */
#ifndef LABSTAT_GROUP_H
#define LABSTAT_GROUP_H

#include <stdbool.h>

#include "records/results.h"
#include "schema.h"

struct group {
	char *key; /* what they have in common, as group_key() */
	const struct lab_record **list; /* in the order of the run */
	size_t nr;
};

struct groups {
	struct group *list; /* in the order of their first records */
	size_t nr;
};

/* As a dimension: the metric, and its unit with it. */
#define GROUP_METRIC "metric"

/*
 * What tells the case of @record from others, but for the dimensions that @apart lists,
 * up to a NULL; to be freed. NULL without memory.
 */
char *group_key(const struct lab_record *record, const char *const *apart);

/*
 * Groups the cases of @results for which @wanted is true: two are in one group if they
 * differ in nothing but what @apart lists, up to a NULL. @results must outlive @groups.
 * Returns 0, or -1 without memory and nothing to free.
 */
int groups_build(struct groups *groups, const struct results *results,
		 bool (*wanted)(const struct lab_record *record),
		 const char *const *apart);

void groups_free(struct groups *groups);

/* What to find in a group; NULL and 0 stand for any. */
struct wish {
	const char *metric;
	const char *strategy;
	const char *kernel;
	long cpus;
};

/* The first record of @group that is as @wish says, or NULL. */
const struct lab_record *group_find(const struct group *group,
				    const struct wish *wish);

bool group_has(const struct group *group, const struct lab_record *record);

/* The record of direct in the kernel and on the CPUs of @record, or NULL. */
const struct lab_record *group_direct_of(const struct group *group,
					 const struct lab_record *record);

/* The most CPUs that a record of @group was measured on. */
long group_most_cpus(const struct group *group);

/*
 * The record of @group that stands for a strategy: in the kernel that has it alone, or
 * else in the one that switches. @wish->kernel is not looked at.
 */
const struct lab_record *group_of_strategy(const struct group *group,
					   const struct wish *wish);

/* Is @record the first one of its strategy in @group? For loops over strategies. */
bool group_first_of_strategy(const struct group *group,
			     const struct lab_record *record);

/* What the schema says of the metric of @record, and if that is of @class. */
const struct lab_metric *record_metric(const struct lab_record *record);
bool record_is_of(const struct lab_record *record, enum lab_class class);

/*
 * Does @record hold what a call costs? Not if it is n/a, or was measured while something
 * else was watched.
 */
bool record_is_price(const struct lab_record *record);

/* The same, in a kernel with the series: fit for a headline. */
bool record_is_headline(const struct lab_record *record);

/* The same, and it is the cost of one access, alone and within a page. */
bool record_is_access(const struct lab_record *record);

/* The same, and it is what a page costs that becomes guest memory, one vCPU at work. */
bool record_is_population(const struct lab_record *record);

/*
 * The group of the one way of population that stands for a run: without system calls
 * rather than with, and of as few pages a call as there is. NULL if the run has none;
 * groups as of group_populations().
 */
const struct group *group_population(const struct groups *populations);

/* Groups all ways of population; one group has all strategies, kernels and CPUs. */
int group_populations(struct groups *groups, const struct results *results);

/*
 * The group of the one access that stands for a run: a read of as few bytes as there
 * is. NULL if the run has none; groups as of group_accesses().
 */
const struct group *group_headline(const struct groups *accesses);

/* Groups all accesses; one group has all strategies, kernels and CPUs. */
int group_accesses(struct groups *groups, const struct results *results);

#endif /* LABSTAT_GROUP_H */
