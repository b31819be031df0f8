// SPDX-License-Identifier: GPL-2.0
/* What a folio remembers, and each strategy's own logic, on a single page. */
#include <kunit/test.h>

#include "../gmem_strategies/flush_batch.h"
#include "page.h"

static void fields_of_a_folio_are_apart(struct kunit *test)
{
	static const u64 fields[] = {
		KVM_GMEM_FOLIO_ZAPPED, KVM_GMEM_FOLIO_PINS,
		KVM_GMEM_FOLIO_SLOT,   KVM_GMEM_FOLIO_ROUND,
		KVM_GMEM_FOLIO_OWNER,
	};
	struct folio *folio = page_get(test);
	u64 all = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		KUNIT_EXPECT_EQ(test, 0, all & fields[i]);
		all |= fields[i];
		kvm_gmem_folio_set(folio, fields[i],
				   fields[i] >> __ffs64(fields[i]));
		KUNIT_EXPECT_EQ(test, all, (u64)folio->private);
	}
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		kvm_gmem_folio_set(folio, fields[i], 0);
		KUNIT_EXPECT_EQ(test, 0, kvm_gmem_folio_get(folio, fields[i]));
	}
	KUNIT_EXPECT_NULL(test, folio->private);
}

static bool is_mapped(struct folio *folio)
{
	return kernel_page_present(&folio->page);
}

static void give_back(void *folio)
{
	kvm_gmem_strategy_drain();
	if (kvm_gmem_folio_zapped(folio))
		WARN_ON_ONCE(kvm_gmem_restore_folio(folio));
}

/* As a page of a guest_memfd without direct map, until the test ends. */
static struct folio *taken_out(struct kunit *test)
{
	struct folio *folio = page_get(test);

	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_take_out(folio));
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, give_back, folio));
	KUNIT_EXPECT_FALSE(test, is_mapped(folio));
	return folio;
}

static int select_strategy(struct kunit *test, const char *name)
{
	if (!strcmp(kvm_gmem_strategy_current()->name, name))
		return 0;
#ifdef CONFIG_KVM_GMEM_STRATEGY_ALL
	return kvm_gmem_strategy_select(name);
#else
	return -EINVAL;
#endif
}

/* Skips the test in a kernel that has no such strategy. */
#define NEED_STRATEGY(test, name)                                       \
	do {                                                            \
		if (select_strategy(test, name))                        \
			kunit_skip(test, "no %s in this kernel", name); \
	} while (0)

static void pins_are_counted(struct kunit *test)
{
	struct folio *folio;
	int i;

	NEED_STRATEGY(test, "sync_flush");
	folio = taken_out(test);
	for (i = 1; i <= 3; i++) {
		KUNIT_EXPECT_EQ(test, 0, kvm_gmem_pin_entry(folio));
		KUNIT_EXPECT_TRUE(test, is_mapped(folio));
	}
	KUNIT_EXPECT_FALSE(test, kvm_gmem_unpin_entry(folio));
	KUNIT_EXPECT_FALSE(test, kvm_gmem_unpin_entry(folio));
	KUNIT_EXPECT_TRUE(test, is_mapped(folio));
	KUNIT_EXPECT_TRUE(test, kvm_gmem_unpin_entry(folio));
	KUNIT_EXPECT_FALSE(test, is_mapped(folio));
}

static void pins_do_not_overflow(struct kunit *test)
{
	struct folio *folio = page_get(test);

	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_PINS, KVM_GMEM_MAX_PINS);
	KUNIT_EXPECT_EQ(test, -EBUSY, kvm_gmem_pin_entry(folio));
	KUNIT_EXPECT_EQ(test, KVM_GMEM_MAX_PINS,
			kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS));
}

static void noflush_refuses_a_second_pin(struct kunit *test)
{
	struct kvm_gmem_map first, second;
	struct folio *folio;

	NEED_STRATEGY(test, "noflush");
	folio = taken_out(test);
	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_pin(folio, &first));
	KUNIT_EXPECT_EQ(test, -EINVAL, kvm_gmem_strategy_pin(folio, &second));
	kvm_gmem_strategy_unpin(folio, &first);
	KUNIT_EXPECT_FALSE(test, is_mapped(folio));
}

static void percpu_ptemap_refuses_a_second_page_at_a_time(struct kunit *test)
{
	struct kvm_gmem_map map, second;
	struct folio *folio;
	int r;

	NEED_STRATEGY(test, "percpu_ptemap");
	folio = taken_out(test);
	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_map(folio, &map));
	r = kvm_gmem_strategy_map(folio, &second);
	KUNIT_EXPECT_EQ(test, 0, kvm_gmem_strategy_unmap(folio, &map));
	KUNIT_EXPECT_EQ(test, -EBUSY, r);

	KUNIT_EXPECT_EQ(test, 0, kvm_gmem_strategy_map(folio, &map));
	KUNIT_EXPECT_EQ(test, 0, kvm_gmem_strategy_unmap(folio, &map));
}

static void percpu_ptemap_shares_a_slot(struct kunit *test)
{
	struct kvm_gmem_map first, second;
	struct folio *folio;

	NEED_STRATEGY(test, "percpu_ptemap");
	folio = taken_out(test);
	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_pin(folio, &first));
	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_pin(folio, &second));
	KUNIT_EXPECT_PTR_EQ(test, first.kaddr, second.kaddr);
	kvm_gmem_strategy_unpin(folio, &first);
	*(int *)second.kaddr = 1;
	kvm_gmem_strategy_unpin(folio, &second);
	KUNIT_EXPECT_FALSE(test, is_mapped(folio));
}

/* A slot comes back only when what it last mapped is flushed. */
static void percpu_ptemap_recycles_only_flushed_slots(struct kunit *test)
{
	static struct {
		void *kaddr;
		u16 round;
	} used[2 * 4096];
	struct kvm_gmem_map map;
	struct folio *folio;
	int i, k, early = 0;

	NEED_STRATEGY(test, "percpu_ptemap");
	folio = taken_out(test);
	for (i = 0; i < ARRAY_SIZE(used); i++) {
		KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_pin(folio, &map));
		used[i].kaddr = map.kaddr;
		for (k = max(0, i - 2 * KVM_GMEM_BATCH_PAGES); k < i; k++)
			early += used[k].kaddr == map.kaddr &&
				 kvm_gmem_batch_pending(used[k].round);
		kvm_gmem_strategy_unpin(folio, &map);
		used[i].round = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_ROUND);
	}
	KUNIT_EXPECT_EQ(test, 0, early);
}

#ifdef CONFIG_KVM_GMEM_STRATEGY_ALL
static void mapping_is_undone_by_its_maker(struct kunit *test)
{
	struct kvm_gmem_map copy, cache, second;
	struct folio *folio;

	NEED_STRATEGY(test, "noflush");
	folio = taken_out(test);
	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_map(folio, &copy));
	NEED_STRATEGY(test, "percpu_ptemap");
	KUNIT_EXPECT_TRUE(test, is_mapped(folio));
	kvm_gmem_strategy_unmap(folio, &copy);
	KUNIT_EXPECT_FALSE(test, is_mapped(folio));

	NEED_STRATEGY(test, "sync_flush");
	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_pin(folio, &cache));
	NEED_STRATEGY(test, "percpu_ptemap");
	KUNIT_ASSERT_EQ(test, 0, kvm_gmem_strategy_pin(folio, &second));
	KUNIT_EXPECT_PTR_EQ(test, cache.kaddr, second.kaddr);
	kvm_gmem_strategy_unpin(folio, &cache);
	KUNIT_EXPECT_TRUE(test, is_mapped(folio));
	kvm_gmem_strategy_unpin(folio, &second);
	KUNIT_EXPECT_FALSE(test, is_mapped(folio));
}

static void unknown_strategy_is_refused(struct kunit *test)
{
	const struct kvm_gmem_strategy *before = kvm_gmem_strategy_current();

	KUNIT_EXPECT_EQ(test, -EINVAL, kvm_gmem_strategy_select("nonsense"));
	KUNIT_EXPECT_EQ(test, -EINVAL, kvm_gmem_strategy_select(""));
	KUNIT_EXPECT_PTR_EQ(test, before, kvm_gmem_strategy_current());
}
#endif

static struct kunit_case strategy_cases[] = {
	KUNIT_CASE(fields_of_a_folio_are_apart),
	KUNIT_CASE(pins_are_counted),
	KUNIT_CASE(pins_do_not_overflow),
	KUNIT_CASE(noflush_refuses_a_second_pin),
	KUNIT_CASE(percpu_ptemap_refuses_a_second_page_at_a_time),
	KUNIT_CASE(percpu_ptemap_shares_a_slot),
	KUNIT_CASE(percpu_ptemap_recycles_only_flushed_slots),
#ifdef CONFIG_KVM_GMEM_STRATEGY_ALL
	KUNIT_CASE(mapping_is_undone_by_its_maker),
	KUNIT_CASE(unknown_strategy_is_refused),
#endif
	{}
};

static struct kunit_suite strategy_suite = {
	.name = "strategy",
	.test_cases = strategy_cases,
};

kunit_test_suite(strategy_suite);
