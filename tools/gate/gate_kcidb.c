// SPDX-License-Identifier: GPL-2.0
/* KCIDB's I/O format, version 5: what a kernel CI submits to kernelci.org. */
#include <ctype.h>
#include <string.h>

#include "gate/rows.h"

#define ORIGIN "gmem_lab"
#define ID_SIZE 512

/* Dots part the levels of a path, and it has no other signs than _ and -. */
static void path_of(const char *name, char *text, size_t size)
{
	snprintf(text, size, ORIGIN ".%s", name);
	for (char *at = text; *at; at++) {
		if (*at == '/' || *at == ' ')
			*at = '.';
		else if (!isalnum((unsigned char)*at) && *at != '.')
			*at = '_';
	}
}

static bool has_figures(const struct gate_row *row)
{
	return row->judged && difference_has_figures(row->judged->d);
}

/* DONE is KCIDB's word for measured, and not judged. */
static const char *status_of(const struct gate_row *row)
{
	switch (row->result) {
	case JUDGED_REGRESSED:
		return "FAIL";
	case JUDGED_CANNOT:
		return "ERROR";
	case JUDGED_PASSED:
		return "PASS";
	default:
		return has_figures(row) ? "DONE" : "SKIP";
	}
}

static json_t *pack_number(const struct gate_row *row)
{
	if (!has_figures(row))
		return NULL;
	return json_pack("{sf,ss}", "value", row->judged->d->now, "unit",
			 row->judged->d->a->unit);
}

/* Cases may have names that are alike in all that is shown of them; numbers differ. */
static json_t *pack_test(const struct gate_row *row, size_t number,
			 const char *id)
{
	char path[ID_SIZE];

	path_of(row->name, path, sizeof(path));
	return json_pack("{so,ss+,ss,ss,ss,ss,so*,s{ss,ss}}", "id",
			 json_sprintf("%s/%zu", id, number), "build_id", id,
			 "/build", "origin", ORIGIN, "path", path, "status",
			 status_of(row), "comment", row->text, "number",
			 pack_number(row), "misc", "case", row->name,
			 "judgement", judgement_word(row->result));
}

static json_t *pack_tests(const struct gate_rows *rows, const char *id)
{
	json_t *tests = json_array();

	for (size_t i = 0; i < rows->nr; i++) {
		if (!json_array_append_new(tests, pack_test(&rows->list[i],
							    i + 1, id)))
			continue;
		json_decref(tests);
		return NULL;
	}
	return tests;
}

/*
 * One build stands for all kernels of the run: a record doesn't name its own. It has no
 * status, which would be read as that of the run.
 */
static json_t *pack_build(const struct gate_rows *rows, const char *id)
{
	const json_t *fingerprint = rows->gate->run.fingerprint;

	return json_pack("{ss+,ss+,ss,ss,sO*,s{sO,ss,ss}}", "id", id, "/build",
			 "checkout_id", id, "/checkout", "origin", ORIGIN,
			 "architecture", "x86_64", "compiler",
			 json_object_get(fingerprint, "compiler"), "misc",
			 "fingerprint", fingerprint, "verdict",
			 gate_word(rows->gate), "blocked", rows->blocked);
}

/* A hash of git's, and not the name that a tree without git has. */
static bool is_hash(const char *commit)
{
	return strlen(commit) == 40 && strspn(commit, "0123456789abcdef") == 40;
}

static json_t *pack_checkout(const struct gate_rows *rows, const char *id)
{
	const char *hash = is_hash(rows->commit) ? rows->commit : NULL;
	json_t *name = hash ? json_sprintf("%.12s%s", hash,
					   rows->changed ? "-dirty" : "") :
			      NULL;

	return json_pack("{ss+,ss,ss*,so*,sO*,sb,s{ss}}", "id", id, "/checkout",
			 "origin", ORIGIN, "git_commit_hash", hash,
			 "git_commit_name", name, "comment",
			 json_object_get(rows->gate->run.fingerprint, "kernel"),
			 "valid", 1, "misc", "commit", rows->commit);
}

/* Fowler, Noll and Vo's hash, 64 bits. */
static int add_to_hash(const char *text, size_t size, void *context)
{
	unsigned long long *hash = context;

	for (size_t i = 0; i < size; i++)
		*hash = (*hash ^ (unsigned char)text[i]) * 0x100000001b3ULL;
	return 0;
}

/* All that the verdict rests on. */
static int hash_run(const struct gate_rows *rows, unsigned long long *hash)
{
	json_t *verdict = json_pack("[ssbo]", rows->base_dir, rows->commit,
				    rows->changed, rows_verdict(rows));
	const struct results *results = &rows->gate->run.results;
	const struct lab_record *record;
	int ret;

	ret = verdict ? json_dump_callback(verdict, add_to_hash, hash, 0) : -1;
	json_decref(verdict);
	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		add_to_hash((const char *)record->values,
			    record->nr_values * sizeof(*record->values), hash);
	}
	return ret;
}

/* Names of runs are times, which runs of other machines have, too. */
static int make_id(const struct gate_rows *rows, char *id, size_t size)
{
	unsigned long long hash = 0xcbf29ce484222325ULL;
	const char *name = rows->run_dir + strlen(rows->run_dir);
	int len;

	while (name > rows->run_dir && name[-1] == '/')
		name--;
	for (len = 0; name > rows->run_dir && name[-1] != '/'; len++)
		name--;
	if (hash_run(rows, &hash))
		return -1;
	snprintf(id, size, ORIGIN ":%.*s-%016llx", len, name, hash);
	return 0;
}

int rows_write_kcidb(const struct gate_rows *rows, FILE *out)
{
	char id[ID_SIZE];
	json_t *report;
	int ret;

	if (make_id(rows, id, sizeof(id)))
		return -1;
	report = json_pack("{s{si,si},s[o],s[o],so}", "version", "major", 5,
			   "minor", 0, "checkouts", pack_checkout(rows, id),
			   "builds", pack_build(rows, id), "tests",
			   pack_tests(rows, id));
	ret = report ? json_dumpf(report, out,
				  JSON_INDENT(1) | JSON_REAL_PRECISION(9)) :
		       -1;
	json_decref(report);
	fputc('\n', out);
	return ret;
}
