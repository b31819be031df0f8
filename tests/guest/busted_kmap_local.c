// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=kmap_local-test-busted mode=counted cpus=2 */
/*
 * tests/busted/kmap_local.c is wrong. What strategy_contract and oracle look at shows
 * it: these tests pass if the mistake is seen. See docs/findings.md.
 */
#include "labtest.h"
#include "kselftest_harness.h"

#define SECRET 0x5ec2e700ull

FIXTURE(kmap_local)
{
	struct labtest t;
	struct exposure says;
};

static void flush(struct labtest *t)
{
	lt_oracle(t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
}

/* Each page holds its number. Without the flushes page 0 alone would be written. */
FIXTURE_SETUP(kmap_local)
{
	int i;

	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	self->says = lt_exposure();
	ASSERT_STREQ("kmap_local", self->says.strategy);
	for (i = 0; i < LT_PAGES; i++) {
		flush(&self->t);
		lt_write8(&self->t, lt_gpa(i), i);
	}
	flush(&self->t);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FORGET, 0, 0, 0);
}

FIXTURE_TEARDOWN(kmap_local)
{
	lt_destroy(&self->t);
}

/* Reads that return what another page holds. */
static int wrong_reads(struct labtest *t, bool flush_before)
{
	int i, wrong = 0;
	u64 value;

	for (i = 0; i < LT_PAGES; i++) {
		if (flush_before)
			flush(t);
		value = lt_read8(t, lt_gpa(i));
		TEST_ASSERT(value < LT_PAGES, "no page holds 0x%lx", value);
		wrong += value != i;
	}
	return wrong;
}

TEST_F(kmap_local, gives_a_page_for_another)
{
	int wrong = wrong_reads(&self->t, false);

	EXPECT_LT(0, wrong);
	TH_LOG("%d of %d reads return another page's data", wrong, LT_PAGES);
}

TEST_F(kmap_local, control_gives_each_page_after_a_flush)
{
	EXPECT_EQ(0, wrong_reads(&self->t, true));
}

TEST_F(kmap_local, writes_a_page_for_another)
{
	lt_read8(&self->t, lt_gpa(0));
	lt_write8(&self->t, lt_gpa(1), SECRET);
	flush(&self->t);
	EXPECT_EQ(SECRET, lt_read8(&self->t, lt_gpa(0)));
	flush(&self->t);
	EXPECT_EQ(1, lt_read8(&self->t, lt_gpa(1)));
}

TEST_F(kmap_local, leaves_the_page_to_this_cpu_against_what_it_declares)
{
	struct kvm_lab_oracle seen;

	lt_oracle(&self->t, KVM_LAB_ORACLE_WRITE, 0, SECRET, 0);
	seen = lt_oracle(&self->t, KVM_LAB_ORACLE_LOOK, 0, 0, 0);
	EXPECT_FALSE(self->says.unmap.here);
	EXPECT_EQ(1, seen.here);
	TH_LOG("%u readers on the CPU of the access, %u on others", seen.here,
	       seen.elsewhere);
}

TEST_F(kmap_local, control_leaves_none_after_a_flush)
{
	lt_oracle(&self->t, KVM_LAB_ORACLE_WRITE, 0, SECRET, 0);
	flush(&self->t);
	EXPECT_EQ(0, lt_oracle(&self->t, KVM_LAB_ORACLE_LOOK, 0, 0, 0).pages);
}

/* Of caches nothing is busted: what the tests see is not the lab's own doing. */
TEST_F(kmap_local, control_leaves_none_after_a_cache)
{
	lt_write8(&self->t, lt_gpa(0), SECRET);
	lt_oracle(&self->t, KVM_LAB_ORACLE_CACHE, 0, SECRET, 0);
	EXPECT_EQ(0, lt_oracle(&self->t, KVM_LAB_ORACLE_LOOK, 0, 0, 0).pages);
}

TEST_HARNESS_MAIN
