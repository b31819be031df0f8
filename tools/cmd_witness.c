// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labstat.h"
#include "results.h"
#include "schema.h"

#define LINE_SIZE 8192

/* What the plugin saw in one region. */
struct region {
	long invlpg;
	char insns[LINE_SIZE]; /* a number for each CPU */
};

static int find_region(FILE *regions, long wanted, struct region *region)
{
	char line[LINE_SIZE];
	long number;
	int end;

	rewind(regions);
	while (fgets(line, sizeof(line), regions)) {
		end = 0;
		if (sscanf(line, "region %ld invlpg %ld insns%n", &number,
			   &region->invlpg, &end) != 2 ||
		    !end || number != wanted)
			continue;
		snprintf(region->insns, sizeof(region->insns), "%s",
			 line + end);
		return 0;
	}
	return -1;
}

static json_int_t said(const json_t *witness, const char *what)
{
	return json_integer_value(json_object_get(witness, what));
}

/* One figure more: what a CPU executed for each call. */
static void write_insns(const struct lab_record *record, int cpu, double insns)
{
	json_t *json = json_pack("{si,ss,so,ss,ss,ss,sb,s[f]}", "schema",
				 LAB_SCHEMA_VERSION, "bench", record->bench,
				 "dimensions",
				 json_copy((json_t *)record->dimensions),
				 "metric", "cpu_insns", "unit", "insns", "kind",
				 "exact", "instrumented", 1, "values", insns);

	json_object_set_new(json_object_get(json, "dimensions"), "cpu",
			    json_integer(cpu));
	if (json_object_get(record->json, "boot"))
		json_object_set_new(json, "boot", json_integer(record->boot));
	json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
	putchar('\n');
	json_decref(json);
}

static void write_each_cpu(const struct lab_record *record,
			   const struct region *region, json_int_t calls)
{
	const char *text = region->insns;
	char *end;
	double insns;

	for (int cpu = 0;; cpu++, text = end) {
		insns = strtod(text, &end);
		if (end == text)
			return;
		write_insns(record, cpu, insns / calls);
	}
}

static int compare(const struct lab_record *record, const json_t *witness,
		   FILE *regions, struct lab_error *error)
{
	json_int_t number = said(witness, "region"), calls;
	json_int_t invlpg = said(witness, "invlpg");
	struct region region;

	calls = said(witness, "calls");
	if (!calls)
		return lab_fail(error, "line %d: witness: calls: missing",
				record->line);
	if (find_region(regions, number, &region))
		return lab_fail(error,
				"line %d: the witness saw no region %lld",
				record->line, (long long)number);
	if (region.invlpg != invlpg)
		return lab_fail(
			error,
			"line %d: witness: %lld INVLPG announced in region %lld, %ld executed",
			record->line, (long long)invlpg, (long long)number,
			region.invlpg);
	write_each_cpu(record, &region, calls);
	return 0;
}

static int compare_all(const struct results *results, FILE *regions,
		       struct lab_error *error)
{
	const json_t *witness;

	for (size_t i = 0; i < results->nr; i++) {
		witness = json_object_get(results->records[i].json, "witness");
		if (witness &&
		    compare(&results->records[i], witness, regions, error))
			return -1;
	}
	return 0;
}

int cmd_witness(int argc, char **argv, struct lab_error *error)
{
	struct results results;
	FILE *regions;
	int ret;

	if (argc != 2) {
		lab_fail(error,
			 "witness: give a results file and the witness's");
		return LABSTAT_FAILED;
	}
	regions = fopen(argv[1], "r");
	if (!regions) {
		lab_fail(error, "%s: %s", argv[1], strerror(errno));
		return LABSTAT_FAILED;
	}
	ret = results_load(&results, argv[0], error);
	if (!ret) {
		ret = compare_all(&results, regions, error);
		if (ret)
			lab_fail_at(error, argv[0]);
		results_free(&results);
	}
	fclose(regions);
	return ret ? LABSTAT_FAILED : LABSTAT_OK;
}
