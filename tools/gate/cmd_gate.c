// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gate/reports.h"
#include "labstat.h"

static int tell(int fd, const char *dir, const struct gate *gate,
		struct lab_error *error)
{
	struct gate_rows rows;
	int ret;

	if (rows_make(&rows, gate, error))
		return -1;
	ret = reports_write(fd, dir, &rows, error);
	rows_free(&rows);
	return ret;
}

/* A verdict that nobody can read is none, so reports come first. Returns an exit code. */
static int judge_and_tell(int fd, char **argv, bool forced,
			  struct lab_error *error)
{
	struct gate gate;
	int ret;

	if (gate_judge(&gate, argv[2], argv[3], argv[0], forced, error))
		return LABSTAT_FAILED;
	ret = tell(fd, argv[1], &gate, error) ? LABSTAT_FAILED : gate.exit_code;
	if (ret == LABSTAT_REGRESSED)
		lab_fail(error, "gate: %zu cases regressed",
			 gate.counts[JUDGED_REGRESSED]);
	if (ret == LABSTAT_CANNOT_JUDGE)
		lab_fail(error, "gate: can't judge%s%s",
			 gate.blocked[0] ? ": " : "", gate.blocked);
	gate_free(&gate);
	return ret;
}

int cmd_gate(int argc, char **argv, struct lab_error *error)
{
	bool forced = argc && !strcmp(argv[0], "--force");
	int fd, ret;

	argc -= forced;
	argv += forced;
	if (argc != 4) {
		lab_fail(
			error,
			"gate: name tolerances, a folder for reports, baseline and run");
		return LABSTAT_FAILED;
	}
	fd = reports_open(argv[1], error);
	if (fd < 0)
		return LABSTAT_FAILED;
	ret = judge_and_tell(fd, argv, forced, error);
	close(fd);
	return ret;
}
