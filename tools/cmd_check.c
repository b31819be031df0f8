// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "labstat.h"
#include "results.h"

int cmd_check(int argc, char **argv, struct lab_error *error)
{
	struct results results;

	if (!argc) {
		lab_fail(error, "check: name at least one file");
		return LABSTAT_FAILED;
	}
	for (int i = 0; i < argc; i++) {
		if (results_load(&results, argv[i], error))
			return LABSTAT_FAILED;
		printf("%s: %zu records\n", argv[i], results.nr);
		results_free(&results);
	}
	return LABSTAT_OK;
}
