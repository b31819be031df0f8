/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel addresses whose translations are stale, collected until one broadcast
 * flushes them on every CPU. One batch for all strategies that defer a flush.
 */
#ifndef __KVM_GMEM_FLUSH_BATCH_H
#define __KVM_GMEM_FLUSH_BATCH_H

#include <linux/processor.h> /* which bit_spinlock.h needs and doesn't include */

#include <linux/bit_spinlock.h>

#include "strategy.h"

#define KVM_GMEM_BATCH_PAGES 64 /* pending at most, a hard bound */
#define KVM_GMEM_BATCH_USECS 1000 /* pending for at most, but for scheduling */

#define KVM_GMEM_STALE_BATCHED                                               \
	{                                                                    \
		.here = true, .elsewhere = true,                             \
		.pages = KVM_GMEM_BATCH_PAGES, .usecs = KVM_GMEM_BATCH_USECS \
	}

#ifdef CONFIG_KVM_GMEM_FLUSH_BATCH
/**
 * struct kvm_gmem_batch - what is pending; of flush_batch.c, but for kvm_gmem_batch_add()
 * @lock: bit 0 locks all of it; a drain also holds the lock of drains over what it
 *	changes. A bit, since its lock and unlock are inline, and they are most of an
 *	add; the price is that lockdep doesn't know it, and that it isn't fair
 * @round: the only round that isn't flushed everywhere; never 0
 * @next: where the next address goes
 * @quick: below it an address needs nothing but to be put there; NULL while there is
 *	something else to do: @end changes, or the oldest has waited for too long
 * @end: up to where there is room; @addrs while a drain is on its way
 * @addrs: the addresses
 */
struct kvm_gmem_batch {
	unsigned long lock;
	u16 round;
	unsigned long *next;
	unsigned long *quick;
	unsigned long *end;
	unsigned long addrs[KVM_GMEM_BATCH_PAGES];
};

extern struct kvm_gmem_batch kvm_gmem_batch;

void kvm_gmem_batch_add_slowly(struct folio *folio, unsigned long addr);
void kvm_gmem_batch_drain(void);

/* Under the lock, where there is room. */
static __always_inline void kvm_gmem_batch_put(struct folio *folio,
					       unsigned long addr)
{
	*kvm_gmem_batch.next++ = addr;
	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ROUND, kvm_gmem_batch.round);
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
	bit_spin_lock(0, &kvm_gmem_batch.lock);
	if (likely(kvm_gmem_batch.next < READ_ONCE(kvm_gmem_batch.quick))) {
		kvm_gmem_batch_put(folio, addr);
		__bit_spin_unlock(0, &kvm_gmem_batch.lock);
		return;
	}
	__bit_spin_unlock(0, &kvm_gmem_batch.lock);
	kvm_gmem_batch_add_slowly(folio, addr);
}

/**
 * kvm_gmem_batch_pending - may a CPU still hold what was added as @round?
 * @round: what kvm_gmem_batch_add() has noted in the folio, or 0
 *
 * Any context. False is final for who has asked before the number of the round came
 * up again, 65535 rounds later. True may be outdated at once, and may be of a later
 * round with the same number, which costs no more than a drain.
 */
static inline bool kvm_gmem_batch_pending(u16 round)
{
	/* Pairs with the release in batch_open(). */
	return round && round == smp_load_acquire(&kvm_gmem_batch.round);
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
