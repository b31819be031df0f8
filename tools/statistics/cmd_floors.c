// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "records/run.h"
#include "statistics/controls.h"
#include "statistics/floors.h"
#include "labstat.h"

static int compute(const char *dir, json_t **floors, struct lab_error *error)
{
	struct controls controls;
	struct run run;

	*floors = NULL;
	if (run_load(&run, dir, error))
		return -1;
	if (!controls_load(&controls, &run, error)) {
		if (json_object_size(controls.seeds) > 1 || controls.results.nr)
			*floors = floors_compute(&run.results,
						 &controls.results, error);
		else
			lab_fail(
				error,
				"it has one seed and no controls: SEEDS=1,2,3,4,5, or FLOORS=1");
		if (!*floors)
			lab_fail_at(error, "%s", dir);
		controls_free(&controls);
	}
	run_free(&run);
	return *floors ? 0 : -1;
}

int cmd_floors(int argc, char **argv, struct lab_error *error)
{
	char path[PATH_MAX];
	json_t *floors;
	int ret;

	if (argc != 1) {
		lab_fail(error, "floors: name one results directory");
		return LABSTAT_FAILED;
	}
	if (compute(argv[0], &floors, error))
		return LABSTAT_FAILED;
	snprintf(path, sizeof(path), "%s/floors.json", argv[0]);
	ret = json_dump_file(floors, path,
			     JSON_INDENT(1) | JSON_SORT_KEYS |
				     JSON_REAL_PRECISION(9));
	json_decref(floors);
	if (!ret)
		return LABSTAT_OK;
	lab_fail(error, "%s: can't be written", path);
	return LABSTAT_FAILED;
}
