// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "statistics/controls.h"
#include "records/name_list.h"

/* What the plan says of its boots: their seeds, and which control only lies elsewhere. */
static void note_plan(struct controls *c, const struct plan *plan)
{
	const char *id, *control;
	char seed[32];
	json_t *planned;

	json_object_foreach(plan->cases, id, planned)
	{
		snprintf(seed, sizeof(seed), "%lld",
			 json_integer_value(json_object_get(planned, "seed")));
		name_list_add(c->seeds, seed);
		control =
			json_string_value(json_object_get(planned, "control"));
		if (!strcmp(control, "layout"))
			c->layout = json_integer_value(
				json_object_get(planned, "replicate"));
	}
}

int controls_load(struct controls *c, const struct run *run,
		  struct lab_error *error)
{
	char path[PATH_MAX];

	memset(c, 0, sizeof(*c));
	snprintf(path, sizeof(path), "%s/layout.jsonl", run->dir);
	if (!access(path, F_OK) &&
	    results_load(&c->results, path, &run->plan, error))
		return -1;
	c->index = results_index(&c->results);
	c->seeds = json_object();
	if (c->results.nr)
		note_plan(c, &run->plan);
	return 0;
}

void controls_free(struct controls *c)
{
	json_decref(c->index);
	json_decref(c->seeds);
	results_free(&c->results);
	memset(c, 0, sizeof(*c));
}

const struct lab_record *controls_find(const struct controls *c,
				       const struct lab_record *record)
{
	return results_find(&c->results, c->index, record);
}
