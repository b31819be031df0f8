// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "records/figure.h"
#include "statistics/controls.h"
#include "records/name_list.h"

static void note_seeds(struct controls *c, const struct plan *plan)
{
	const char *id;
	char seed[32];
	json_t *planned;

	json_object_foreach(plan->cases, id, planned)
	{
		snprintf(seed, sizeof(seed), "%lld",
			 json_integer_value(json_object_get(planned, "seed")));
		name_list_add(c->seeds, seed);
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
	note_seeds(c, &run->plan);
	return 0;
}

void controls_free(struct controls *c)
{
	json_decref(c->index);
	json_decref(c->seeds);
	results_free(&c->results);
	memset(c, 0, sizeof(*c));
}

/* Boots of one control are one after the other, as the plan has them. */
static size_t boots_alike(const struct lab_record *control)
{
	const char *name = control->control;
	size_t nr = 0;

	for (; control && !strcmp(control->control, name); nr++)
		control = control->next_boot;
	return nr;
}

void controls_widen(const struct lab_record *control, const double *figures,
		    double *low, double *high)
{
	double figure;
	size_t nr;

	while (control) {
		nr = boots_alike(control);
		figure = figure_over_boots(control, figures, nr);
		*low = fmin(*low, figure);
		*high = fmax(*high, figure);
		for (figures += nr; nr; nr--)
			control = control->next_boot;
	}
}

const struct lab_record *controls_find(const struct controls *c,
				       const struct lab_record *record)
{
	return results_find(&c->results, c->index, record);
}
