// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/input.h"
#include "records/record_check.h"
#include "records/jsonl.h"
#include "records/results.h"

/* A file on its way in. */
struct loader {
	struct results *results;
	const struct plan *plan;
	struct lab_error *error;
	json_t *seen; /* key of a record -> boot -> its line */
	json_t *last; /* key of a record -> index of the last with it */
	int line;
};

static char *make_key(const struct lab_record *record)
{
	json_t *key = json_pack("[ssO]", record->bench, record->metric,
				record->dimensions);
	char *text = json_dumps(key, JSON_COMPACT | JSON_SORT_KEYS);

	json_decref(key);
	return text;
}

/* One case has one unit, whatever the boot. */
static int check_unit(struct loader *l, const struct lab_record *record)
{
	const json_t *index = json_object_get(l->last, record->key);
	const struct lab_record *other;

	if (!index)
		return 0;
	other = &l->results->records[json_integer_value(index)];
	if (strcmp(record->unit, other->unit))
		return lab_fail(l->error, "unit: '%s', but '%s' in line %d",
				record->unit, other->unit, other->line);
	return 0;
}

/* Refuses a second record with the same bench, dimensions, metric and boot. */
static int check_unique(struct loader *l, const struct lab_record *record)
{
	char boot[64];
	json_t *lines = json_object_get(l->seen, record->key);
	json_t *line;

	snprintf(boot, sizeof(boot), "%s %ld", record->control, record->boot);
	if (!lines) {
		lines = json_object();
		json_object_set_new(l->seen, record->key, lines);
	}
	line = json_object_get(lines, boot);
	if (line)
		return lab_fail(l->error,
				"dimensions: as in line %lld, metric %s",
				(long long)json_integer_value(line),
				record->metric);
	return json_object_set_new(lines, boot, json_integer(l->line));
}

/* Notes the place of the last record of each case, to compare and to link. */
static int note_last(struct loader *l, const struct lab_record *record)
{
	return json_object_set_new(l->last, record->key,
				   json_integer(record - l->results->records));
}

static const char *field_text(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static int fill_values(struct lab_record *record)
{
	const json_t *values = json_object_get(record->json, "values");

	if (!values)
		return 0;
	record->nr_values = json_array_size(values);
	record->values = calloc(record->nr_values, sizeof(double));
	if (!record->values)
		return -1;
	for (size_t i = 0; i < record->nr_values; i++)
		record->values[i] =
			json_number_value(json_array_get(values, i));
	return 0;
}

static struct lab_record *append(struct results *results)
{
	size_t size = (results->nr + 1) * sizeof(*results->records);
	struct lab_record *records = realloc(results->records, size);

	if (!records)
		return NULL;
	results->records = records;
	memset(&records[results->nr], 0, sizeof(*records));
	return &records[results->nr++];
}

/* Which case the record is of, and so which boot. */
static int find_case(struct loader *l, struct lab_record *record)
{
	const json_t *planned;

	record->control = "none";
	record->id = field_text(record->json, "case");
	if (!l->plan)
		return 0;
	if (!record->id)
		return lab_fail(l->error, "case: missing");
	planned = plan_find(l->plan, record->id);
	if (!planned)
		return lab_fail(l->error, "case: %s is not in plan.jsonl",
				record->id);
	record->control = field_text(planned, "control");
	record->boot =
		json_integer_value(json_object_get(planned, "replicate"));
	record->seed = json_integer_value(json_object_get(planned, "seed"));
	return 0;
}

static int add_record(void *context, json_t *json)
{
	struct loader *l = context;
	struct lab_record *record = append(l->results);
	const json_t *seen;

	if (!record)
		return lab_fail(l->error, "out of memory");
	record->json = json_incref(json);
	if (record_check(json, l->error))
		return -1;
	seen = json_object_get(json, "seen");
	record->line = l->line;
	record->bench = field_text(json, "bench");
	record->metric = field_text(json, "metric");
	record->unit = field_text(json, "unit");
	record->kind = field_text(json, "kind");
	record->na = field_text(json, "na");
	record->seen = seen ? json_number_value(seen) : NAN;
	record->instrumented =
		json_is_true(json_object_get(json, "instrumented"));
	record->dimensions = json_object_get(json, "dimensions");
	record->key = make_key(record);
	if (!record->key || fill_values(record))
		return lab_fail(l->error, "out of memory");
	if (find_case(l, record) || check_unique(l, record) ||
	    check_unit(l, record))
		return -1;
	return note_last(l, record);
}

/* Only now: records move while they are being added to. */
static void link_boots(struct results *results)
{
	json_t *last = json_object();
	struct lab_record *record;
	const json_t *index;

	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		index = json_object_get(last, record->key);
		if (index) {
			results->records[json_integer_value(index)].next_boot =
				record;
			record->replicate = true;
		}
		json_object_set_new(last, record->key, json_integer(i));
	}
	json_decref(last);
}

int results_load(struct results *results, const char *path,
		 const struct plan *plan, struct lab_error *error)
{
	struct loader l = { .results = results, .plan = plan, .error = error };
	FILE *file = input_open(path, error);
	int ret;

	memset(results, 0, sizeof(*results));
	if (!file)
		return -1;
	l.seen = json_object();
	l.last = json_object();
	ret = jsonl_read(file, &l.line, add_record, &l, error);
	if (!ret && !l.line)
		ret = lab_fail(error, "empty: no records");
	json_decref(l.seen);
	json_decref(l.last);
	fclose(file);
	if (ret) {
		results_free(results);
		return l.line ? lab_fail_at(error, "%s:%d", path, l.line) :
				lab_fail_at(error, "%s", path);
	}
	link_boots(results);
	return 0;
}

void results_free(struct results *results)
{
	for (size_t i = 0; i < results->nr; i++) {
		json_decref(results->records[i].json);
		free(results->records[i].values);
		free(results->records[i].key);
	}
	free(results->records);
	memset(results, 0, sizeof(*results));
}

json_t *results_index(const struct results *results)
{
	json_t *index = json_object();

	for (size_t i = 0; i < results->nr; i++)
		if (!results->records[i].replicate)
			json_object_set_new(index, results->records[i].key,
					    json_integer(i));
	return index;
}

const struct lab_record *results_find(const struct results *results,
				      const json_t *index,
				      const struct lab_record *record)
{
	const json_t *at = json_object_get(index, record->key);

	return at ? &results->records[json_integer_value(at)] : NULL;
}

const char *record_na(const struct lab_record *record)
{
	for (; record; record = record->next_boot)
		if (record->na)
			return record->na;
	return NULL;
}

double record_seen(const struct lab_record *record)
{
	double most = NAN;

	for (; record; record = record->next_boot)
		most = fmax(most, record->seen);
	return most;
}

const char *record_dimension(const struct lab_record *record, const char *name)
{
	return field_text(record->dimensions, name);
}

long record_dimension_number(const struct lab_record *record, const char *name)
{
	const json_t *value = json_object_get(record->dimensions, name);

	return json_is_integer(value) ? (long)json_integer_value(value) : -1;
}
