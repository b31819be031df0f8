// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>

#include "records/csv.h"
#include "labstat.h"
#include "report/pictures.h"
#include "records/sections.h"

static int write_data(const struct results *results, const char *dir,
		      struct lab_error *error)
{
	struct sections sections;
	int ret;

	if (sections_build(&sections, results)) {
		lab_fail(error, "out of memory");
		return -1;
	}
	ret = csv_write(&sections, dir, error);
	if (!ret)
		ret = pictures_write(results, dir, error);
	sections_free(&sections);
	return ret;
}

int cmd_csv(int argc, char **argv, struct lab_error *error)
{
	struct results results;
	char path[PATH_MAX];
	int ret;

	if (argc != 1) {
		lab_fail(error, "csv: name one results directory");
		return LABSTAT_FAILED;
	}
	snprintf(path, sizeof(path), "%s/results.jsonl", argv[0]);
	if (results_load(&results, path, error))
		return LABSTAT_FAILED;
	ret = write_data(&results, argv[0], error);
	results_free(&results);
	return ret ? LABSTAT_FAILED : LABSTAT_OK;
}
