// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test mode=counted cpus=2 */
/*
 * The benches count events: those of software always, those of the CPU not
 * here, where there is no PMU, and then they say so.
 */
#include <jansson.h>

#include "labtest.h"
#include "kselftest_harness.h"

#define RECORDS "/tmp/records"
#define PRINTED "/tmp/printed"
#define PROGRAM "/bin/gmem_rw_latency -b tcg-counted -n 64 -w 8"

static int measure(const char *options)
{
	char command[256];

	snprintf(command, sizeof(command), "RESULT=%s %s %s >%s 2>&1", RECORDS,
		 PROGRAM, options, PRINTED);
	unlink(RECORDS);
	return system(command);
}

static const char *dimension(json_t *record, const char *name)
{
	return json_string_value(
		json_object_get(json_object_get(record, "dimensions"), name));
}

static bool is_of(json_t *record, const char *event, const char *scope)
{
	const char *its = dimension(record, "event");

	return its && !strcmp(its, event) &&
	       !strcmp(dimension(record, "scope"), scope);
}

/* The record of @event, or NULL. */
static json_t *find(const char *event, const char *scope)
{
	json_t *record, *found = NULL;
	FILE *in = fopen(RECORDS, "r");

	TEST_ASSERT(in, "open(%s)", RECORDS);
	while (!found &&
	       (record = json_loadf(in, JSON_DISABLE_EOF_CHECK, NULL))) {
		if (is_of(record, event, scope))
			found = record;
		else
			json_decref(record);
	}
	fclose(in);
	return found;
}

static double value(json_t *record)
{
	return json_number_value(
		json_array_get(json_object_get(record, "values"), 0));
}

TEST(software_is_counted)
{
	json_t *record;

	ASSERT_EQ(0, measure("-o read -l 8 -e software,cpu-clock"));
	record = find("cpu-clock", "host");
	ASSERT_NE(NULL, record);
	EXPECT_GT(value(record), 0);
	EXPECT_TRUE(json_is_true(json_object_get(record, "instrumented")));
	EXPECT_EQ(NULL, json_object_get(record, "na"));
	record = find("page-faults", "host");
	ASSERT_NE(NULL, record);
	EXPECT_NE(NULL, json_object_get(record, "values"));
	EXPECT_EQ(NULL, find("page-faults", "guest"));
}

TEST(without_a_pmu_events_of_the_cpu_are_not_there)
{
	const char *const scopes[] = { "host", "guest" };
	const char *na;
	json_t *record;

	ASSERT_EQ(0, measure("-p abi -e cycles,r1c2"));
	for (int i = 0; i < ARRAY_SIZE(scopes); i++) {
		record = find("cycles", scopes[i]);
		ASSERT_NE(NULL, record);
		na = json_string_value(json_object_get(record, "na"));
		ASSERT_NE(NULL, na);
		EXPECT_NE(NULL, strstr(na, "perf can't open it: "));
		EXPECT_EQ(NULL, json_object_get(record, "values"));
		EXPECT_NE(NULL, find("r1c2", scopes[i]));
	}
}

TEST(the_default_of_this_cpu_can_be_asked_for)
{
	ASSERT_EQ(0, measure("-o read -l 8 -e default"));
	EXPECT_NE(NULL, find("instructions", "host"));
	EXPECT_NE(NULL, find("TLB_FLUSHES:ALL", "host"));
	EXPECT_EQ(NULL, find("instructions", "guest"));
}

TEST(nothing_is_counted_unless_asked_for)
{
	ASSERT_EQ(0, measure("-o read -l 8"));
	EXPECT_EQ(NULL, find("cycles", "host"));
	EXPECT_EQ(NULL, find("page-faults", "host"));
}

TEST(unknown_events_are_refused_before_anything_is_measured)
{
	EXPECT_NE(0, measure("-e cycles,no-such-event"));
	EXPECT_EQ(0, system("grep -q 'event no-such-event' " PRINTED));
	EXPECT_NE(0, access(RECORDS, F_OK));
}

TEST_HARNESS_MAIN
