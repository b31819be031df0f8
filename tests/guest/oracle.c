// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,all-test mode=counted cpus=4 */
/*
 * Who can still read a page after KVM has let it go, against what the strategy
 * declares. Adversaries touch the page on every CPU while it is mapped: forced, so
 * that no zero is luck. That they would see a hole is shown in the same boot.
 */
#include <sys/sysinfo.h>

#include "labtest.h"
#include "processor.h"
#include "kselftest_harness.h"

#define SECRET 0x5ec2e700ull

FIXTURE(oracle)
{
	struct labtest t;
	struct exposure says;
};

FIXTURE_SETUP(oracle)
{
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	self->says = lt_exposure();
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FORGET, 0, 0, 0);
}

FIXTURE_TEARDOWN(oracle)
{
	lt_destroy(&self->t);
}

static void copy(struct labtest *t, unsigned int page)
{
	lt_oracle(t, KVM_LAB_ORACLE_WRITE, page, SECRET + page, 0);
	lt_oracle(t, KVM_LAB_ORACLE_READ, page, SECRET + page, 0);
}

static void cache(struct labtest *t, unsigned int page)
{
	lt_write8(t, lt_gpa(page), SECRET + page);
	lt_oracle(t, KVM_LAB_ORACLE_CACHE, page, SECRET + page, 0);
}

static void take_out(struct labtest *t, unsigned int page)
{
	int size = getpagesize();

	TEST_ASSERT(!fallocate(t->fd, FALLOC_FL_KEEP_SIZE, page * size, size),
		    "fallocate");
	lt_oracle(t, KVM_LAB_ORACLE_TAKE_OUT, page, 0, 0);
}

static struct kvm_lab_oracle look(struct labtest *t)
{
	return lt_oracle(t, KVM_LAB_ORACLE_LOOK, 0, 0, 0);
}

typedef const struct stale *(*declared_fn)(const struct exposure *says);

static const struct stale *after_unmap(const struct exposure *says)
{
	return &says->unmap;
}

static const struct stale *after_unpin(const struct exposure *says)
{
	return &says->unpin;
}

static const struct stale *after_take_out(const struct exposure *says)
{
	return &says->take_out;
}

typedef void (*access_fn)(struct labtest *t, unsigned int page);

FIXTURE_VARIANT(oracle)
{
	access_fn access;
	declared_fn declared;
	unsigned int records; /* of one access */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(oracle, copy)
{
	.access = copy,
	.declared = after_unmap,
	.records = 2,
};

FIXTURE_VARIANT_ADD(oracle, cache)
{
	.access = cache,
	.declared = after_unpin,
	.records = 1,
};

FIXTURE_VARIANT_ADD(oracle, take_out)
{
	.access = take_out,
	.declared = after_take_out,
	.records = 1,
};

/* clang-format on */

TEST_F(oracle, leaves_the_page_only_to_those_that_are_declared)
{
	const struct stale *stale = variant->declared(&self->says);
	struct kvm_lab_oracle seen;
	unsigned int page;

	for (page = 0; page < 8; page++)
		variant->access(&self->t, page);
	seen = look(&self->t);
	EXPECT_EQ(8 * variant->records, seen.records);
	if (!stale->here)
		EXPECT_EQ(0, seen.here);
	if (!stale->elsewhere)
		EXPECT_EQ(0, seen.elsewhere);
	TH_LOG("%s: %u readers on the CPU of the access, %u on others, %u pages",
	       self->says.strategy, seen.here, seen.elsewhere, seen.pages);
}

/* The bound counts pages, and here each page is on record so many times. */
TEST_F(oracle, leaves_no_more_pages_than_declared)
{
	const struct stale *stale = variant->declared(&self->says);
	unsigned int page, worst = 0;

	for (page = 0; page < LT_PAGES; page++) {
		variant->access(&self->t, page);
		worst = max(worst, look(&self->t).pages / variant->records);
	}
	EXPECT_LE(worst, stale->pages);
	TH_LOG("%s: at most %u of %u pages", self->says.strategy, worst, page);
}

TEST_F(oracle, leaves_them_no_longer_than_declared)
{
	const struct stale *stale = variant->declared(&self->says);

	variant->access(&self->t, 0);
	if (stale->usecs == EXPOSURE_UNBOUNDED)
		SKIP(return, "declares no bound in time");
	usleep(100000);
	EXPECT_EQ(0, look(&self->t).pages);
}

TEST_F(oracle, leaves_none_after_a_drain)
{
	const struct stale *stale = variant->declared(&self->says);

	variant->access(&self->t, 0);
	if (stale->usecs == EXPOSURE_UNBOUNDED)
		SKIP(return, "declares that it does not flush");
	lt_drain();
	EXPECT_EQ(0, look(&self->t).pages);
}

FIXTURE(copies)
{
	struct labtest t;
	struct exposure says;
	unsigned int cpus;
};

FIXTURE_SETUP(copies)
{
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	self->says = lt_exposure();
	self->cpus = get_nprocs();
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FORGET, 0, 0, 0);
}

FIXTURE_TEARDOWN(copies)
{
	lt_destroy(&self->t);
}

/* Touched in an address space of their own, flushed in this one, looked at in theirs. */
TEST_F(copies, leaves_no_more_to_a_second_address_space)
{
	const struct stale *stale = after_unmap(&self->says);
	struct kvm_lab_oracle seen;

	if (!this_cpu_has(X86_FEATURE_PCID))
		SKIP(return, "no PCID here: to come back flushes everything");
	lt_write8(&self->t, lt_gpa(0), SECRET);
	lt_oracle_other_mm(&self->t, KVM_LAB_ORACLE_READ, 0, SECRET);
	if (stale->usecs != EXPOSURE_UNBOUNDED)
		lt_drain();
	seen = lt_oracle_other_mm(&self->t, KVM_LAB_ORACLE_LOOK, 0, 0);
	if (!stale->here || stale->usecs != EXPOSURE_UNBOUNDED)
		EXPECT_EQ(0, seen.here);
	if (!stale->elsewhere || stale->usecs != EXPOSURE_UNBOUNDED)
		EXPECT_EQ(0, seen.elsewhere);
}

/*
 * Each CPU makes accesses, and each other one touches another of them. To reach the
 * bound a CPU must keep what it has touched when it makes accesses itself; the emulator
 * forgets everything then (one INVLPG, and its TLB has large pages): half is left.
 */
TEST_F(copies, bound_holds_for_those_that_look_at_different_times)
{
	const struct stale *stale = after_unmap(&self->says);
	unsigned int here, other, page;
	struct kvm_lab_oracle seen;

	for (page = 0; page < self->cpus * (self->cpus - 1); page++)
		lt_write8(&self->t, lt_gpa(page), SECRET + page);
	/* To be on a CPU for the first time loads an address space, too. */
	for (here = 0; here < self->cpus; here++)
		lt_run_on(here);
	for (here = page = 0; here < self->cpus; here++) {
		lt_run_on(here);
		for (other = 0; other < self->cpus; other++) {
			if (other == here)
				continue;
			lt_oracle_cpu(&self->t, KVM_LAB_ORACLE_READ, page,
				      SECRET + page, other);
			page++;
		}
	}
	seen = look(&self->t);
	EXPECT_LE(seen.pages, stale->pages);
	if (!strcmp(self->says.strategy, "percpu_ptemap")) {
		EXPECT_EQ(page, stale->pages);
		EXPECT_LE(page / 2, seen.pages);
	}
	TH_LOG("%s: %u of %u pages", self->says.strategy, seen.pages, page);
}

FIXTURE(control)
{
	struct labtest t;
	char strategy[32];
};

FIXTURE_SETUP(control)
{
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	snprintf(self->strategy, sizeof(self->strategy), "%s",
		 self->t.info.strategy);
	lt_switch("noflush");
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FORGET, 0, 0, 0);
}

FIXTURE_TEARDOWN(control)
{
	lt_sabotage("");
	lt_switch(self->strategy);
	lt_destroy(&self->t);
}

TEST_F(control, adversaries_touch_the_page_on_every_cpu)
{
	copy(&self->t, 0);
	EXPECT_LE(get_nprocs(), look(&self->t).touched);
}

TEST_F(control, hole_of_noflush_is_seen_on_every_cpu)
{
	struct kvm_lab_oracle seen;

	copy(&self->t, 0);
	seen = look(&self->t);
	EXPECT_EQ(2, seen.pages);
	EXPECT_EQ(2, seen.here);
	EXPECT_EQ(2 * (get_nprocs() - 1), seen.elsewhere);
}

/*
 * By no other address: the direct map's was flushed when the page had gone. Not by each
 * CPU where so much happens meanwhile, as in a debug kernel, that the emulator forgets.
 */
TEST_F(control, hole_of_vmap_is_seen_through_its_alias)
{
	unsigned int cpus = get_nprocs();
	struct kvm_lab_oracle seen;

	if (strategy_switch("vmap"))
		SKIP(return, "no vmap in this kernel");
	lt_write8(&self->t, lt_gpa(0), 0);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	copy(&self->t, 0);
	seen = look(&self->t);
	EXPECT_EQ(cpus, seen.touched); /* what is written isn't there yet */
	EXPECT_EQ(2, seen.pages);
	EXPECT_LT(0, seen.here);
	EXPECT_LT(0, seen.elsewhere);
}

TEST_F(control, nothing_is_seen_after_a_flush_on_every_cpu)
{
	copy(&self->t, 0);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	EXPECT_EQ(0, look(&self->t).pages);
}

/* Where the page stays mapped everybody reads it, from wherever they look. */
TEST_F(control, mapping_that_stays_is_seen_from_a_second_address_space)
{
	struct kvm_lab_oracle seen;

	lt_write8(&self->t, lt_gpa(0), SECRET);
	lt_sabotage("no_unmap");
	seen = lt_oracle_other_mm(&self->t, KVM_LAB_ORACLE_READ, 0, SECRET);
	EXPECT_EQ(get_nprocs(), seen.touched);
	seen = lt_oracle_other_mm(&self->t, KVM_LAB_ORACLE_LOOK, 0, 0);
	EXPECT_EQ(1, seen.here);
	EXPECT_EQ(get_nprocs() - 1, seen.elsewhere);
	EXPECT_EQ(1, seen.pages);

	/* The next access takes it away. */
	lt_sabotage("");
	lt_read8(&self->t, lt_gpa(0));
}

/* What is loaded there is global, and outlives a flush of one address space. */
TEST_F(control, flush_of_one_address_space_is_seen_to_miss_another)
{
	if (!this_cpu_has(X86_FEATURE_PCID))
		SKIP(return, "no PCID here: to come back flushes everything");
	lt_write8(&self->t, lt_gpa(0), SECRET);
	lt_oracle_other_mm(&self->t, KVM_LAB_ORACLE_READ, 0, SECRET);
	lt_oracle_other_mm(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0);
	EXPECT_EQ(
		1,
		lt_oracle_other_mm(&self->t, KVM_LAB_ORACLE_LOOK, 0, 0).pages);
}

TEST_HARNESS_MAIN
