// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "compiler.h"
#include "records/record_check.h"
#include "schema.h"

/* Below it a double holds each whole number, and sums of values are finite. */
#define MOST 9007199254740992.0

struct field {
	const char *name;
	json_type type;
	bool optional;
};

static const struct field record_fields[] = {
	{ "schema", JSON_INTEGER, false },    { "bench", JSON_STRING, false },
	{ "dimensions", JSON_OBJECT, false }, { "metric", JSON_STRING, false },
	{ "unit", JSON_STRING, false },	      { "kind", JSON_STRING, false },
	{ "composition", JSON_OBJECT, true }, { "case", JSON_STRING, true },
	{ "instrumented", JSON_TRUE, true },  { "values", JSON_ARRAY, true },
	{ "na", JSON_STRING, true },	      { "declared", JSON_OBJECT, true },
	{ "witness", JSON_OBJECT, true },     { "seen", JSON_REAL, true },
};

static const struct field dimension_fields[] = {
	{ "strategy", JSON_STRING, false },   { "path", JSON_STRING, false },
	{ "op", JSON_STRING, false },	      { "len", JSON_INTEGER, false },
	{ "cpus", JSON_INTEGER, false },      { "vcpus", JSON_INTEGER, false },
	{ "contention", JSON_STRING, false }, { "kernel", JSON_STRING, false },
	{ "backend", JSON_STRING, false },
};

static const struct field composition_fields[] = {
	{ "reads", JSON_INTEGER, false },
	{ "writes", JSON_INTEGER, false },
	{ "bytes", JSON_INTEGER, false },
};

static const struct field declared_fields[] = {
	{ "here", JSON_TRUE, false },
	{ "elsewhere", JSON_TRUE, false },
	{ "pages", JSON_INTEGER, true },
	{ "usecs", JSON_INTEGER, true },
};

static const char *type_name(json_type type)
{
	switch (type) {
	case JSON_INTEGER:
		return "an integer";
	case JSON_STRING:
		return "a string";
	case JSON_REAL:
		return "a number";
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_TRUE:
		return "true or false";
	default:
		return "of another type";
	}
}

static bool has_type(const json_t *value, json_type type)
{
	return json_typeof(value) == type ||
	       (type == JSON_REAL && json_is_integer(value)) ||
	       (type == JSON_TRUE && json_is_false(value));
}

static int check_field(const json_t *object, const struct field *field,
		       struct lab_error *error)
{
	const json_t *value = json_object_get(object, field->name);

	if (!value)
		return field->optional ?
			       0 :
			       lab_fail(error, "%s: missing", field->name);
	if (!has_type(value, field->type))
		return lab_fail(error, "%s: is not %s", field->name,
				type_name(field->type));
	if (json_is_integer(value) && json_integer_value(value) < 0)
		return lab_fail(error, "%s: is negative", field->name);
	if (json_is_string(value) && !json_string_length(value))
		return lab_fail(error, "%s: is empty", field->name);
	return 0;
}

static int check_fields(const json_t *object, const struct field *fields,
			size_t nr, struct lab_error *error)
{
	for (size_t i = 0; i < nr; i++)
		if (check_field(object, &fields[i], error))
			return -1;
	return 0;
}

/* A field that nobody reads is a misspelt one. */
static int check_no_others(const json_t *object, const struct field *fields,
			   size_t nr, struct lab_error *error)
{
	const char *name;
	json_t *value;
	size_t i;

	json_object_foreach((json_t *)object, name, value)
	{
		for (i = 0; i < nr; i++)
			if (!strcmp(name, fields[i].name))
				break;
		if (i == nr)
			return lab_fail(error, "%s: unknown field", name);
	}
	return 0;
}

/* Dimensions may join, but each must be a word or a number. */
static int check_dimensions(const json_t *dimensions, struct lab_error *error)
{
	const char *name;
	json_t *value;

	if (check_fields(dimensions, dimension_fields,
			 ARRAY_LENGTH(dimension_fields), error))
		return lab_fail_at(error, "dimensions");
	json_object_foreach((json_t *)dimensions, name, value)
	{
		if (json_is_string(value) || json_is_integer(value))
			continue;
		lab_fail(error, "%s: is no word or integer", name);
		return lab_fail_at(error, "dimensions");
	}
	return 0;
}

/* An object within a record, if the record has it. */
static int check_inner(const json_t *record, const char *name,
		       const struct field *fields, size_t nr,
		       struct lab_error *error)
{
	const json_t *inner = json_object_get(record, name);

	if (!inner)
		return 0;
	if (check_fields(inner, fields, nr, error) ||
	    check_no_others(inner, fields, nr, error))
		return lab_fail_at(error, "%s", name);
	return 0;
}

static const char *text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static int check_names(const json_t *record, struct lab_error *error)
{
	const char *backend_name =
		text(json_object_get(record, "dimensions"), "backend");
	const struct lab_backend *backend = lab_backend_find(backend_name);
	const struct lab_unit *unit = lab_unit_find(text(record, "unit"));
	const struct lab_metric *metric;

	if (!lab_bench_known(text(record, "bench")))
		return lab_fail(error, "bench: '%s' is unknown",
				text(record, "bench"));
	metric = lab_metric_find(text(record, "bench"), text(record, "metric"));
	if (!metric)
		return lab_fail(error, "metric: %s has no '%s'",
				text(record, "bench"), text(record, "metric"));
	if (!unit)
		return lab_fail(error, "unit: '%s' is unknown",
				text(record, "unit"));
	if (metric->unit && strcmp(metric->unit, unit->name))
		return lab_fail(error, "unit: %s is in %s, not '%s'",
				metric->name, metric->unit, unit->name);
	if (strcmp(unit->kind, text(record, "kind")))
		return lab_fail(error, "kind: %s are %s, not '%s'", unit->name,
				unit->kind, text(record, "kind"));
	if (!backend)
		return lab_fail(error, "dimensions: backend: '%s' is unknown",
				backend_name);
	/* Just what a back end can't have is n/a there. */
	if (!json_object_get(record, "na") &&
	    !lab_backend_has_unit(backend, unit->name))
		return lab_fail(error, "unit: %s can't be had on back end %s",
				unit->name, backend->name);
	return 0;
}

static int check_values(const json_t *record, struct lab_error *error)
{
	const json_t *values = json_object_get(record, "values");
	bool exact = !strcmp(text(record, "kind"), "exact");
	const json_t *value;
	size_t i;

	if (!values)
		return 0;
	if (!json_array_size(values))
		return lab_fail(error, "values: is empty");
	json_array_foreach(values, i, value)
	{
		if (!json_is_number(value))
			return lab_fail(error, "values[%zu]: is not a number",
					i);
		if (fabs(json_number_value(value)) >= MOST)
			return lab_fail(error, "values[%zu]: is too large", i);
		if (exact && json_number_value(value) < 0)
			return lab_fail(error,
					"values[%zu]: a count is negative", i);
	}
	return 0;
}

/* Figures, or why there are none. */
static int check_outcome(const json_t *record, struct lab_error *error)
{
	bool na = json_object_get(record, "na");

	if (na && json_object_get(record, "values"))
		return lab_fail(error, "na: has values beside it");
	if (!na && !json_object_get(record, "values"))
		return lab_fail(error, "values: missing");
	if (!na && json_object_get(record, "seen"))
		return lab_fail(error, "seen: has values beside it");
	if (fabs(json_number_value(json_object_get(record, "seen"))) >= MOST)
		return lab_fail(error, "seen: is too large");
	return 0;
}

int record_check(const json_t *record, struct lab_error *error)
{
	const json_t *schema = json_object_get(record, "schema");

	if (!json_is_object(record))
		return lab_fail(error, "record: is not an object");
	if (json_is_integer(schema) &&
	    json_integer_value(schema) != LAB_SCHEMA_VERSION)
		return lab_fail(error, "schema: %lld is unknown, this reads %d",
				(long long)json_integer_value(schema),
				LAB_SCHEMA_VERSION);
	if (check_fields(record, record_fields, ARRAY_LENGTH(record_fields),
			 error) ||
	    check_no_others(record, record_fields, ARRAY_LENGTH(record_fields),
			    error) ||
	    check_dimensions(json_object_get(record, "dimensions"), error) ||
	    check_inner(record, "composition", composition_fields,
			ARRAY_LENGTH(composition_fields), error) ||
	    check_inner(record, "declared", declared_fields,
			ARRAY_LENGTH(declared_fields), error) ||
	    check_outcome(record, error) || check_names(record, error))
		return -1;
	return check_values(record, error);
}
