/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel addresses whose translations are stale, collected until one broadcast
 * flushes them on every CPU. Shared by the strategies that defer the flush.
 */
#ifndef __KVM_GMEM_FLUSH_BATCH_H
#define __KVM_GMEM_FLUSH_BATCH_H

#include <linux/hrtimer.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#define KVM_GMEM_BATCH_PAGES 64 /* pending at most, a hard bound */
#define KVM_GMEM_BATCH_USECS 1000 /* pending for at most, but for scheduling */

/**
 * struct kvm_gmem_flush_batch - translations that wait for their flush
 * @addrs: the pages that are pending
 * @nr: how many
 * @in_flight: how many more a broadcast is on its way for
 * @max_pages: @nr and @in_flight never exceed it; 1 to KVM_GMEM_BATCH_PAGES
 * @max_usecs: drain when the oldest gets there; 0: no bound in time
 * @round: number of the batch being filled; those below @drained are flushed
 * @drained: first round that isn't flushed on every CPU
 * @overdue: @max_usecs have passed, the worker is on its way
 * @done: called with @lock held for what was flushed, or NULL
 */
struct kvm_gmem_flush_batch {
	spinlock_t lock; /* addrs, nr, in_flight, round */
	struct mutex drain_lock; /* one broadcast at a time; flushing, drained */
	unsigned long addrs[KVM_GMEM_BATCH_PAGES];
	unsigned long flushing[KVM_GMEM_BATCH_PAGES];
	unsigned int nr;
	unsigned int in_flight;
	unsigned int max_pages;
	unsigned int max_usecs;
	u32 round;
	u32 drained;
	bool overdue;
	struct hrtimer timer;
	struct work_struct work;
	void (*done)(const unsigned long *addrs, unsigned int nr);
};

void kvm_gmem_batch_init(struct kvm_gmem_flush_batch *batch);
u32 kvm_gmem_batch_add(struct kvm_gmem_flush_batch *batch, unsigned long addr);
void kvm_gmem_batch_drain(struct kvm_gmem_flush_batch *batch);

/**
 * kvm_gmem_batch_pending - may a CPU still hold what was added as @round?
 * @batch: the batch
 * @round: what kvm_gmem_batch_add() returned
 *
 * Any context. False is final, true may be outdated at once, and may be wrong
 * for what was added two billion rounds ago.
 */
static inline bool kvm_gmem_batch_pending(struct kvm_gmem_flush_batch *batch,
					  u32 round)
{
	/* Pairs with the release in kvm_gmem_batch_drain(). */
	u32 drained = smp_load_acquire(&batch->drained);

	return round && (s32)(round - drained) >= 0;
}

#endif /* __KVM_GMEM_FLUSH_BATCH_H */
