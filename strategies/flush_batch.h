/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel addresses whose translations are stale, collected until one broadcast
 * flushes them on every CPU. One batch for all strategies that defer a flush.
 */
#ifndef __KVM_GMEM_FLUSH_BATCH_H
#define __KVM_GMEM_FLUSH_BATCH_H

#include "strategy.h"

#define KVM_GMEM_BATCH_PAGES 64 /* pending at most, a hard bound */
#define KVM_GMEM_BATCH_USECS 1000 /* pending for at most, but for scheduling */

#define KVM_GMEM_STALE_BATCHED                                               \
	{                                                                    \
		.here = true, .elsewhere = true,                             \
		.pages = KVM_GMEM_BATCH_PAGES, .usecs = KVM_GMEM_BATCH_USECS \
	}

#ifdef CONFIG_KVM_GMEM_FLUSH_BATCH
extern u16 kvm_gmem_batch_round;

void kvm_gmem_batch_add(struct folio *folio, unsigned long addr);
void kvm_gmem_batch_drain(void);

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
	return round && round == smp_load_acquire(&kvm_gmem_batch_round);
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
