// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,all-test mode=parallel cpus=4 */
/* What every strategy promises, and what each says of itself. */
#include <sys/sysinfo.h>

#include "flushes.h"
#include "labtest.h"
#include "kselftest_harness.h"

#define CACHES 4
#define ACCESSES 256

FIXTURE(strategy)
{
	struct labtest t;
	struct exposure says;
};

FIXTURE_SETUP(strategy)
{
	int i;

	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	self->says = lt_exposure();
	ASSERT_STREQ(self->t.info.strategy, self->says.strategy);
	for (i = 0; i < LT_PAGES; i++)
		lt_write8(&self->t, lt_gpa(i), i);
}

FIXTURE_TEARDOWN(strategy)
{
	lt_sabotage("");
	lt_destroy(&self->t);
}

static int gpc_op(struct labtest *t, u32 op, u32 gpc, void *data)
{
	return lt_gpc_call(t, op, gpc, 0, lt_gpa(0), data, 8);
}

static void read_page_0(struct labtest *t, void *arg)
{
	u64 value;

	lab_once(t->vcpu, KVM_LAB_OP_READ, lt_gpa(0), &value, sizeof(value));
}

TEST_F(strategy, keeps_the_page_out_of_the_direct_map_between_accesses)
{
	lt_read8(&self->t, lt_gpa(0));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
	lt_write8(&self->t, lt_gpa(0), 1);
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(strategy, restores_the_direct_map_during_an_access_or_never)
{
	struct lt_task reader;
	u64 pfn = lt_page(&self->t, 0).pfn;

	lt_arm("access_mapped");
	lt_start(&reader, &self->t, read_page_0, NULL);
	lt_wait_parked("access_mapped");
	EXPECT_EQ(self->says.restores,
		  !!(lab_page_of_pfn(self->t.observer, pfn).state &
		     KVM_LAB_PAGE_PRESENT));
	lt_go();
	lt_join(&reader);
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

struct read_result {
	struct kvm_vcpu *vcpu;
	int error;
	u64 value;
};

static void read_page_0_by(struct labtest *t, void *arg)
{
	struct read_result *result = arg;

	result->error = lab_once(result->vcpu, KVM_LAB_OP_READ, lt_gpa(0),
				 &result->value, sizeof(result->value));
}

/* The RFC's race: map(A) map(B) read(A) unmap(A) read(B). */
TEST_F(strategy, second_reader_waits_or_both_read_rightly)
{
	struct read_result a = { .vcpu = self->t.vcpu };
	struct read_result b = { .vcpu = self->t.observer };
	struct lt_task first, second;

	lt_write8(&self->t, lt_gpa(0), 0xfeed);
	lt_arm("access_mapped");
	lt_start(&first, &self->t, read_page_0_by, &a);
	lt_wait_parked("access_mapped");
	lt_start(&second, &self->t, read_page_0_by, &b);
	EXPECT_FALSE(lt_is_done(&second));
	lt_go();
	lt_join(&first);
	lt_join(&second);
	EXPECT_EQ(0, a.error | b.error);
	EXPECT_EQ(0xfeed, a.value);
	EXPECT_EQ(0xfeed, b.value);
}

TEST_F(strategy, control_second_reader_without_the_lock_loses_the_page)
{
	struct read_result a = { .vcpu = self->t.vcpu };
	struct read_result b = { .vcpu = self->t.observer };
	struct lt_task first, second;

	lt_sabotage("no_folio_lock");
	lt_arm("access_mapped");
	lt_start(&first, &self->t, read_page_0_by, &a);
	lt_wait_parked("access_mapped");
	lt_arm("access_copy");
	lt_start(&second, &self->t, read_page_0_by, &b);
	lt_wait_parked("access_copy");

	/* A translation that somebody still has would hide it. */
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	lt_go_from("access_mapped");
	lt_join(&first);
	lt_go_from("access_copy");
	lt_join(&second);
	EXPECT_EQ(0, a.error);
	EXPECT_EQ(self->says.restores ? -EFAULT : 0, b.error);
}

TEST_F(strategy, never_gives_a_page_for_another)
{
	int i, round;

	for (round = 0; round < 10; round++) {
		for (i = 0; i < LT_PAGES; i++)
			ASSERT_EQ(i, lt_read8(&self->t, lt_gpa(i)));
	}
}

TEST_F(strategy, lets_caches_share_a_page_or_refuses_the_second)
{
	u64 value = 0xcafe, seen = 0;
	int i;

	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0, NULL));
	if (!self->says.shares) {
		EXPECT_EQ(-EINVAL,
			  gpc_op(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 1, NULL));
		return;
	}

	for (i = 1; i < CACHES; i++)
		ASSERT_EQ(0,
			  gpc_op(&self->t, KVM_LAB_OP_GPC_ACTIVATE, i, NULL));
	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_WRITE, 0, &value));
	for (i = 0; i < CACHES; i++) {
		ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_READ, i, &seen));
		EXPECT_EQ(value, seen);
		EXPECT_EQ(value, lt_read8(&self->t, lt_gpa(0)));
		EXPECT_EQ(self->says.restores, lt_mapped(&self->t, 0));
		ASSERT_EQ(0,
			  gpc_op(&self->t, KVM_LAB_OP_GPC_DEACTIVATE, i, NULL));
	}
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(strategy, recycles_what_caches_used)
{
	u64 value;
	int i;

	for (i = 0; i < 1000; i++) {
		lt_write8(&self->t, lt_gpa(0), i);
		ASSERT_EQ(0,
			  gpc_op(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0, NULL));
		ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_READ, 0, &value));
		ASSERT_EQ(i, value);
		ASSERT_EQ(0,
			  gpc_op(&self->t, KVM_LAB_OP_GPC_DEACTIVATE, 0, NULL));
	}
}

/* As few broadcasts as keep what it says of who may still reach a page. */
static unsigned int least_broadcasts(const struct stale *stale)
{
	if (!stale->elsewhere)
		return ACCESSES;
	if (stale->usecs == EXPOSURE_UNBOUNDED)
		return 0;
	return ACCESSES / stale->pages;
}

/* vmap may purge; who says that it never flushes has no other reason to. */
static unsigned int most_broadcasts(const struct stale *stale)
{
	return stale->usecs == EXPOSURE_UNBOUNDED ? 1 : ACCESSES;
}

TEST_F(strategy, broadcasts_as_often_as_it_says)
{
	unsigned int broadcasts;
	int i;

	flushes_start();
	for (i = 0; i < ACCESSES; i++)
		lt_read8(&self->t, lt_gpa(i % LT_PAGES));
	broadcasts = flushes_stop() / (get_nprocs() - 1);
	EXPECT_LE(least_broadcasts(&self->says.unmap), broadcasts);
	EXPECT_GE(most_broadcasts(&self->says.unmap), broadcasts);
}

TEST_F(strategy, frees_many_pages_with_one_broadcast_at_most)
{
	flushes_start();
	ASSERT_EQ(0, fallocate(self->t.fd,
			       FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
			       LT_PAGES * getpagesize()));
	EXPECT_GE(1, flushes_stop() / (get_nprocs() - 1));
}

TEST_HARNESS_MAIN
