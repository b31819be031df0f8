// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred flushes of kernel translations, bounded in number and in time.
 */
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/tlbflush.h>

#include "flush_batch.h"

/* What arch/x86/mm/tlb.c takes for the number at which one full flush is less. */
extern unsigned long tlb_single_page_flush_ceiling;

struct batch_flush {
	const unsigned long *addrs;
	unsigned int nr;
};

static void batch_flush_pages(void *arg)
{
	const struct batch_flush *flush = arg;
	unsigned int i;

	for (i = 0; i < flush->nr; i++)
		flush_tlb_one_kernel(flush->addrs[i]);
}

static void batch_flush_all(void *arg)
{
	__flush_tlb_all();
}

/* One broadcast, whatever there is to flush. */
static void batch_broadcast(struct kvm_gmem_flush_batch *batch, unsigned int nr)
{
	struct batch_flush flush = { .addrs = batch->flushing, .nr = nr };

	if (nr > tlb_single_page_flush_ceiling)
		on_each_cpu(batch_flush_all, NULL, 1);
	else
		on_each_cpu(batch_flush_pages, &flush, 1);
}

/* Take what is pending for a broadcast. Returns how much it is. */
static unsigned int batch_take(struct kvm_gmem_flush_batch *batch)
{
	guard(spinlock)(&batch->lock);

	memcpy(batch->flushing, batch->addrs,
	       batch->nr * sizeof(*batch->addrs));
	batch->in_flight = batch->nr;
	batch->nr = 0;
	WRITE_ONCE(batch->overdue, false);
	if (batch->in_flight && !++batch->round)
		batch->round = 1; /* 0 is what was never added */
	return batch->in_flight;
}

static void batch_taken_is_flushed(struct kvm_gmem_flush_batch *batch,
				   u32 round)
{
	guard(spinlock)(&batch->lock);

	/* Pairs with the acquire in kvm_gmem_batch_pending(). */
	smp_store_release(&batch->drained, round);
	if (batch->done)
		batch->done(batch->flushing, batch->in_flight);
	batch->in_flight = 0;
}

/**
 * kvm_gmem_batch_drain - flush all that is pending on every CPU
 * @batch: the batch
 *
 * Sleeps. When it returns no CPU holds a translation that was added before the
 * call. Does nothing if nothing is pending.
 */
void kvm_gmem_batch_drain(struct kvm_gmem_flush_batch *batch)
{
	unsigned int nr;

	guard(mutex)(&batch->drain_lock);

	nr = batch_take(batch);
	if (!nr)
		return;

	hrtimer_try_to_cancel(&batch->timer);
	batch_broadcast(batch, nr);
	/* Only a drain changes the round, and drain_lock is held. */
	batch_taken_is_flushed(batch, batch->round);
}

static void batch_work(struct work_struct *work)
{
	kvm_gmem_batch_drain(
		container_of(work, struct kvm_gmem_flush_batch, work));
}

/* A broadcast needs a task: leave it to the worker, or to who comes first. */
static enum hrtimer_restart batch_timer(struct hrtimer *timer)
{
	struct kvm_gmem_flush_batch *batch =
		container_of(timer, struct kvm_gmem_flush_batch, timer);

	WRITE_ONCE(batch->overdue, true);
	queue_work(system_highpri_wq, &batch->work);
	return HRTIMER_NORESTART;
}

/**
 * kvm_gmem_batch_add - a translation has become stale
 * @batch: the batch
 * @addr: the address that no CPU shall go on translating as it did
 *
 * Sleeps, if it has to drain: when @batch is full or overdue.
 *
 * Return: the round to ask kvm_gmem_batch_pending() about.
 */
u32 kvm_gmem_batch_add(struct kvm_gmem_flush_batch *batch, unsigned long addr)
{
	unsigned int max_pages = READ_ONCE(batch->max_pages);
	unsigned int max_usecs = READ_ONCE(batch->max_usecs);
	bool full;
	u32 round;

	spin_lock(&batch->lock);
	while (batch->nr + batch->in_flight >= max_pages) {
		spin_unlock(&batch->lock);
		kvm_gmem_batch_drain(batch);
		spin_lock(&batch->lock);
	}
	batch->addrs[batch->nr++] = addr;
	round = batch->round;
	full = batch->nr >= max_pages;
	if (batch->nr == 1 && !full)
		hrtimer_start(&batch->timer,
			      ns_to_ktime(max_usecs * NSEC_PER_USEC),
			      HRTIMER_MODE_REL);
	spin_unlock(&batch->lock);

	if (full || READ_ONCE(batch->overdue))
		kvm_gmem_batch_drain(batch);
	return round;
}

/**
 * kvm_gmem_batch_init - make a batch usable
 * @batch: zeroed, but for @max_pages, @max_usecs and @done
 */
void kvm_gmem_batch_init(struct kvm_gmem_flush_batch *batch)
{
	batch->round = 1;
	batch->drained = 1;
	spin_lock_init(&batch->lock);
	mutex_init(&batch->drain_lock);
	INIT_WORK(&batch->work, batch_work);
	hrtimer_init(&batch->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	batch->timer.function = batch_timer;
}
