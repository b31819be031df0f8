// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/fingerprint.h"
#include "statistics/floors.h"
#include "records/metric_name.h"
#include "records/run.h"

static int check_backend(const struct run *run, struct lab_error *error)
{
	const char *backend =
		json_string_value(json_object_get(run->fingerprint, "backend"));
	const struct lab_record *record;

	for (size_t i = 0; i < run->results.nr; i++) {
		record = &run->results.records[i];
		if (strcmp(record_dimension(record, "backend"), backend))
			return lab_fail(
				error,
				"%s/results.jsonl:%d: dimensions: backend: '%s', but '%s' in fingerprint.json",
				run->dir, record->line,
				record_dimension(record, "backend"), backend);
	}
	return 0;
}

int run_load(struct run *run, const char *dir, struct lab_error *error)
{
	char path[PATH_MAX];
	struct stat stat_of_dir;

	memset(run, 0, sizeof(*run));
	run->dir = dir;
	if (stat(dir, &stat_of_dir) || !S_ISDIR(stat_of_dir.st_mode))
		return lab_fail(error, "%s: no such directory", dir);
	snprintf(path, sizeof(path), "%s/share", dir);
	if (!access(path, F_OK))
		return lab_fail(
			error,
			"%s: is a share of a run; put all of them together, make merge RUNS=...",
			dir);
	if (plan_load(&run->plan, dir, error))
		return -1;
	snprintf(path, sizeof(path), "%s/results.jsonl", dir);
	if (!results_load(&run->results, path, &run->plan, error))
		run->fingerprint = fingerprint_load(dir, error);
	if (run->fingerprint && !floors_load(&run->floors, dir, error) &&
	    !check_backend(run, error))
		return 0;
	run_free(run);
	return -1;
}

void run_free(struct run *run)
{
	results_free(&run->results);
	plan_free(&run->plan);
	json_decref(run->fingerprint);
	json_decref(run->floors);
	memset(run, 0, sizeof(*run));
}

double run_floor(const struct run *run, const struct lab_record *record)
{
	char name[GROUP_NAME_SIZE];

	group_name(record, name, sizeof(name));
	return json_number_value(json_object_get(run->floors, name)) / 100;
}

double run_case_floor(const struct run *run, const struct lab_record *record,
		      bool tail)
{
	const json_t *cases = json_object_get(run->floors, FLOORS_CASES);
	char name[CASE_NAME_SIZE];

	if (!run->floors)
		return NAN;
	floor_name(record, tail, name, sizeof(name));
	return json_number_value(json_object_get(cases, name)) / 100;
}
