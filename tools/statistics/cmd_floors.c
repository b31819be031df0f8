// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "records/run.h"
#include "statistics/floors.h"
#include "labstat.h"

static int compute(const char *dir, json_t **floors, struct lab_error *error)
{
	struct results controls;
	char path[PATH_MAX];
	struct run run;

	*floors = NULL;
	if (run_load(&run, dir, error))
		return -1;
	snprintf(path, sizeof(path), "%s/layout.jsonl", dir);
	if (!results_load(&controls, path, &run.plan, error)) {
		*floors = floors_compute(&run.results, &controls, error);
		results_free(&controls);
		if (!*floors)
			lab_fail_at(error, "%s", path);
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
