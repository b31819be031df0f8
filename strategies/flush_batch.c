// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred flushes of kernel translations, bounded in number and in time.
 *
 * A strategy clears a page table entry, then adds its address to the batch. A drain
 * flushes all pending addresses with one broadcast. It flushes them one by one, from a
 * copy of the batch; above tlb_single_page_flush_ceiling it flushes everything.
 * A drain happens when the batch is full, on request, and when the oldest address is
 * overdue. A timer checks that. A broadcast needs a task, so the timer leaves the drain
 * to a worker, or to the next task that adds an address, whichever is first.
 *
 * The batch is closed from the drain's copy to the end of its broadcast. So there are
 * never more than kvm.batched_pages addresses that are pending or being flushed.
 */
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/smp.h>
#include <linux/workqueue.h>
#include <asm/tlbflush.h>

#include "flush_batch.h"

/* arch/x86/mm/tlb.c: above so many pages one full flush is cheaper. */
extern unsigned long tlb_single_page_flush_ceiling;

static unsigned int batched_pages = KVM_GMEM_BATCH_PAGES;
static unsigned int batched_usecs = KVM_GMEM_BATCH_USECS;

struct kvm_gmem_batch kvm_gmem_batch = {
	.round = 1,
	.next = kvm_gmem_batch.addrs,
	.end = kvm_gmem_batch.addrs + KVM_GMEM_BATCH_PAGES,
};

DEFINE_LOCK_GUARD_0(batch, bit_spin_lock(0, &kvm_gmem_batch.lock),
		    __bit_spin_unlock(0, &kvm_gmem_batch.lock))

static DEFINE_MUTEX(batch_drain_lock); /* one broadcast at a time */

/* When the oldest address was added; 0: none, or not yet noted. */
static ktime_t batch_since;
static bool batch_overdue;
static bool batch_timer_on;
static struct hrtimer batch_timer;

/* A drain's copy of the batch: its handlers on other CPUs read only this. */
struct batch_flush {
	unsigned int nr;
	bool all; /* flush everything; @addrs is unused */
	unsigned long addrs[KVM_GMEM_BATCH_PAGES];
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

static void batch_broadcast(struct batch_flush *flush)
{
	if (flush->all)
		on_each_cpu(batch_flush_all, NULL, 1);
	else
		on_each_cpu(batch_flush_pages, flush, 1);
}

/* Is the batch full, or its oldest address overdue? Under the lock. */
static bool batch_is_due(void)
{
	return kvm_gmem_batch.next >= kvm_gmem_batch.end ||
	       READ_ONCE(batch_overdue);
}

/*
 * Copies the batch and closes it until batch_open(), unless @may_wait and it is not
 * due. Returns whether it did.
 */
static bool batch_close(struct batch_flush *flush, bool may_wait)
{
	struct kvm_gmem_batch *batch = &kvm_gmem_batch;

	lockdep_assert_held(&batch_drain_lock);

	guard(batch)();

	if (may_wait && !batch_is_due())
		return false;

	flush->nr = batch->next - batch->addrs;
	flush->all = flush->nr > READ_ONCE(tlb_single_page_flush_ceiling);
	if (!flush->all)
		memcpy(flush->addrs, batch->addrs,
		       flush->nr * sizeof(batch->addrs[0]));
	batch->end = batch->addrs;
	WRITE_ONCE(batch->quick, NULL);
	return true;
}

/* Begins the next round, or the same one again if it was empty. */
static void batch_open(const struct batch_flush *flush)
{
	struct kvm_gmem_batch *batch = &kvm_gmem_batch;
	u16 round = batch->round;

	guard(batch)();

	batch->next = batch->addrs;
	batch->end = batch->addrs + READ_ONCE(batched_pages);
	WRITE_ONCE(batch_since, 0);
	WRITE_ONCE(batch_overdue, false);
	if (flush->nr)
		round = (u16)(round + 1) ?: 1;

	/* Pairs with the acquire in kvm_gmem_batch_pending(). */
	smp_store_release(&batch->round, round);
}

static void batch_drain(bool may_wait)
{
	static struct batch_flush flush; /* under batch_drain_lock */

	guard(mutex)(&batch_drain_lock);

	if (!batch_close(&flush, may_wait))
		return;
	if (flush.nr)
		batch_broadcast(&flush);
	batch_open(&flush);
}

/**
 * kvm_gmem_batch_drain - flush all pending addresses on every CPU
 *
 * Sleeps. When it returns, no CPU has a translation that was added before the call.
 * Sends no IPI if nothing is pending.
 */
void kvm_gmem_batch_drain(void)
{
	batch_drain(false);
}

/* A caller that waited for another task's drain does not drain a batch not yet due. */
static void batch_drain_if_due(void)
{
	batch_drain(true);
}

static void batch_work_func(struct work_struct *work)
{
	batch_drain_if_due();
}

static DECLARE_WORK(batch_work, batch_work_func);

/* How long the oldest address may be pending, in ns. */
static s64 batch_limit(void)
{
	return (s64)READ_ONCE(batched_usecs) * NSEC_PER_USEC;
}

/* Restarts itself until the batch is empty. */
static enum hrtimer_restart batch_timer_func(struct hrtimer *timer)
{
	ktime_t since = READ_ONCE(batch_since);
	s64 left = batch_limit();

	if (!since) {
		WRITE_ONCE(batch_timer_on, false);
		/*
		 * Pairs with the barrier in batch_watch(). If an address was added
		 * meanwhile, xchg() lets only one of the two restart the timer.
		 */
		smp_mb();
		if (!READ_ONCE(batch_since) || xchg(&batch_timer_on, true))
			return HRTIMER_NORESTART;
	} else {
		left -= ktime_to_ns(ktime_sub(ktime_get(), since));
	}

	if (left <= 0) {
		WRITE_ONCE(batch_overdue, true);
		/* If batch_try_add() sets it just now, the worker drains. */
		WRITE_ONCE(kvm_gmem_batch.quick, NULL);
		queue_work(system_highpri_wq, &batch_work);
		left = batch_limit();
	}
	hrtimer_forward_now(timer, ns_to_ktime(left));
	return HRTIMER_RESTART;
}

/* Only for @round: another one may have begun, and nobody has noted its time. */
static bool batch_note_time(u16 round)
{
	struct kvm_gmem_batch *batch = &kvm_gmem_batch;

	guard(batch)();

	if (batch->round != round || batch->next == batch->addrs)
		return false;

	WRITE_ONCE(batch_since, ktime_get());
	return true;
}

/* The first address of @round was added: start the timer. */
static void batch_watch(u16 round)
{
	if (!batch_note_time(round))
		return;

	/* Pairs with the barrier in batch_timer_func(). */
	smp_mb();
	if (READ_ONCE(batch_timer_on) || xchg(&batch_timer_on, true))
		return;

	hrtimer_start(&batch_timer, ns_to_ktime(batch_limit()),
		      HRTIMER_MODE_REL);
}

/*
 * Adds @addr if there is room. The next addresses then take the quick path, except the
 * last one, and unless the oldest is overdue.
 */
static bool batch_try_add(struct folio *folio, unsigned long addr, bool *first,
			  bool *due)
{
	struct kvm_gmem_batch *batch = &kvm_gmem_batch;

	guard(batch)();

	if (batch->next >= batch->end)
		return false;

	*first = batch->next == batch->addrs;
	kvm_gmem_batch_put(folio, addr);
	*due = batch_is_due();
	if (!READ_ONCE(batch_overdue))
		WRITE_ONCE(batch->quick, batch->end - 1);
	return true;
}

/**
 * kvm_gmem_batch_add_slowly - the slow path of kvm_gmem_batch_add()
 * @folio: the locked folio
 * @addr: the address
 *
 * Sleeps if it has to drain.
 */
void kvm_gmem_batch_add_slowly(struct folio *folio, unsigned long addr)
{
	bool first, due;

	while (!batch_try_add(folio, addr, &first, &due))
		batch_drain_if_due();

	if (first)
		batch_watch(kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_ROUND));
	if (due)
		batch_drain_if_due();
}

static int batch_set_pages(const char *val, const struct kernel_param *kp)
{
	int r = param_set_uint_minmax(val, kp, 1, KVM_GMEM_BATCH_PAGES);

	/* End this round: the next one has the new bound. */
	if (!r)
		kvm_gmem_batch_drain();
	return r;
}

static int batch_set_usecs(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 1, KVM_GMEM_BATCH_USECS);
}

static const struct kernel_param_ops batch_pages_ops = {
	.set = batch_set_pages,
	.get = param_get_uint,
};

static const struct kernel_param_ops batch_usecs_ops = {
	.set = batch_set_usecs,
	.get = param_get_uint,
};

module_param_cb(batched_pages, &batch_pages_ops, &batched_pages, 0644);
MODULE_PARM_DESC(batched_pages, "pages after which to flush (1 to 64)");
module_param_cb(batched_usecs, &batch_usecs_ops, &batched_usecs, 0644);
MODULE_PARM_DESC(batched_usecs,
		 "microseconds after which to flush (1 to 1000)");

static int __init batch_init(void)
{
	hrtimer_init(&batch_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	batch_timer.function = batch_timer_func;
	return 0;
}
early_initcall(batch_init);
