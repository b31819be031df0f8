// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "labstat.h"
#include "results.h"

#define LINE_SIZE 4096

/* What the plugin saw in @region, or -1 if it has no line for it. */
static long seen_in(FILE *regions, long region)
{
	char line[LINE_SIZE];
	long number, invlpg;

	rewind(regions);
	while (fgets(line, sizeof(line), regions))
		if (sscanf(line, "region %ld invlpg %ld", &number, &invlpg) ==
			    2 &&
		    number == region)
			return invlpg;
	return -1;
}

static int compare(const struct lab_record *record, const json_t *witness,
		   FILE *regions, struct lab_error *error)
{
	json_int_t region =
		json_integer_value(json_object_get(witness, "region"));
	json_int_t said =
		json_integer_value(json_object_get(witness, "invlpg"));
	long seen = seen_in(regions, region);

	if (seen == said)
		return 0;
	if (seen < 0)
		return lab_fail(error,
				"line %d: the witness saw no region %lld",
				record->line, (long long)region);
	return lab_fail(
		error,
		"line %d: witness: %lld INVLPG announced in region %lld, %ld executed",
		record->line, (long long)said, (long long)region, seen);
}

static int compare_all(const struct results *results, FILE *regions, size_t *nr,
		       struct lab_error *error)
{
	const json_t *witness;

	for (size_t i = 0; i < results->nr; i++) {
		witness = json_object_get(results->records[i].json, "witness");
		if (!witness)
			continue;
		++*nr;
		if (compare(&results->records[i], witness, regions, error))
			return -1;
	}
	return 0;
}

int cmd_witness(int argc, char **argv, struct lab_error *error)
{
	struct results results;
	FILE *regions;
	size_t nr = 0;
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
		ret = compare_all(&results, regions, &nr, error);
		if (ret)
			lab_fail_at(error, argv[0]);
		results_free(&results);
	}
	fclose(regions);
	if (ret)
		return LABSTAT_FAILED;
	printf("%s: %zu records have their witness\n", argv[0], nr);
	return LABSTAT_OK;
}
