// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "sections.h"

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

static bool contains(const char *const *names, size_t nr, const char *name)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static int add_name(const char **names, size_t *nr, size_t max,
		    const char *what, const char *name, struct lab_error *error)
{
	if (contains(names, *nr, name))
		return 0;
	if (*nr == max)
		return lab_fail(error, "more than %zu %s", max, what);
	names[(*nr)++] = name;
	return 0;
}

static int collect_dimensions(struct sections *s,
			      const struct lab_record *record,
			      struct lab_error *error)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)record->dimensions, name, value)
	{
		if (is_outer(name))
			continue;
		if (add_name(s->dimensions, &s->nr_dimensions,
			     MAX_ROW_DIMENSIONS, "dimensions", name, error))
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

static int collect_record(struct sections *s, const struct lab_record *record,
			  struct lab_error *error)
{
	if (record->na && add_name(s->reasons, &s->nr_reasons, MAX_REASONS,
				   "reasons for n/a", record->na, error))
		return -1;
	if (collect_dimensions(s, record, error))
		return -1;
	return add_name(s->strategies, &s->nr_strategies, MAX_STRATEGIES,
			"strategies", record_dimension(record, "strategy"),
			error);
}

static int collect_names(struct sections *s, const struct results *results,
			 struct lab_error *error)
{
	for (size_t i = 0; i < ARRAY_LENGTH(first_dimensions); i++)
		s->dimensions[s->nr_dimensions++] = first_dimensions[i];
	for (size_t i = 0; i < results->nr; i++)
		if (collect_record(s, &results->records[i], error))
			return -1;
	qsort(s->strategies, s->nr_strategies, sizeof(s->strategies[0]),
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

	for (size_t i = 0; i < s->nr_dimensions; i++) {
		order = compare_dimension(left->any, right->any,
					  s->dimensions[i]);
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

static struct row *find_row(struct sections *s, struct section *section,
			    const struct lab_record *record)
{
	struct row new = { .any = record };

	for (size_t i = 0; i < section->nr_rows; i++)
		if (!compare_rows(&section->rows[i], &new, s))
			return &section->rows[i];
	section->rows[section->nr_rows] = new;
	return &section->rows[section->nr_rows++];
}

/* Room for as many sections and rows as there could be. */
static int place_record(struct sections *s, const struct results *results,
			const struct lab_record *record)
{
	struct section *section = find_section(s, record);
	int column = sections_strategy(s, record_dimension(record, "strategy"));

	if (!section->rows)
		section->rows = calloc(results->nr, sizeof(struct row));
	if (!section->rows)
		return -1;
	find_row(s, section, record)->by_strategy[column] = record;
	return 0;
}

int sections_build(struct sections *s, const struct results *results,
		   struct lab_error *error)
{
	memset(s, 0, sizeof(*s));
	if (collect_names(s, results, error))
		return -1;
	s->list = calloc(results->nr, sizeof(struct section));
	for (size_t i = 0; i < results->nr; i++) {
		if (results->records[i].replicate)
			continue;
		if (s->list && !place_record(s, results, &results->records[i]))
			continue;
		sections_free(s);
		return lab_fail(error, "out of memory");
	}
	for (size_t i = 0; i < s->nr; i++)
		qsort_r(s->list[i].rows, s->list[i].nr_rows, sizeof(struct row),
			compare_rows, s);
	return 0;
}

void sections_free(struct sections *s)
{
	for (size_t i = 0; i < s->nr; i++)
		free(s->list[i].rows);
	free(s->list);
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

int sections_strategy(const struct sections *s, const char *name)
{
	for (size_t i = 0; i < s->nr_strategies; i++)
		if (!strcmp(s->strategies[i], name))
			return i;
	return -1;
}

size_t sections_reason(const struct sections *s, const char *reason)
{
	size_t i = 0;

	while (strcmp(s->reasons[i], reason))
		i++;
	return i;
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
