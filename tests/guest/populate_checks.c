// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,direct-test mode=counted cpus=2 */
/* The bench gmem_populate gives no figures for what didn't happen. */
#include "labtest.h"
#include "kselftest_harness.h"

#define RECORDS "/tmp/records"
#define PRINTED "/tmp/printed"
#define PROGRAM "/bin/gmem_populate -b tcg-counted -n 64 -w 8"

static int populate(const char *options)
{
	char command[256];

	snprintf(command, sizeof(command), "RESULT=%s %s %s >%s 2>&1", RECORDS,
		 PROGRAM, options, PRINTED);
	unlink(RECORDS);
	return system(command);
}

/* True if @file has a line with @text. */
static bool contains(const char *file, const char *text)
{
	FILE *in = fopen(file, "r");
	char line[4096];
	bool found = false;

	TEST_ASSERT(in, "open(%s)", file);
	while (fgets(line, sizeof(line), in))
		found |= !!strstr(line, text);
	fclose(in);
	return found;
}

static bool has_record(const char *text)
{
	return contains(RECORDS, text);
}

static bool printed(const char *text)
{
	return contains(PRINTED, text);
}

TEST(measures_every_operation)
{
	ASSERT_EQ(0, populate("-o write"));
	EXPECT_TRUE(has_record("\"op\":\"write\""));
	ASSERT_EQ(0, populate("-p abi -l 4096,131072"));
	EXPECT_TRUE(has_record("\"op\":\"fault\""));
	EXPECT_TRUE(has_record("\"op\":\"prefault\""));
	EXPECT_TRUE(has_record("\"op\":\"free\""));
	EXPECT_TRUE(has_record("\"pages\":32"));
}

TEST(measures_many_vcpus)
{
	ASSERT_EQ(0, populate("-p abi -l 4096 -v 4 -C other"));
	EXPECT_TRUE(has_record("\"metric\":\"populate_all_vcpus\""));
}

TEST(measures_the_split_where_there_is_one)
{
	ASSERT_EQ(0, populate("-o split"));
	EXPECT_TRUE(has_record("\"metric\":\"split\""));
	EXPECT_EQ(!lt_flags(), has_record("\"na\":\"the direct map is kept\""));
	EXPECT_EQ(!lt_flags(), printed("n/a: the direct map is kept"));
}

TEST(refuses_pages_that_stayed_in_the_direct_map)
{
	if (!lt_flags())
		SKIP(return, "only a strategy takes pages out");
	lt_sabotage("no_take_out");
	EXPECT_NE(0, populate("-o write"));
	EXPECT_TRUE(printed("still in the direct map"));
	EXPECT_FALSE(has_record("\"populate\""));
	EXPECT_NE(0, populate("-o split"));
	EXPECT_FALSE(has_record("\"split\""));
	lt_sabotage("");
	EXPECT_EQ(0, populate("-o write"));
}

TEST(refuses_what_it_can_not_measure)
{
	EXPECT_NE(0, populate("-s hva"));
	EXPECT_TRUE(printed("measures nothing but guest_memfd"));
	EXPECT_NE(0, populate("-n 1000000"));
	EXPECT_TRUE(printed("more than half of the free memory"));
	EXPECT_NE(0, populate("-g 0x10fe00000"));
	EXPECT_TRUE(printed("out of range"));
}

TEST_HARNESS_MAIN
