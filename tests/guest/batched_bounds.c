// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@batched_flush mode=parallel cpus=4 */
/* The bounds of batched_flush, and what its parameters accept. */
#include <sys/sysinfo.h>

#include "flushes.h"
#include "labtest.h"
#include "kselftest_harness.h"

#define ACCESSES 256

FIXTURE(batched)
{
	struct labtest t;
};

FIXTURE_SETUP(batched)
{
	int i;

	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	for (i = 0; i < LT_PAGES; i++)
		lt_write8(&self->t, lt_gpa(i), i);

	/* What that left pending is drained by the worker. */
	usleep(100000);
}

FIXTURE_TEARDOWN(batched)
{
	lt_set_parameter("batched_pages", "64");
	lt_set_parameter("batched_usecs", "1000");
	lt_destroy(&self->t);
}

static unsigned int broadcasts_of_accesses(struct labtest *t)
{
	int i;

	flushes_start();
	for (i = 0; i < ACCESSES; i++)
		lt_read8(t, lt_gpa(i % LT_PAGES));
	return flushes_stop() / (get_nprocs() - 1);
}

TEST_F(batched, drains_after_so_many_pages)
{
	ASSERT_EQ(0, lt_set_parameter("batched_pages", "8"));
	EXPECT_LE(ACCESSES / 8, broadcasts_of_accesses(&self->t));
}

TEST_F(batched, drains_after_each_access_if_asked_to)
{
	ASSERT_EQ(0, lt_set_parameter("batched_pages", "1"));
	EXPECT_EQ(ACCESSES, broadcasts_of_accesses(&self->t));
}

TEST_F(batched, drains_after_some_time)
{
	lt_read8(&self->t, lt_gpa(0));
	usleep(100000);
	flushes_start();
	lt_punch(&self->t, 0);
	EXPECT_EQ(0, flushes_stop());
}

TEST_F(batched, refuses_nonsense)
{
	static const char *const bad[] = { "0", "-1", "x", "\n",
					   "18446744073709551616" };
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_NE(0, lt_set_parameter("batched_pages", bad[i]));
		EXPECT_NE(0, lt_set_parameter("batched_usecs", bad[i]));
	}
	EXPECT_EQ(-EINVAL, lt_set_parameter("batched_pages", "65"));
	EXPECT_EQ(-EINVAL, lt_set_parameter("batched_usecs", "1001"));
}

TEST_HARNESS_MAIN
