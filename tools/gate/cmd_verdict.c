// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "gate/rows.h"
#include "labstat.h"
#include "records/input.h"

/* The parts of an unpacked bundle. */
struct bundle {
	char base[PATH_MAX];
	char run[PATH_MAX];
	char tolerances[PATH_MAX];
	char verdict[PATH_MAX];
};

static void name_parts(struct bundle *b, const char *dir)
{
	snprintf(b->base, sizeof(b->base), "%s/baseline", dir);
	snprintf(b->run, sizeof(b->run), "%s/run", dir);
	snprintf(b->tolerances, sizeof(b->tolerances), "%s/gate.tolerances",
		 dir);
	snprintf(b->verdict, sizeof(b->verdict), "%s/verdict.json", dir);
}

/* The first case, or else the first field, in which two verdicts differ. */
static int name_difference(const json_t *stored, const json_t *derived,
			   struct lab_error *error)
{
	const json_t *cases = json_object_get(stored, "cases");
	const json_t *other = json_object_get(derived, "cases");
	const char *name;
	json_t *value;
	size_t i;

	json_array_foreach(cases, i, value)
	{
		if (!json_equal(value, json_array_get(other, i)))
			return lab_fail(error,
					"cases: %s is not what the data say",
					json_string_value(json_object_get(
						value, "case")));
	}
	json_object_foreach((json_t *)derived, name, value)
	{
		if (!json_equal(value, json_object_get(stored, name)))
			return lab_fail(error, "%s: is not what the data say",
					name);
	}
	return lab_fail(error, "has what no verdict has");
}

static int compare(const char *path, const json_t *stored,
		   const struct gate_rows *rows, struct lab_error *error)
{
	json_t *derived = rows_verdict(rows);
	int ret = 0;

	if (!json_equal(stored, derived)) {
		name_difference(stored, derived, error);
		ret = lab_fail_at(error, "%s", path);
	}
	json_decref(derived);
	return ret;
}

/* Returns an exit code. */
static int check(const struct gate_rows *rows, const char *verdict,
		 const json_t *stored, struct lab_error *error)
{
	if (rows_write_text(rows, stdout)) {
		lab_fail(error, "out of memory");
		return LABSTAT_FAILED;
	}
	if (compare(verdict, stored, rows, error))
		return LABSTAT_FAILED;
	puts("the data say what the stored verdict says");
	if (fflush(stdout)) {
		lab_fail(error, "stdout: %s", strerror(errno));
		return LABSTAT_FAILED;
	}
	if (rows->gate->exit_code)
		lab_fail(error, "verdict: %s", gate_word(rows->gate));
	return rows->gate->exit_code;
}

int cmd_verdict(int argc, char **argv, struct lab_error *error)
{
	int ret = LABSTAT_FAILED;
	struct gate_rows rows;
	struct bundle bundle;
	struct gate gate;
	json_t *stored;

	if (argc != 1) {
		lab_fail(error, "verdict: name one unpacked bundle");
		return LABSTAT_FAILED;
	}
	name_parts(&bundle, argv[0]);
	stored = input_json(bundle.verdict, error);
	if (!stored)
		return LABSTAT_FAILED;
	if (gate_judge(&gate, bundle.base, bundle.run, bundle.tolerances,
		       json_is_true(json_object_get(stored, "forced")),
		       error)) {
		json_decref(stored);
		return LABSTAT_FAILED;
	}
	if (!rows_make(&rows, &gate, error)) {
		ret = check(&rows, bundle.verdict, stored, error);
		rows_free(&rows);
	}
	gate_free(&gate);
	json_decref(stored);
	return ret;
}
