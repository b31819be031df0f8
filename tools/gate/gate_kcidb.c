// SPDX-License-Identifier: GPL-2.0
/* KCIDB's I/O format, version 5: what a kernel CI submits to kernelci.org. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "gate/gate.h"
#include "records/metric_name.h"

#define ORIGIN "gmem_lab"
#define ID_SIZE 1024

/* The run's name within its origin. */
static char *run_id(const struct gate *g, const char *what, char *text,
		    size_t size)
{
	char *dir = strdup(g->run.dir), *name;
	size_t len = strlen(dir);

	while (len > 1 && dir[len - 1] == '/')
		dir[--len] = '\0';
	name = strrchr(dir, '/');
	snprintf(text, size, ORIGIN ":%s%s%s", name && name[1] ? name + 1 : dir,
		 what[0] ? "/" : "", what);
	free(dir);
	return text;
}

/* Dots part the levels of a path, and it has no other signs than _ and -. */
static void path_of(const struct lab_record *record, char *text, size_t size)
{
	char name[CASE_NAME_SIZE];

	name_of_case(record, name, sizeof(name));
	for (char *at = name; *at; at++) {
		if (*at == '/' || *at == ' ')
			*at = '.';
		else if (!isalnum((unsigned char)*at))
			*at = '_';
	}
	snprintf(text, size, ORIGIN ".%s", name);
}

/* DONE is KCIDB's word for measured, and not judged. */
static const char *status_of(const struct judged *j)
{
	switch (j->result) {
	case JUDGED_REGRESSED:
		return "FAIL";
	case JUDGED_PASSED:
		return "PASS";
	default:
		return j->d->na ? "SKIP" : "DONE";
	}
}

/* A test that was skipped has no number. */
static json_t *pack_number(const struct judged *j)
{
	if (!strcmp(status_of(j), "SKIP"))
		return NULL;
	return json_pack("{sf,ss}", "value", j->d->now, "unit", j->d->b->unit);
}

static json_t *pack_test(const struct gate *g, const struct judged *j,
			 const char *build_id)
{
	char name[CASE_NAME_SIZE], id[ID_SIZE], path[ID_SIZE], line[ID_SIZE];

	name_of_case(j->d->a, name, sizeof(name));
	path_of(j->d->a, path, sizeof(path));
	return json_pack("{ss,ss,ss,ss,ss,ss,so*,s{ss}}", "id",
			 run_id(g, name, id, sizeof(id)), "build_id", build_id,
			 "origin", ORIGIN, "path", path, "status", status_of(j),
			 "comment", judged_line(j, line, sizeof(line)),
			 "number", pack_number(j), "misc", "judgement",
			 judgement_word(j->result));
}

static json_t *pack_blocked(const struct gate *g, const char *build_id)
{
	char id[ID_SIZE];

	return json_pack("{ss,ss,ss,ss,ss,ss}", "id",
			 run_id(g, "comparable", id, sizeof(id)), "build_id",
			 build_id, "origin", ORIGIN, "path",
			 ORIGIN ".comparable", "status", "ERROR", "comment",
			 g->blocked);
}

/* One build stands for all kernels of the run: a record doesn't name its own. */
static json_t *pack_build(const struct gate *g, const char *build_id,
			  const char *checkout_id)
{
	const json_t *fingerprint = g->run.fingerprint;

	return json_pack("{ss,ss,ss,ss,ss,sO*,s{sO}}", "id", build_id,
			 "checkout_id", checkout_id, "origin", ORIGIN,
			 "architecture", "x86_64", "status", "PASS", "compiler",
			 json_object_get(fingerprint, "compiler"), "misc",
			 "fingerprint", fingerprint);
}

static json_t *pack_checkout(const struct gate *g, const char *checkout_id)
{
	return json_pack("{ss,ss,sO*,sb}", "id", checkout_id, "origin", ORIGIN,
			 "comment",
			 json_object_get(g->run.fingerprint, "kernel"), "valid",
			 1);
}

int gate_write_kcidb(const struct gate *g, FILE *out)
{
	char build_id[ID_SIZE], checkout_id[ID_SIZE];
	json_t *tests = json_array(), *report;
	int ret;

	run_id(g, "build", build_id, sizeof(build_id));
	run_id(g, "checkout", checkout_id, sizeof(checkout_id));
	if (g->blocked[0])
		json_array_append_new(tests, pack_blocked(g, build_id));
	for (size_t i = 0; i < g->nr; i++)
		json_array_append_new(tests,
				      pack_test(g, &g->list[i], build_id));
	report = json_pack("{s{si,si},s[o],s[o],so}", "version", "major", 5,
			   "minor", 0, "checkouts",
			   pack_checkout(g, checkout_id), "builds",
			   pack_build(g, build_id, checkout_id), "tests",
			   tests);
	ret = json_dumpf(report, out, JSON_INDENT(1) | JSON_REAL_PRECISION(9));
	json_decref(report);
	fputc('\n', out);
	return ret;
}
