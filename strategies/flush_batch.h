/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One batch for all strategies that defer a flush: kernel addresses with stale
 * translations, which one broadcast flushes on every CPU.
 */
#ifndef __KVM_GMEM_FLUSH_BATCH_H
#define __KVM_GMEM_FLUSH_BATCH_H

#include <linux/processor.h> /* bit_spinlock.h needs it and does not include it */

#include <linux/bit_spinlock.h>

#include "strategy.h"

#define KVM_GMEM_BATCH_PAGES 64 /* most that can be pending: a hard bound */
#define KVM_GMEM_BATCH_USECS 1000 /* longest time pending, plus scheduling */

#define KVM_GMEM_STALE_BATCHED                                               \
	{                                                                    \
		.here = true, .elsewhere = true,                             \
		.pages = KVM_GMEM_BATCH_PAGES, .usecs = KVM_GMEM_BATCH_USECS \
	}

#ifdef CONFIG_KVM_GMEM_FLUSH_BATCH
/**
 * struct kvm_gmem_batch - the pending addresses; private to flush_batch.c and
 *	kvm_gmem_batch_add()
 * @lock: bit 0 locks the batch. A bit lock is inline, and locking is most of the cost
 *	of an add. It is not fair, and lockdep does not know it
 * @round: number of the only round that is not flushed everywhere; never 0
 * @next: where the next address goes
 * @quick: if @next is below it, an add only stores the address. NULL: the slow path
 *	has more to do, because @end changes or the oldest address is overdue
 * @end: end of the room for addresses; equals @addrs while a drain is in progress
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

/* Under the lock; there must be room. */
static __always_inline void kvm_gmem_batch_put(struct folio *folio,
					       unsigned long addr)
{
	*kvm_gmem_batch.next++ = addr;
	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ROUND, kvm_gmem_batch.round);
}

/**
 * kvm_gmem_batch_add - defer the flush of a stale translation of a folio
 * @folio: the locked folio
 * @addr: the page whose translation is stale
 *
 * Stores the round in @folio (KVM_GMEM_FOLIO_ROUND). kvm_gmem_batch_pending() must be
 * asked about it before the page gets another owner. Sleeps if it has to drain: when
 * the batch is full or overdue.
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
 * kvm_gmem_batch_pending - may a CPU still have a translation added in @round?
 * @round: what kvm_gmem_batch_add() stored in the folio, or 0
 *
 * Any context. False: it was flushed. True may be outdated at once, and may mean a
 * later round with the same number (65535 rounds later), which costs a needless drain.
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
