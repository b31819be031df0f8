// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@batched_flush mode=counted cpus=2 */
/* What a wait costs is measured only where a vCPU really had to wait. */
#include "labtest.h"
#include "records.h"
#include "kselftest_harness.h"

#define PRINTED "/tmp/printed"
#define PROGRAM "-b tcg-counted -s batched_flush -v 2 -n 3"

static int measure(const char *bench, const char *options)
{
	char command[256];

	snprintf(command, sizeof(command), "RESULT=%s /bin/%s %s %s >%s 2>&1",
		 RECORDS, bench, PROGRAM, options, PRINTED);
	unlink(RECORDS);
	return system(command);
}

/* The first figure of @name, -1 if it has none. */
static double figure(const char *name)
{
	json_t *values = json_object_get(records_find(name), "values");

	return values ? json_number_value(json_array_get(values, 0)) : -1;
}

static bool is_na(const char *name, const char *why)
{
	const char *na =
		json_string_value(json_object_get(records_find(name), "na"));

	return na && strstr(na, why) && figure(name) == -1;
}

/* No price, and no figure that the gate takes. */
static bool is_instrumented(const char *name)
{
	return json_is_true(
		json_object_get(records_find(name), "instrumented"));
}

FIXTURE(paths)
{
	int nothing;
};

FIXTURE_SETUP(paths)
{
}

FIXTURE_TEARDOWN(paths)
{
	lt_sabotage("");
}

TEST_F(paths, whoever_has_to_wait_sleeps_once_and_executes_more)
{
	/* With noflush, so that no drain falls into a call that needn't wait. */
	ASSERT_EQ(0, measure("gmem_rw_latency",
			     "-s noflush -o read -l 8 -C folio_lock"));
	EXPECT_EQ(1, figure("waits"));
	EXPECT_GT(figure("uncontended"), 0);
	EXPECT_GT(figure("contended"), figure("uncontended"));
	EXPECT_TRUE(is_instrumented("contended"));
	EXPECT_TRUE(is_instrumented("uncontended"));
	EXPECT_TRUE(is_instrumented("waits"));
	EXPECT_EQ(NULL, records_find("access"));
	ASSERT_EQ(0,
		  measure("gmem_rw_latency", "-o read -l 8 -C queued_flush"));
	EXPECT_EQ(1, figure("waits"));
	EXPECT_GT(figure("contended"), figure("uncontended"));
	ASSERT_EQ(0, measure("gpc_churn", "-o cycle -C folio_lock"));
	EXPECT_EQ(1, figure("waits"));
	ASSERT_EQ(0, measure("gpc_churn", "-o cycle -C queued_flush"));
	EXPECT_EQ(1, figure("waits"));
	ASSERT_EQ(0, measure("gmem_rw_latency", "-p abi -C folio_lock"));
	EXPECT_EQ(1, figure("waits"));
}

TEST_F(paths, without_a_lock_nobody_waits_and_there_is_no_figure)
{
	lt_sabotage("no_folio_lock");
	EXPECT_NE(0, measure("gmem_rw_latency", "-o read -l 8 -C folio_lock"));
	EXPECT_TRUE(is_na("contended", "3 of 3 calls did not wait"));
	EXPECT_EQ(NULL, records_find("uncontended"));
}

TEST_F(paths, where_nothing_is_flushed_nobody_waits_for_it)
{
	lt_sabotage("no_unmap");
	EXPECT_NE(0,
		  measure("gmem_rw_latency", "-o read -l 8 -C queued_flush"));
	EXPECT_TRUE(is_na("contended", "nobody was stopped in the way"));
}

TEST_F(paths, what_has_no_such_path_is_not_applicable)
{
	ASSERT_EQ(0, measure("gmem_rw_latency",
			     "-s sync_flush -o read -l 8 -C queued_flush"));
	EXPECT_TRUE(is_na("contended", "no flush is deferred"));
	ASSERT_EQ(0, measure("gmem_rw_latency",
			     "-s hva -o read -l 8 -C folio_lock"));
	EXPECT_TRUE(is_na("contended", "no folio to lock"));
	ASSERT_EQ(0, measure("gpc_churn", "-o check -C folio_lock"));
	EXPECT_TRUE(is_na("contended", "nothing to wait for"));
}

TEST_HARNESS_MAIN
