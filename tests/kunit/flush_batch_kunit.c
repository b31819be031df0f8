// SPDX-License-Identifier: GPL-2.0
/* Rounds and bounds of strategies/flush_batch.c. */
#include <kunit/test.h>
#include <linux/delay.h>

#include "../gmem_strategies/flush_batch.h"
#include "page.h"

static u16 add(struct folio *folio)
{
	kvm_gmem_batch_add(folio, (unsigned long)folio_address(folio));
	return kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_ROUND);
}

/* Nobody else defers a flush while KUnit runs, and the timer is far slower. */
static int flush_batch_init(struct kunit *test)
{
	kvm_gmem_batch_drain();
	return 0;
}

static void what_was_never_added_is_not_pending(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, kvm_gmem_batch_pending(0));
}

static void added_is_pending_until_drained(struct kunit *test)
{
	u16 round = add(page_get(test));

	KUNIT_EXPECT_TRUE(test, kvm_gmem_batch_pending(round));
	kvm_gmem_batch_drain();
	KUNIT_EXPECT_FALSE(test, kvm_gmem_batch_pending(round));
}

static void draining_nothing_begins_no_round(struct kunit *test)
{
	u16 round = kvm_gmem_batch.round;

	kvm_gmem_batch_drain();
	KUNIT_EXPECT_EQ(test, round, kvm_gmem_batch.round);
}

static void full_batch_drains_itself(struct kunit *test)
{
	struct folio *folio = page_get(test);
	unsigned int i;
	u16 round = 0;

	for (i = 0; i < KVM_GMEM_BATCH_PAGES; i++) {
		KUNIT_EXPECT_EQ(test, i > 0, kvm_gmem_batch_pending(round));
		round = add(folio);
	}
	KUNIT_EXPECT_FALSE(test, kvm_gmem_batch_pending(round));
}

static void batch_drains_in_time(struct kunit *test)
{
	u16 round = add(page_get(test));

	msleep(50);
	KUNIT_EXPECT_FALSE(test, kvm_gmem_batch_pending(round));
}

static void each_batch_drains_in_time(struct kunit *test)
{
	struct folio *folio = page_get(test);
	unsigned int i;
	u16 round;

	/* The timer is still on from the one before, or has just gone off. */
	for (i = 0; i < 20; i++) {
		round = add(folio);
		usleep_range(100 * i, 100 * i + 50);
		kvm_gmem_batch_drain();
	}
	round = add(folio);
	msleep(50);
	KUNIT_EXPECT_FALSE(test, kvm_gmem_batch_pending(round));
}

static void rounds_wrap_around(struct kunit *test)
{
	struct folio *folio = page_get(test);
	unsigned int i;
	u16 round;

	kvm_gmem_batch.round = U16_MAX - 10;
	for (i = 0; i < 20; i++) {
		round = add(folio);
		if (!round || !kvm_gmem_batch_pending(round))
			break;
		kvm_gmem_batch_drain();
		if (kvm_gmem_batch_pending(round))
			break;
	}
	KUNIT_EXPECT_EQ(test, i, 20);
}

static struct kunit_case flush_batch_cases[] = {
	KUNIT_CASE(what_was_never_added_is_not_pending),
	KUNIT_CASE(added_is_pending_until_drained),
	KUNIT_CASE(draining_nothing_begins_no_round),
	KUNIT_CASE(full_batch_drains_itself),
	KUNIT_CASE(batch_drains_in_time),
	KUNIT_CASE(each_batch_drains_in_time),
	KUNIT_CASE(rounds_wrap_around),
	{}
};

static struct kunit_suite flush_batch_suite = {
	.name = "flush_batch",
	.init = flush_batch_init,
	.test_cases = flush_batch_cases,
};

kunit_test_suite(flush_batch_suite);
