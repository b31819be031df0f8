// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>

#include "labstat.h"
#include "records/metric_name.h"
#include "statistics/controls.h"

/*
 * Whole and valid, but some strategy did not do what its name says. Names the first such
 * record and counts them.
 */
static int check_seen(const struct results *results, struct lab_error *error)
{
	const struct lab_record *first = NULL;
	char name[CASE_NAME_SIZE];
	size_t nr = 0;

	for (size_t i = 0; i < results->nr; i++) {
		if (isnan(results->records[i].seen))
			continue;
		first = first ? first : &results->records[i];
		nr++;
	}
	if (!nr)
		return LABSTAT_OK;
	lab_fail(
		error,
		"%zu counts are not what their strategies must cause, first %s: %s",
		nr, name_of_case(first, name, sizeof(name)), first->na);
	return LABSTAT_CANNOT_JUDGE;
}

/* Each planned case, of the run or of its controls, has records. */
static int check_asked(const struct run *run, const struct controls *controls,
		       struct lab_error *error)
{
	json_t *missing = plan_missing(&run->plan, &run->results, false);
	json_t *more = plan_missing(&run->plan, &controls->results, true);
	char name[256];
	size_t nr;

	json_array_extend(missing, more);
	json_decref(more);
	nr = json_array_size(missing);
	if (nr)
		lab_fail(error,
			 "%s: %zu planned cases have no record, first %s",
			 run->dir, nr,
			 planned_name(json_array_get(missing, 0), name,
				      sizeof(name)));
	json_decref(missing);
	return nr ? LABSTAT_FAILED : LABSTAT_OK;
}

static int check_run(const struct run *run, struct lab_error *error)
{
	struct controls controls;
	int ret;

	if (controls_load(&controls, run, error))
		return LABSTAT_FAILED;
	ret = check_asked(run, &controls, error);
	controls_free(&controls);
	return ret ? ret : check_seen(&run->results, error);
}

int cmd_check(int argc, char **argv, struct lab_error *error)
{
	struct run run;
	int ret;

	if (argc != 1) {
		lab_fail(error, "check: name one results directory");
		return LABSTAT_FAILED;
	}
	if (run_load(&run, argv[0], error))
		return LABSTAT_FAILED;
	ret = check_run(&run, error);
	run_free(&run);
	return ret;
}
