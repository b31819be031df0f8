// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@batched_flush mode=parallel cpus=4 */
/*
 * No deferred flush is lost, however late whoever adds it comes: a task is stopped in
 * the middle of adding, others add and drain meanwhile, and nobody can read any of the
 * pages after that.
 */
#include <sys/sysinfo.h>

#include "labtest.h"
#include "processor.h"
#include "kselftest_harness.h"

#define SECRET 0x5ec2e700ull

#define CEILING "/sys/kernel/debug/x86/tlb_single_page_flush_ceiling"

enum { LATE, NEXT, OTHER, NR_PAGES };

FIXTURE(batch)
{
	struct labtest t;
};

/* The number of pages above which a drain flushes everything. */
static void set_ceiling(const char *pages)
{
	lt_write_file(CEILING, pages);
}

FIXTURE_SETUP(batch)
{
	unsigned int page;

	/* Who waits for the late one spins: CPU 0 is the test's own. */
	lt_run_on(0);
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	for (page = 0; page < NR_PAGES; page++)
		lt_write8(&self->t, lt_gpa(page), SECRET + page);
	lt_drain();

	/* The timer of that finds nothing, and ends: its worker would spin on CPU 0. */
	usleep(100000);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FORGET, 0, 0, 0);
}

FIXTURE_TEARDOWN(batch)
{
	set_ceiling("33");
	lt_destroy(&self->t);
}

static void read_late(struct labtest *t, void *arg)
{
	u64 value;

	lt_run_on(1);
	lab_once(t->vcpu, KVM_LAB_OP_READ, lt_gpa(LATE), &value, sizeof(value));
}

static void read_next(struct labtest *t, void *arg)
{
	lt_run_on(2);
	lt_oracle(t, KVM_LAB_ORACLE_READ, NEXT, SECRET + NEXT, 0);
}

static void punch(struct labtest *t, void *page)
{
	lt_punch(t, *(const unsigned int *)page);
}

static void drain(struct labtest *t, void *arg)
{
	lt_run_on(3);
	lt_drain();
}

/* By the TLB, and by what each CPU was told to flush: the emulator's forgets more. */
static void expect_flushed(struct labtest *t)
{
	struct kvm_lab_oracle seen;

	lt_drain();
	seen = lt_oracle(t, KVM_LAB_ORACLE_LOOK, 0, 0, 0);
	TEST_ASSERT(seen.records == 1, "%u records", seen.records);
	TEST_ASSERT(!seen.pages, "%u CPUs read a page that was flushed",
		    seen.here + seen.elsewhere);
	TEST_ASSERT(!seen.unflushed, "%u CPUs were not told to flush it",
		    seen.unflushed);
}

/*
 * Whoever is late was told where to put its address, and does so while a later drain
 * flushes what others have added. Each step may have to wait for the late one.
 */
TEST_F(batch, latecomer_does_not_take_the_place_of_another)
{
	struct lt_task late, next, first;

	lt_arm("batch_add");
	lt_start(&late, &self->t, read_late, NULL);
	lt_wait_parked("batch_add");
	lt_start(&first, &self->t, drain, NULL);
	lt_is_done(&first);

	/* Overdue a millisecond later: the worker's drain stops there. */
	lt_arm("batch_flush");
	lt_start(&next, &self->t, read_next, NULL);
	lt_is_done(&next);
	lt_go_from("batch_add");
	lt_is_done(&late);
	lt_go();

	lt_join(&late);
	lt_join(&first);
	lt_join(&next);
	expect_flushed(&self->t);
}

/* A drain that comes while an address is being added flushes it, or the next one does. */
TEST_F(batch, unfinished_one_is_not_lost_to_a_drain)
{
	struct lt_task next, first;

	lt_arm("batch_add");
	lt_start(&next, &self->t, read_next, NULL);
	lt_wait_parked("batch_add");
	lt_start(&first, &self->t, drain, NULL);
	lt_is_done(&first);
	lt_go();
	lt_join(&next);
	lt_join(&first);
	expect_flushed(&self->t);
}

/* The last addresses that were copied for a flush by page are of another one. */
TEST_F(batch, address_is_flushed_with_everything_above_the_ceiling)
{
	u64 value;

	lab_once(self->t.vcpu, KVM_LAB_OP_READ, lt_gpa(OTHER), &value,
		 sizeof(value));
	lt_drain();
	set_ceiling("0");
	read_next(&self->t, NULL);
	expect_flushed(&self->t);
}

/* What was added then would be flushed by nobody. */
TEST_F(batch, nothing_is_added_while_a_drain_is_on_its_way)
{
	struct lt_task next;

	/* The worker's drain stops there. */
	lt_arm("batch_flush");
	read_late(&self->t, NULL);
	lt_wait_parked("batch_flush");
	lt_start(&next, &self->t, read_next, NULL);
	EXPECT_FALSE(lt_is_done(&next));
	lt_go();
	lt_join(&next);
	expect_flushed(&self->t);
}

/* One whose flush is not due may go meanwhile. */
TEST_F(batch, page_stays_in_its_file_until_it_is_flushed)
{
	const unsigned int late = LATE, other = OTHER;
	struct lt_task waits, goes;

	/* The worker's drain stops there. */
	lt_arm("batch_flush");
	read_late(&self->t, NULL);
	lt_wait_parked("batch_flush");

	lt_start(&goes, &self->t, punch, (void *)&other);
	EXPECT_TRUE(lt_is_done(&goes));
	lt_start(&waits, &self->t, punch, (void *)&late);
	EXPECT_FALSE(lt_is_done(&waits));
	lt_go();
	lt_join(&waits);
	lt_join(&goes);
}

TEST_F(batch, control_page_is_readable_before_the_drain)
{
	struct kvm_lab_oracle seen;

	lt_arm("batch_flush");
	read_next(&self->t, NULL);
	seen = lt_oracle(&self->t, KVM_LAB_ORACLE_LOOK, 0, 0, 0);
	EXPECT_EQ(1, seen.pages);
	EXPECT_EQ(get_nprocs(), seen.unflushed);
	lt_go();
}

TEST_HARNESS_MAIN
