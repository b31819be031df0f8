// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "records/metric_name.h"
#include "schema.h"
#include "records/sections.h"

/* In this order; others follow. */
static const char *const first_names[] = { "strategy", "path", "op", "len" };

char *metric_name(const struct lab_record *record, char *text, size_t size)
{
	snprintf(text, size, "%s/%s", record->bench, record->metric);
	return text;
}

char *group_name(const struct lab_record *record, char *text, size_t size)
{
	snprintf(text, size, "%s/%s,%s,%s", record->bench, record->metric,
		 record_dimension(record, "strategy"),
		 record_dimension(record, "path"));
	return text;
}

bool metric_name_known(const char *name)
{
	char bench[METRIC_NAME_SIZE], *metric;

	snprintf(bench, sizeof(bench), "%.*s", (int)strcspn(name, ", "), name);
	metric = strchr(bench, '/');
	if (!metric)
		return false;
	*metric++ = '\0';
	return lab_metric_find(bench, metric);
}

static bool is_first(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(first_names); i++)
		if (!strcmp(first_names[i], name))
			return true;
	return false;
}

static void append(char *text, size_t size, const char *name, const char *value)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, " %s%s%s", name, name[0] ? "=" : "",
		 value);
}

static void append_dimension(const struct lab_record *record, const char *name,
			     bool words_bare, char *text, size_t size)
{
	bool bare = words_bare && record_dimension(record, name);
	char value[64];

	dimension_text(record, name, value, sizeof(value));
	if (value[0])
		append(text, size, bare ? "" : name, value);
}

char *name_of_case(const struct lab_record *record, char *text, size_t size)
{
	const char *name;
	json_t *value;

	metric_name(record, text, size);
	for (size_t i = 0; i < ARRAY_LENGTH(first_names); i++)
		append_dimension(record, first_names[i], false, text, size);
	json_object_foreach((json_t *)record->dimensions, name, value)
	{
		if (!is_first(name))
			append_dimension(record, name, false, text, size);
	}
	return text;
}

/* What is in @record and not the same in @other. */
static int note_differences(struct varying *v, const struct lab_record *record,
			    const struct lab_record *other)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)record->dimensions, name, value)
	{
		if (!json_equal(value,
				json_object_get(other->dimensions, name)) &&
		    names_add(&v->names, name))
			return -1;
	}
	return 0;
}

int varying_note(struct varying *v, const struct lab_record *record)
{
	if (!v->first) {
		v->first = record;
		if (names_add(&v->names, "strategy") ||
		    names_add(&v->names, "op"))
			return -1;
	}
	if (note_differences(v, record, v->first))
		return -1;
	return note_differences(v, v->first, record);
}

void varying_free(struct varying *v)
{
	names_free(&v->names);
	v->first = NULL;
}

char *short_name_of_case(const struct varying *v,
			 const struct lab_record *record, char *text,
			 size_t size)
{
	snprintf(text, size, "%s", record->metric);
	for (size_t i = 0; i < v->names.nr; i++)
		append_dimension(record, v->names.list[i], true, text, size);
	return text;
}
