// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@sync_flush mode=parallel cpus=2 */
/*
 * What a bystander loses is seen where CPUs run side by side, by the code that is used
 * on hardware. The figures mean nothing here.
 */
#include "labtest.h"
#include "records.h"
#include "kselftest_harness.h"

#define PROGRAM                                               \
	"/bin/gmem_rw_latency -s sync_flush -e none -o read " \
	"-l 8 -v 2 -C guest -n 64"

static int measure(const char *backend)
{
	char command[256];

	snprintf(command, sizeof(command), "RESULT=%s %s -b %s", RECORDS,
		 PROGRAM, backend);
	unlink(RECORDS);
	return system(command);
}

static bool has_figure(const char *name)
{
	return json_array_size(json_object_get(records_find(name), "values")) ==
	       1;
}

static double figure(const char *name)
{
	json_t *values = json_object_get(records_find(name), "values");

	return json_number_value(json_array_get(values, 0));
}

TEST(lost_loops_and_gaps_are_seen)
{
	ASSERT_EQ(0, measure("kvm"));
	EXPECT_TRUE(has_figure("bystander_lost_loops"));
	EXPECT_TRUE(has_figure("bystander_gap_max"));
	EXPECT_TRUE(has_figure("bystander_gap_idle"));
	EXPECT_GT(figure("bystander_gap_max"), 0);
	EXPECT_GT(figure("bystander_gap_idle"), 0);
}

TEST(a_back_end_without_figures_has_none)
{
	ASSERT_EQ(0, measure("tcg-parallel"));
	EXPECT_EQ(NULL, records_find("bystander_lost_loops"));
}

TEST(one_clock_for_all_says_why_it_has_none)
{
	ASSERT_EQ(0, measure("tcg-counted"));
	EXPECT_NE(NULL, records_find("bystander_lost_loops"));
	EXPECT_FALSE(has_figure("bystander_lost_loops"));
	EXPECT_NE(NULL,
		  json_object_get(records_find("bystander_gap_max"), "na"));
}

TEST_HARNESS_MAIN
