// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "gate/gate.h"
#include "labstat.h"

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

static json_t *load(const char *path, struct lab_error *error)
{
	json_error_t json_error;
	json_t *json =
		json_load_file(path, JSON_REJECT_DUPLICATES, &json_error);

	if (!json)
		lab_fail(error, "%s:%d: not JSON: %s", path, json_error.line,
			 json_error.text);
	return json;
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
		   const struct gate *gate, struct lab_error *error)
{
	json_t *derived = gate_verdict(gate);
	int ret = 0;

	if (!json_equal(stored, derived)) {
		name_difference(stored, derived, error);
		ret = lab_fail_at(error, "%s", path);
	}
	json_decref(derived);
	return ret;
}

int cmd_verdict(int argc, char **argv, struct lab_error *error)
{
	struct bundle bundle;
	struct gate gate;
	json_t *stored;
	int ret = LABSTAT_FAILED;

	if (argc != 1) {
		lab_fail(error, "verdict: name one unpacked bundle");
		return LABSTAT_FAILED;
	}
	name_parts(&bundle, argv[0]);
	stored = load(bundle.verdict, error);
	if (!stored)
		return LABSTAT_FAILED;
	if (gate_judge(&gate, bundle.base, bundle.run, bundle.tolerances,
		       json_is_true(json_object_get(stored, "forced")),
		       error)) {
		json_decref(stored);
		return LABSTAT_FAILED;
	}
	if (!gate_write_text(&gate, stdout) &&
	    !compare(bundle.verdict, stored, &gate, error)) {
		ret = gate.exit_code;
		puts("the data say what the stored verdict says");
		if (ret)
			lab_fail(error, "verdict: %s", gate_word(&gate));
	}
	gate_free(&gate);
	json_decref(stored);
	return ret;
}
