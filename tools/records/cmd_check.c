// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>

#include "labstat.h"
#include "records/metric_name.h"
#include "records/results.h"

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

int cmd_check(int argc, char **argv, struct lab_error *error)
{
	struct results results;
	int ret = LABSTAT_OK;

	if (!argc) {
		lab_fail(error, "check: name at least one file");
		return LABSTAT_FAILED;
	}
	for (int i = 0; !ret && i < argc; i++) {
		if (results_load(&results, argv[i], error))
			return LABSTAT_FAILED;
		printf("%s: %zu records\n", argv[i], results.nr);
		ret = check_seen(&results, error);
		results_free(&results);
	}
	return ret;
}
