// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "statistics/floors.h"
#include "labstat.h"

static int compute(const char *dir, json_t **floors, struct lab_error *error)
{
	struct results run, controls;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/results.jsonl", dir);
	if (results_load(&run, path, error))
		return -1;
	snprintf(path, sizeof(path), "%s/layout.jsonl", dir);
	if (results_load(&controls, path, error)) {
		results_free(&run);
		return -1;
	}
	*floors = floors_compute(&run, &controls, error);
	results_free(&controls);
	results_free(&run);
	return *floors ? 0 : lab_fail_at(error, "%s", path);
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
