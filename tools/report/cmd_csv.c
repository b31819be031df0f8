// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "records/csv.h"
#include "labstat.h"
#include "report/pictures.h"
#include "records/run.h"
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
	struct run run;
	int ret;

	if (argc != 1) {
		lab_fail(error, "csv: name one results directory");
		return LABSTAT_FAILED;
	}
	if (run_load(&run, argv[0], error))
		return LABSTAT_FAILED;
	ret = write_data(&run.results, run.dir, error);
	run_free(&run);
	return ret ? LABSTAT_FAILED : LABSTAT_OK;
}
