// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "records/figure.h"
#include "records/input.h"
#include "statistics/controls.h"
#include "statistics/floors.h"
#include "records/metric_name.h"
#include "schema.h"

static bool has_floor(const struct lab_record *record)
{
	return !record->replicate && !record->instrumented &&
	       lab_unit_find(record->unit)->moves && !record_na(record);
}

/* As many controls of each case, or a spread is that of something else. */
static size_t count_controls(const struct results *controls)
{
	size_t most = 0, nr;

	for (size_t i = 0; i < controls->nr; i++) {
		nr = figure_boots(&controls->records[i]);
		most = nr > most ? nr : most;
	}
	return most;
}

char *floor_name(const struct lab_record *record, bool tail, char *text,
		 size_t size)
{
	name_of_case(record, text, size);
	if (tail)
		strncat(text, " (all calls)", size - strlen(text) - 1);
	return text;
}

/* Of a mean over seeds so many may fall the other way without reason. */
#define ODD_SEEDS 2.0

/* The figures of a case, boot by boot. */
struct boots {
	const struct lab_record *record;
	const struct lab_record *control;
	double *own;
	double *controls;
};

static double single_spread(const struct boots *b)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < figure_boots(b->record); i++) {
		low = fmin(low, b->own[i]);
		high = fmax(high, b->own[i]);
	}
	for (size_t i = 0; i < figure_boots(b->control); i++) {
		low = fmin(low, b->controls[i]);
		high = fmax(high, b->controls[i]);
	}
	return high - low;
}

/*
 * How far apart the figure and those of its controls lie, in percent of it. A few boots
 * can miss what one in ten does, so it is no less than what two of the seeds would move
 * the mean by, as single boots differ.
 */
static double spread(const struct boots *b)
{
	size_t nr = figure_boots(b->record);
	double figure = figure_over_boots(b->record, b->own, nr);
	double low = figure, high = figure;

	controls_widen(b->control, b->controls, &low, &high);
	if (figure <= 0)
		return 0;
	return 100 / figure *
	       fmax(high - low, single_spread(b) * fmin(1, ODD_SEEDS / nr));
}

static double figure_spread(const struct lab_record *record,
			    const struct lab_record *control)
{
	bool is_mean = figure_is_mean(record) ||
		       (control && figure_is_mean(control));
	double own[figure_boots(record)], controls[1 + figure_boots(control)];

	figure_each_boot(record, is_mean, own);
	figure_each_boot(control, is_mean, controls);
	return spread(&(struct boots){ record, control, own, controls });
}

static double tail_spread(const struct lab_record *record,
			  const struct lab_record *control)
{
	double own[figure_boots(record)], controls[1 + figure_boots(control)];

	figure_each_tail(record, own);
	figure_each_tail(control, controls);
	return spread(&(struct boots){ record, control, own, controls });
}

static int add_floors(json_t *floors, const struct lab_record *record,
		      const struct lab_record *control)
{
	json_t *cases = json_object_get(floors, FLOORS_CASES);
	double floor = figure_spread(record, control);
	char name[CASE_NAME_SIZE];

	floor_name(record, true, name, sizeof(name));
	json_object_set_new(cases, name,
			    json_real(tail_spread(record, control)));
	floor_name(record, false, name, sizeof(name));
	json_object_set_new(cases, name, json_real(floor));
	group_name(record, name, sizeof(name));
	floor = fmax(floor, json_number_value(json_object_get(floors, name)));
	return json_object_set_new(floors, name, json_real(floor));
}

static int add_case(json_t *floors, const struct lab_record *record,
		    const struct lab_record *control, size_t nr,
		    struct lab_error *error)
{
	char name[CASE_NAME_SIZE];

	if (figure_boots(control) != nr || (control && record_na(control)))
		return lab_fail(error,
				"layout.jsonl: no figure of each control: %s",
				name_of_case(record, name, sizeof(name)));
	return add_floors(floors, record, control);
}

json_t *floors_compute(const struct results *run,
		       const struct results *controls, struct lab_error *error)
{
	json_t *index = results_index(controls);
	json_t *floors = json_pack("{s{}}", FLOORS_CASES);
	const size_t nr = count_controls(controls);
	const struct lab_record *record;
	int ret = 0;

	for (size_t i = 0; i < run->nr && !ret; i++) {
		record = &run->records[i];
		if (!has_floor(record))
			continue;
		ret = add_case(floors, record,
			       results_find(controls, index, record), nr,
			       error);
	}
	json_decref(index);
	if (!ret)
		return floors;
	json_decref(floors);
	return NULL;
}

/* @names_cases: those inside FLOORS_CASES, where there are no others. */
static int check_floors(const json_t *floors, bool names_cases,
			struct lab_error *error)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)floors, name, value)
	{
		if (!names_cases && !strcmp(name, FLOORS_CASES)) {
			if (check_floors(value, true, error))
				return -1;
			continue;
		}
		if (!metric_name_known(name))
			return lab_fail(error, "%s: no such metric", name);
		if (!json_is_number(value) || json_number_value(value) < 0)
			return lab_fail(error, "%s: is no floor", name);
	}
	return 0;
}

int floors_load(json_t **floors, const char *dir, struct lab_error *error)
{
	char path[PATH_MAX];

	*floors = NULL;
	snprintf(path, sizeof(path), "%s/floors.json", dir);
	if (access(path, F_OK))
		return 0;
	*floors = input_json(path, error);
	if (!*floors)
		return -1;
	if (!check_floors(*floors, false, error))
		return 0;
	json_decref(*floors);
	*floors = NULL;
	return lab_fail_at(error, "%s", path);
}
