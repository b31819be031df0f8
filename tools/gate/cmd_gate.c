// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "gate/gate.h"
#include "labstat.h"

static const struct report {
	const char *name;
	int (*write)(const struct gate *gate, FILE *out);
} reports[] = {
	{ "gate.md", gate_write_markdown },
	{ "junit.xml", gate_write_junit },
	{ "gate.ktap", gate_write_ktap },
	{ "kcidb.json", gate_write_kcidb },
	{ "verdict.json", gate_write_verdict },
};

static int write_report(const struct gate *gate, const struct report *report,
			const char *dir, struct lab_error *error)
{
	char path[PATH_MAX];
	FILE *out;
	int ret;

	snprintf(path, sizeof(path), "%s/%s", dir, report->name);
	out = fopen(path, "w");
	if (!out)
		return lab_fail(error, "%s: %s", path, strerror(errno));
	ret = report->write(gate, out);
	if (fclose(out) || ret)
		return lab_fail(error, "%s: can't be written", path);
	return 0;
}

static int write_reports(const struct gate *gate, const char *dir,
			 struct lab_error *error)
{
	for (size_t i = 0; i < ARRAY_LENGTH(reports); i++)
		if (write_report(gate, &reports[i], dir, error))
			return -1;
	if (gate_write_text(gate, stdout) || fflush(stdout))
		return lab_fail(error, "stdout: %s", strerror(errno));
	return 0;
}

/* A verdict that nobody can read is none, so reports come first. */
int cmd_gate(int argc, char **argv, struct lab_error *error)
{
	bool forced = argc && !strcmp(argv[0], "--force");
	struct gate gate;
	int ret;

	argc -= forced;
	argv += forced;
	if (argc != 4) {
		lab_fail(
			error,
			"gate: name tolerances, a folder for reports, baseline and run");
		return LABSTAT_FAILED;
	}
	if (gate_judge(&gate, argv[2], argv[3], argv[0], forced, error))
		return LABSTAT_FAILED;
	ret = write_reports(&gate, argv[1], error) ? LABSTAT_FAILED :
						     gate.exit_code;
	if (ret == LABSTAT_REGRESSED)
		lab_fail(error, "gate: %zu cases regressed",
			 gate.counts[JUDGED_REGRESSED]);
	if (ret == LABSTAT_CANNOT_JUDGE)
		lab_fail(error, "gate: can't judge%s%s",
			 gate.blocked[0] ? ": " : "", gate.blocked);
	gate_free(&gate);
	return ret;
}
