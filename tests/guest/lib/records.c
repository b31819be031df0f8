// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "kvm_util.h"
#include "records.h"

static bool is_of(const json_t *record, const char *name)
{
	json_t *metric = json_object_get(record, "metric");

	return !strcmp(json_string_value(metric), name);
}

json_t *records_find(const char *name)
{
	json_t *record, *found = NULL;
	FILE *in = fopen(RECORDS, "r");

	TEST_ASSERT(in, "open(%s)", RECORDS);
	while (!found &&
	       (record = json_loadf(in, JSON_DISABLE_EOF_CHECK, NULL))) {
		if (is_of(record, name))
			found = record;
		else
			json_decref(record);
	}
	fclose(in);
	return found;
}
