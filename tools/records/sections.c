// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "records/sections.h"

/* These belong to the section or to the columns, not to a row. */
static const char *const outer_dimensions[] = { "strategy", "path", "backend" };

static const char *const first_dimensions[] = { "op",	 "len",	  "placement",
						"cpus",	 "vcpus", "contention",
						"kernel" };

static bool is_outer(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(outer_dimensions); i++)
		if (!strcmp(outer_dimensions[i], name))
			return true;
	return false;
}

static int collect_dimensions(struct sections *s,
			      const struct lab_record *record)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)record->dimensions, name, value)
	{
		if (!is_outer(name) && names_add(&s->dimensions, name))
			return -1;
	}
	return 0;
}

static int strategy_rank(const char *name)
{
	return !strcmp(name, "hva") ? 0 : !strcmp(name, "direct") ? 1 : 2;
}

static int compare_strategies(const void *a, const void *b)
{
	const char *left = *(const char *const *)a;
	const char *right = *(const char *const *)b;
	int ranks = strategy_rank(left) - strategy_rank(right);

	return ranks ? ranks : strcmp(left, right);
}

static int collect_record(struct sections *s, const struct lab_record *record)
{
	if (record->na && names_add(&s->reasons, record->na))
		return -1;
	if (collect_dimensions(s, record))
		return -1;
	return names_add(&s->strategies, record_dimension(record, "strategy"));
}

static int collect_names(struct sections *s, const struct results *results)
{
	for (size_t i = 0; i < ARRAY_LENGTH(first_dimensions); i++)
		if (names_add(&s->dimensions, first_dimensions[i]))
			return -1;
	for (size_t i = 0; i < results->nr; i++)
		if (collect_record(s, &results->records[i]))
			return -1;
	qsort(s->strategies.list, s->strategies.nr, sizeof(*s->strategies.list),
	      compare_strategies);
	return 0;
}

static bool same_section(const struct lab_record *a, const struct lab_record *b)
{
	return !strcmp(a->bench, b->bench) && !strcmp(a->metric, b->metric) &&
	       !strcmp(a->unit, b->unit) &&
	       !strcmp(record_dimension(a, "path"),
		       record_dimension(b, "path")) &&
	       !strcmp(record_dimension(a, "backend"),
		       record_dimension(b, "backend"));
}

static int compare_dimension(const struct lab_record *a,
			     const struct lab_record *b, const char *name)
{
	const json_t *left = json_object_get(a->dimensions, name);
	const json_t *right = json_object_get(b->dimensions, name);

	if (!left || !right)
		return !!left - !!right;
	if (json_is_integer(left) && json_is_integer(right))
		return (json_integer_value(left) > json_integer_value(right)) -
		       (json_integer_value(left) < json_integer_value(right));
	if (json_is_string(left) && json_is_string(right))
		return strcmp(json_string_value(left),
			      json_string_value(right));
	return json_is_integer(left) ? -1 : 1;
}

static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct sections *s = arg;
	const struct row *left = a, *right = b;
	int order;

	for (size_t i = 0; i < s->dimensions.nr; i++) {
		order = compare_dimension(left->any, right->any,
					  s->dimensions.list[i]);
		if (order)
			return order;
	}
	return 0;
}

static struct section *find_section(struct sections *s,
				    const struct lab_record *record)
{
	for (size_t i = 0; i < s->nr; i++)
		if (same_section(s->list[i].any, record))
			return &s->list[i];
	s->list[s->nr].any = record;
	return &s->list[s->nr++];
}

/* The row of @record, new if need be; NULL without memory. */
static struct row *find_row(struct sections *s, struct section *section,
			    const struct lab_record *record)
{
	struct row new = { .any = record };

	for (size_t i = 0; i < section->nr_rows; i++)
		if (!compare_rows(&section->rows[i], &new, s))
			return &section->rows[i];
	new.by_strategy = calloc(s->strategies.nr, sizeof(*new.by_strategy));
	if (!new.by_strategy)
		return NULL;
	section->rows[section->nr_rows] = new;
	return &section->rows[section->nr_rows++];
}

/* Room for as many sections and rows as there could be. */
static int place_record(struct sections *s, const struct results *results,
			const struct lab_record *record)
{
	struct section *section = find_section(s, record);
	struct row *row;

	if (!section->rows)
		section->rows = calloc(results->nr, sizeof(struct row));
	row = section->rows ? find_row(s, section, record) : NULL;
	if (!row)
		return -1;
	row->by_strategy[names_find(
		&s->strategies, record_dimension(record, "strategy"))] = record;
	return 0;
}

static int place_all(struct sections *s, const struct results *results)
{
	s->list = calloc(results->nr, sizeof(struct section));
	if (!s->list)
		return -1;
	for (size_t i = 0; i < results->nr; i++)
		if (!results->records[i].replicate &&
		    place_record(s, results, &results->records[i]))
			return -1;
	return 0;
}

int sections_build(struct sections *s, const struct results *results)
{
	memset(s, 0, sizeof(*s));
	if (collect_names(s, results) || place_all(s, results)) {
		sections_free(s);
		return -1;
	}
	for (size_t i = 0; i < s->nr; i++)
		qsort_r(s->list[i].rows, s->list[i].nr_rows, sizeof(struct row),
			compare_rows, s);
	return 0;
}

static void free_rows(struct section *section)
{
	for (size_t i = 0; i < section->nr_rows; i++)
		free(section->rows[i].by_strategy);
	free(section->rows);
}

void sections_free(struct sections *s)
{
	for (size_t i = 0; i < s->nr; i++)
		free_rows(&s->list[i]);
	free(s->list);
	names_free(&s->strategies);
	names_free(&s->dimensions);
	names_free(&s->reasons);
	memset(s, 0, sizeof(*s));
}

bool section_varies(const struct section *section, const char *name)
{
	for (size_t i = 1; i < section->nr_rows; i++)
		if (compare_dimension(section->rows[0].any,
				      section->rows[i].any, name))
			return true;
	return false;
}

const char *dimension_text(const struct lab_record *record, const char *name,
			   char *text, size_t size)
{
	const json_t *value = json_object_get(record->dimensions, name);

	if (json_is_integer(value))
		snprintf(text, size, "%lld",
			 (long long)json_integer_value(value));
	else
		snprintf(text, size, "%s",
			 value ? json_string_value(value) : "");
	return text;
}
