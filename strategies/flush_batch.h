/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel addresses whose translations are stale, collected until one broadcast
 * flushes them on every CPU. One batch for all strategies that defer a flush.
 */
#ifndef __KVM_GMEM_FLUSH_BATCH_H
#define __KVM_GMEM_FLUSH_BATCH_H

#include <linux/atomic.h>
#include <linux/log2.h>

#include "strategy.h"

#define KVM_GMEM_BATCH_PAGES 64 /* pending at most, a hard bound */
#define KVM_GMEM_BATCH_USECS 1000 /* pending for at most, but for scheduling */

/* A number of a round fits into the bits of an address below PAGE_SIZE. */
#define KVM_GMEM_BATCH_ROUNDS PAGE_SIZE

#define KVM_GMEM_STALE_BATCHED                                               \
	{                                                                    \
		.here = true, .elsewhere = true,                             \
		.pages = KVM_GMEM_BATCH_PAGES, .usecs = KVM_GMEM_BATCH_USECS \
	}

#ifdef CONFIG_KVM_GMEM_FLUSH_BATCH
void kvm_gmem_batch_drain(void);

/* Of flush_batch.c, which explains them; here for kvm_gmem_batch_add() alone. */
#define KVM_GMEM_BATCH_PLACE_SHIFT 12
#define KVM_GMEM_BATCH_SLOW        \
	GENMASK(BITS_PER_LONG - 1, \
		KVM_GMEM_BATCH_PLACE_SHIFT + ilog2(KVM_GMEM_BATCH_PAGES))
extern atomic_long_t kvm_gmem_batch_state;
extern unsigned long kvm_gmem_batch_places[];
extern u16 kvm_gmem_batch_drained;
void kvm_gmem_batch_add_slowly(struct folio *folio, unsigned long addr,
			       unsigned long state);

/* A full barrier: a drain that counts the place sees what was cleared before. */
static __always_inline unsigned long kvm_gmem_batch_next(void)
{
	return atomic_long_fetch_add(1 << KVM_GMEM_BATCH_PLACE_SHIFT,
				     &kvm_gmem_batch_state);
}

/* Without flags. The folio may have some bits of the place, too: nobody minds. */
static __always_inline void kvm_gmem_batch_fill(struct folio *folio,
						unsigned long addr,
						unsigned long state)
{
	unsigned long place = state >> KVM_GMEM_BATCH_PLACE_SHIFT;

	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ROUND, (u16)state);
	WRITE_ONCE(kvm_gmem_batch_places[place], addr + state);
}

/**
 * kvm_gmem_batch_add - a translation of a folio has become stale
 * @folio: the locked folio
 * @addr: the page that no CPU shall go on translating as it did
 *
 * Notes in @folio, KVM_GMEM_FOLIO_ROUND, what to ask kvm_gmem_batch_pending() about
 * before it may have another owner. Sleeps if it has to drain: when the batch is
 * full or overdue.
 */
static __always_inline void kvm_gmem_batch_add(struct folio *folio,
					       unsigned long addr)
{
	unsigned long state = kvm_gmem_batch_next();

	if (unlikely(state & KVM_GMEM_BATCH_SLOW))
		kvm_gmem_batch_add_slowly(folio, addr, state);
	else
		kvm_gmem_batch_fill(folio, addr, state);
}

/**
 * kvm_gmem_batch_pending - may a CPU still hold what was added as @round?
 * @round: what kvm_gmem_batch_add() has noted in the folio, or 0
 *
 * Any context. False is final. True may be outdated at once; of what was added half
 * of KVM_GMEM_BATCH_ROUNDS ago and not asked about since it may also be wrong, which
 * costs no more than a drain.
 */
static inline bool kvm_gmem_batch_pending(u16 round)
{
	/* Pairs with the release in batch_open(). */
	u16 drained = smp_load_acquire(&kvm_gmem_batch_drained);

	return round && (round - drained) % KVM_GMEM_BATCH_ROUNDS <
				KVM_GMEM_BATCH_ROUNDS / 2;
}
#else
static inline bool kvm_gmem_batch_pending(u16 round)
{
	return false;
}

static inline void kvm_gmem_batch_drain(void)
{
}
#endif

#endif /* __KVM_GMEM_FLUSH_BATCH_H */
