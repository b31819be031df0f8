// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "labstat.h"
#include "records/input.h"
#include "records/results.h"
#include "schema.h"

#define LINE_SIZE 8192

/* What the plugin saw in one region. */
struct region {
	long invlpg;
	long icr; /* stores that send interrupts */
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
		if (sscanf(line, "region %ld invlpg %ld icr %ld insns%n",
			   &number, &region->invlpg, &region->icr, &end) != 3 ||
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
	json_t *json =
		json_pack("{ss*,si,ss,so,ss,ss,ss,sb,s[f]}", "case", record->id,
			  "schema", LAB_SCHEMA_VERSION, "bench", record->bench,
			  "dimensions", json_copy((json_t *)record->dimensions),
			  "metric", LAB_CPU_INSNS, "unit", "insns", "kind",
			  "exact", "instrumented", 1, "values", insns);

	json_object_set_new(json_object_get(json, "dimensions"), "cpu",
			    json_integer(cpu));
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

static int check_said(const json_t *witness, struct lab_error *error)
{
	static const char *const fields[] = { "region", "invlpg", "icr_least",
					      "icr_most", "calls" };

	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++)
		if (!json_is_integer(json_object_get(witness, fields[i])))
			return lab_fail(error, "%s: missing", fields[i]);
	return said(witness, "calls") ? 0 : lab_fail(error, "calls: is 0");
}

/* How many stores an interrupt for several CPUs takes, the kernel can't always say. */
static int compare_icr(const json_t *witness, const struct region *region,
		       struct lab_error *error)
{
	json_int_t least = said(witness, "icr_least");
	json_int_t most = said(witness, "icr_most");

	if (region->icr >= least && region->icr <= most)
		return 0;
	return lab_fail(
		error,
		"%lld to %lld ICR stores announced in region %lld, %ld executed",
		(long long)least, (long long)most,
		(long long)said(witness, "region"), region->icr);
}

static int compare_region(const json_t *witness, FILE *regions,
			  struct region *region, struct lab_error *error)
{
	json_int_t number = said(witness, "region");
	json_int_t invlpg = said(witness, "invlpg");

	if (find_region(regions, number, region))
		return lab_fail(error, "saw no region %lld", (long long)number);
	if (region->invlpg != invlpg)
		return lab_fail(
			error,
			"%lld INVLPG announced in region %lld, %ld executed",
			(long long)invlpg, (long long)number, region->invlpg);
	return compare_icr(witness, region, error);
}

static int compare(const struct lab_record *record, const json_t *witness,
		   FILE *regions, struct lab_error *error)
{
	struct region region;

	if (check_said(witness, error) ||
	    compare_region(witness, regions, &region, error))
		return lab_fail_at(error, "line %d: witness", record->line);
	write_each_cpu(record, &region, said(witness, "calls"));
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
	regions = input_open(argv[1], error);
	if (!regions)
		return LABSTAT_FAILED;
	ret = results_load(&results, argv[0], NULL, error);
	if (!ret) {
		ret = compare_all(&results, regions, error);
		if (ret)
			lab_fail_at(error, argv[0]);
		results_free(&results);
	}
	fclose(regions);
	return ret ? LABSTAT_FAILED : LABSTAT_OK;
}
