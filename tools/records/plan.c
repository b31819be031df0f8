// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "records/input.h"
#include "records/jsonl.h"
#include "records/plan.h"
#include "records/results.h"

/* A plan on its way in. */
struct reader {
	struct plan *plan;
	struct lab_error *error;
	json_int_t announced; /* cases, by the first line */
	int line;
};

static int read_head(struct reader *r, json_t *json)
{
	const json_t *version = json_object_get(json, "plan");
	const json_t *nr = json_object_get(json, "cases");

	if (!json_is_integer(version))
		return lab_fail(r->error, "plan: its version is missing");
	if (json_integer_value(version) != PLAN_VERSION)
		return lab_fail(r->error,
				"plan: version %lld is unknown, this reads %d",
				(long long)json_integer_value(version),
				PLAN_VERSION);
	if (!json_is_integer(nr))
		return lab_fail(r->error, "cases: their number is missing");
	r->announced = json_integer_value(nr);
	r->plan->head = json_incref(json);
	return 0;
}

/* What is read of a case. */
static int check_case(const json_t *json, struct lab_error *error)
{
	static const char *const texts[] = { "id",	"boot",	   "image",
					     "kernel",	"program", "arguments",
					     "control", "class" };
	static const char *const numbers[] = { "seed", "replicate" };

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (!json_is_string(json_object_get(json, texts[i])))
			return lab_fail(error, "%s: missing, or no text",
					texts[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		if (!json_is_integer(json_object_get(json, numbers[i])))
			return lab_fail(error, "%s: missing, or no number",
					numbers[i]);
	return 0;
}

static int read_case(struct reader *r, json_t *json)
{
	const char *id;

	if (check_case(json, r->error))
		return -1;
	id = json_string_value(json_object_get(json, "id"));
	if (plan_find(r->plan, id))
		return lab_fail(r->error, "id: %s is there twice", id);
	return json_object_set(r->plan->cases, id, json);
}

static int read_line(void *context, json_t *json)
{
	struct reader *r = context;

	return r->line == 1 ? read_head(r, json) : read_case(r, json);
}

static int check_whole(const struct reader *r)
{
	size_t nr = json_object_size(r->plan->cases);

	if (!r->line)
		return lab_fail(r->error, "empty: no plan");
	if (nr != (size_t)r->announced)
		return lab_fail(
			r->error,
			"cut short, or put together: %lld cases are announced, %zu are there",
			(long long)r->announced, nr);
	return 0;
}

int plan_load(struct plan *plan, const char *dir, struct lab_error *error)
{
	struct reader r = { .plan = plan, .error = error };
	char path[PATH_MAX];
	FILE *file;
	int ret;

	memset(plan, 0, sizeof(*plan));
	snprintf(path, sizeof(path), "%s/plan.jsonl", dir);
	file = input_open(path, error);
	if (!file)
		return -1;
	plan->cases = json_object();
	ret = jsonl_read(file, &r.line, read_line, &r, error);
	if (!ret)
		ret = check_whole(&r);
	fclose(file);
	if (!ret)
		return 0;
	plan_free(plan);
	return lab_fail_at(error, "%s:%d", path, r.line);
}

void plan_free(struct plan *plan)
{
	json_decref(plan->head);
	json_decref(plan->cases);
	memset(plan, 0, sizeof(*plan));
}

const json_t *plan_find(const struct plan *plan, const char *id)
{
	return json_object_get(plan->cases, id);
}

static const char *text_of(const json_t *planned, const char *name)
{
	return json_string_value(json_object_get(planned, name));
}

bool planned_is_result(const json_t *planned)
{
	return !strcmp(text_of(planned, "control"), "none");
}

char *planned_name(const json_t *planned, char *text, size_t size)
{
	const char *arguments = text_of(planned, "arguments");

	snprintf(text, size, "%s (%s: %s%s%s)", text_of(planned, "id"),
		 text_of(planned, "boot"), text_of(planned, "program"),
		 arguments[0] ? " " : "", arguments);
	return text;
}

json_t *plan_missing(const struct plan *plan, const struct results *results,
		     bool controls)
{
	json_t *missing = json_array(), *seen = json_object(), *planned;
	const char *id;

	for (size_t i = 0; i < results->nr; i++)
		json_object_set_new(seen, results->records[i].id, json_true());
	json_object_foreach(plan->cases, id, planned)
	{
		if (planned_is_result(planned) != controls &&
		    !json_object_get(seen, id))
			json_array_append(missing, planned);
	}
	json_decref(seen);
	return missing;
}
