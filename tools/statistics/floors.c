// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "records/figure.h"
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

double floors_spread(const struct lab_record *record,
		     const struct lab_record *control, long without)
{
	bool is_mean = figure_is_mean(record) || figure_is_mean(control);
	double figures[figure_boots(control)];
	double figure = figure_of(record, is_mean);
	double low = figure, high = figure;

	figure_each_boot(control, is_mean, figures);
	for (size_t i = 0; control; i++, control = control->next_boot) {
		if (control->boot == without)
			continue;
		low = fmin(low, figures[i]);
		high = fmax(high, figures[i]);
	}
	return figure > 0 ? 100 * (high - low) / figure : 0;
}

static int add_case(json_t *floors, const struct lab_record *record,
		    const struct lab_record *control, size_t nr,
		    struct lab_error *error)
{
	char name[CASE_NAME_SIZE];
	double floor;

	if (!control || figure_boots(control) != nr || record_na(control))
		return lab_fail(error, "no figure of each control: %s",
				name_of_case(record, name, sizeof(name)));
	group_name(record, name, sizeof(name));
	floor = fmax(floors_spread(record, control, 0),
		     json_number_value(json_object_get(floors, name)));
	return json_object_set_new(floors, name, json_real(floor));
}

json_t *floors_compute(const struct results *run,
		       const struct results *controls, struct lab_error *error)
{
	json_t *index = results_index(controls), *floors = json_object();
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

static int check_floors(const json_t *floors, struct lab_error *error)
{
	const char *name;
	json_t *value;

	if (!json_is_object(floors))
		return lab_fail(error, "not JSON: no object");
	json_object_foreach((json_t *)floors, name, value)
	{
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
	json_error_t json_error;

	*floors = NULL;
	snprintf(path, sizeof(path), "%s/floors.json", dir);
	if (access(path, F_OK))
		return 0;
	*floors = json_load_file(path, JSON_REJECT_DUPLICATES, &json_error);
	if (!*floors)
		return lab_fail(error, "%s:%d: not JSON: %s", path,
				json_error.line, json_error.text);
	if (!check_floors(*floors, error))
		return 0;
	json_decref(*floors);
	*floors = NULL;
	return lab_fail_at(error, "%s", path);
}
