// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test,all-test mode=counted cpus=2 */
/*
 * The bench gmem_hot_paths has a figure for each path, whatever the strategy. That the
 * work was done is proved by the bench, which fails if it wasn't.
 */
#include "labtest.h"
#include "records.h"
#include "kselftest_harness.h"

#define PRINTED "/tmp/printed"

static int measure(const char *options)
{
	const char *strategy = getenv("STRATEGY");
	char command[256];

	snprintf(
		command, sizeof(command),
		"RESULT=%s /bin/gmem_hot_paths -b tcg-counted -n 50 -w 2 %s%s %s >%s 2>&1",
		RECORDS, strategy && *strategy ? "-s " : "", strategy ?: "",
		options, PRINTED);
	unlink(RECORDS);
	return system(command);
}

/* Of the cheapest call: a tick may fall into any other. */
static double cost(void)
{
	json_t *values = json_object_get(records_find("access"), "values");
	double value, least = -1;

	for (size_t i = 0; i < json_array_size(values); i++) {
		value = json_number_value(json_array_get(values, i));
		if (least < 0 || value < least)
			least = value;
	}
	return least;
}

FIXTURE(path)
{
	int nothing;
};

FIXTURE_VARIANT(path)
{
	const char *options;
};

FIXTURE_SETUP(path)
{
}

FIXTURE_TEARDOWN(path)
{
}

/* clang-format off */
FIXTURE_VARIANT_ADD(path, read_cached)
{
	.options = "-o read_cached",
};

FIXTURE_VARIANT_ADD(path, write_cached)
{
	.options = "-o write_cached",
};

FIXTURE_VARIANT_ADD(path, walk)
{
	.options = "-o walk",
};

FIXTURE_VARIANT_ADD(path, cmpxchg)
{
	.options = "-o cmpxchg",
};

FIXTURE_VARIANT_ADD(path, steal_time)
{
	.options = "-p abi -o steal_time",
};

/* clang-format on */

TEST_F(path, has_a_figure)
{
	int r = measure(variant->options);

	if (r)
		system("cat " PRINTED);
	ASSERT_EQ(0, r);
	EXPECT_GT(cost(), 0);
	ksft_print_msg("%s: %.0f\n", variant->options, cost());
}

/* The exchange comes on top of the walk that finds its page. */
TEST(an_exchange_costs_more_than_its_walk)
{
	double walk;

	ASSERT_EQ(0, measure("-o walk"));
	walk = cost();
	ASSERT_EQ(0, measure("-o cmpxchg"));
	EXPECT_GT(cost(), walk);
}

TEST_HARNESS_MAIN
