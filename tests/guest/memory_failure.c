// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test,all-test mode=parallel cpus=4 */
/*
 * Memory failure on a page of a guest_memfd: it ends, whoever is at work on the file,
 * and a page without a direct map entry does not get to another owner, whatever is
 * said of it later.
 */
#include "hwpoison.h"
#include "labtest.h"
#include "kselftest_harness.h"

FIXTURE(failure)
{
	struct labtest t;
	u64 pfn;
};

FIXTURE_SETUP(failure)
{
	lt_create(&self->t, lt_flags());
	lt_write8(&self->t, lt_gpa(0), 0x600d);
	self->pfn = lt_page(&self->t, 0).pfn;
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0,
				 lt_gpa(0), NULL, 8));
}

FIXTURE_TEARDOWN(failure)
{
	lt_destroy(&self->t);
}

static void corrupt(struct labtest *t, void *pfn)
{
	/* An error, as the page stays in its file or has just left it. */
	hwpoison_corrupt(*(u64 *)pfn);
}

static void punch(struct labtest *t, void *arg)
{
	lt_punch(t, 0);
}

static void close_file(struct labtest *t, void *arg)
{
	lt_close_file(t);
}

/* Given some seconds, unlike lt_is_done(). */
static bool ends(struct lt_task *task)
{
	int i;

	for (i = 0; i < 30 && !lt_is_done(task); i++)
		;
	return i < 30;
}

/*
 * Stop @other at @point, where it holds the file's invalidate lock and is about to
 * lock folios; let the page fail meanwhile.
 */
static void fail_during(struct __test_metadata *_metadata, struct labtest *t,
			u64 pfn, const char *point, lt_func_t other)
{
	struct lt_task task, failure;

	lt_arm(point);
	lt_start(&task, t, other, NULL);
	lt_wait_parked(point);
	lt_start(&failure, t, corrupt, &pfn);
	/* It waits for the lock, and would wait for ever if it kept the folio. */
	EXPECT_FALSE(lt_is_done(&failure));
	lt_go();
	ASSERT_TRUE(ends(&task));
	ASSERT_TRUE(ends(&failure));
	lt_join(&task);
	lt_join(&failure);
	EXPECT_EQ(0, lt_gpc(t, 0).pinned);
}

TEST_F(failure, during_the_last_close_both_end)
{
	fail_during(_metadata, &self->t, self->pfn, "gpc_found", close_file);
}

TEST_F(failure, during_a_punch_hole_that_found_the_cache_both_end)
{
	fail_during(_metadata, &self->t, self->pfn, "gpc_found", punch);
}

TEST_F(failure, during_the_truncation_of_a_punch_hole_both_end)
{
	fail_during(_metadata, &self->t, self->pfn, "gmem_truncate", punch);
}

/* Poison, then mercy: a page without an entry is for nobody. */
static void expect_kept(struct __test_metadata *_metadata, struct labtest *t,
			u64 pfn)
{
	u32 state;

	EXPECT_EQ(lt_flags() ? -EBUSY : 0, hwpoison_unpoison(pfn));
	state = lab_page_of_pfn(t->observer, pfn).state;
	EXPECT_EQ(!lt_flags(), !!(state & KVM_LAB_PAGE_PRESENT));
	if (lt_flags())
		EXPECT_EQ(0, state & KVM_LAB_PAGE_FREE);
}

TEST_F(failure, page_that_was_punched_out_is_not_freed_by_unpoisoning)
{
	hwpoison_corrupt(self->pfn);
	lt_punch(&self->t, 0);
	expect_kept(_metadata, &self->t, self->pfn);
}

TEST_F(failure, page_whose_file_is_gone_is_not_freed_by_unpoisoning)
{
	hwpoison_corrupt(self->pfn);
	lt_close_file(&self->t);
	expect_kept(_metadata, &self->t, self->pfn);
}

TEST_F(failure, page_in_its_file_is_not_unpoisoned)
{
	hwpoison_corrupt(self->pfn);
	EXPECT_EQ(-EBUSY, hwpoison_unpoison(self->pfn));
}

TEST_F(failure, control_page_with_an_entry_is_freed_by_unpoisoning)
{
	struct labtest plain;
	u64 pfn;

	lt_create(&plain, 0);
	lt_write8(&plain, lt_gpa(0), 1);
	pfn = lt_page(&plain, 0).pfn;
	hwpoison_corrupt(pfn);
	lt_punch(&plain, 0);
	EXPECT_EQ(0, hwpoison_unpoison(pfn));
	EXPECT_NE(0, lab_page_of_pfn(plain.observer, pfn).state &
			     KVM_LAB_PAGE_PRESENT);
	lt_destroy(&plain);
}

TEST_HARNESS_MAIN
