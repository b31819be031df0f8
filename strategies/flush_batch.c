// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred flushes of kernel translations, bounded in number and in time.
 *
 * Whoever makes a translation stale adds its address, after clearing the page table
 * entry. A drain copies all that is pending and flushes the copy with one broadcast:
 * page by page up to the number at which the kernel finds a full flush to be less, else
 * everything. A drain comes when the batch is full, when somebody asks for it, and
 * when the oldest address has waited long enough: a timer looks every now and then,
 * and since a broadcast needs a task it leaves the drain to a worker, or to the next
 * who adds something if that comes first.
 *
 * A drain closes the batch until its broadcast is done, so what is pending and what
 * is being flushed are never more than kvm.batched_pages together.
 */
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <asm/tlbflush.h>

#include "flush_batch.h"

/* What arch/x86/mm/tlb.c takes for the number at which one full flush is less. */
extern unsigned long tlb_single_page_flush_ceiling;

static unsigned int batched_pages = KVM_GMEM_BATCH_PAGES;
static unsigned int batched_usecs = KVM_GMEM_BATCH_USECS;

static DEFINE_SPINLOCK(batch_lock); /* the three below; written with both locks */
static unsigned long batch_addrs[KVM_GMEM_BATCH_PAGES];
static unsigned int batch_nr;
static unsigned int batch_room = KVM_GMEM_BATCH_PAGES; /* 0 while it is closed */

/* The only round that isn't flushed everywhere. Never 0. */
u16 kvm_gmem_batch_round = 1;

static DEFINE_MUTEX(batch_drain_lock); /* one broadcast at a time */

/* When the oldest was added, 0 if nobody has noted it. */
static ktime_t batch_since;
static bool batch_overdue;
static bool batch_timer_on;
static struct hrtimer batch_timer;

/* What a drain has taken: handlers on other CPUs read nothing else. */
struct batch_flush {
	unsigned int nr;
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
	if (flush->nr <= tlb_single_page_flush_ceiling)
		on_each_cpu(batch_flush_pages, flush, 1);
	else
		on_each_cpu(batch_flush_all, NULL, 1);
}

/* Take what is pending; nothing can be added until batch_open(). */
static void batch_close(struct batch_flush *flush)
{
	lockdep_assert_held(&batch_drain_lock);

	guard(spinlock)(&batch_lock);

	flush->nr = batch_nr;
	memcpy(flush->addrs, batch_addrs, batch_nr * sizeof(batch_addrs[0]));
	batch_room = 0;
}

/* Begin the next round, or the same again if it was empty. */
static void batch_open(const struct batch_flush *flush)
{
	u16 round = kvm_gmem_batch_round;

	guard(spinlock)(&batch_lock);

	batch_nr = 0;
	batch_room = READ_ONCE(batched_pages);
	WRITE_ONCE(batch_since, 0);
	WRITE_ONCE(batch_overdue, false);
	if (flush->nr)
		round = (u16)(round + 1) ?: 1;

	/* Pairs with the acquire in kvm_gmem_batch_pending(). */
	smp_store_release(&kvm_gmem_batch_round, round);
}

static void batch_drain_locked(void)
{
	static struct batch_flush flush; /* under batch_drain_lock */

	batch_close(&flush);
	if (flush.nr)
		batch_broadcast(&flush);
	batch_open(&flush);
}

/**
 * kvm_gmem_batch_drain - flush all that is pending on every CPU
 *
 * Sleeps. When it returns no CPU holds a translation that was added before the
 * call. Sends nothing if nothing is pending.
 */
void kvm_gmem_batch_drain(void)
{
	guard(mutex)(&batch_drain_lock);

	batch_drain_locked();
}

/* Whoever had to wait for somebody else's drain makes no other of what is new. */
static void batch_drain_if_due(void)
{
	guard(mutex)(&batch_drain_lock);

	if (READ_ONCE(batch_overdue) || !READ_ONCE(batch_room))
		batch_drain_locked();
}

static void batch_work_func(struct work_struct *work)
{
	batch_drain_if_due();
}

static DECLARE_WORK(batch_work, batch_work_func);

/* How long the oldest address may wait in all, in ns. */
static s64 batch_limit(void)
{
	return (s64)READ_ONCE(batched_usecs) * NSEC_PER_USEC;
}

/* Goes on for as long as there is something to look after. */
static enum hrtimer_restart batch_timer_func(struct hrtimer *timer)
{
	ktime_t since = READ_ONCE(batch_since);
	s64 left = batch_limit();

	if (!since) {
		WRITE_ONCE(batch_timer_on, false);
		/*
		 * Pairs with the barrier in batch_watch(). If that has something to
		 * watch, the timer is of whoever turns it on.
		 */
		smp_mb();
		if (!READ_ONCE(batch_since) || xchg(&batch_timer_on, true))
			return HRTIMER_NORESTART;
	} else {
		left -= ktime_to_ns(ktime_sub(ktime_get(), since));
	}

	if (left <= 0) {
		WRITE_ONCE(batch_overdue, true);
		queue_work(system_highpri_wq, &batch_work);
		left = batch_limit();
	}
	hrtimer_forward_now(timer, ns_to_ktime(left));
	return HRTIMER_RESTART;
}

/* The first address of @round was added: time runs. */
static void batch_watch(u16 round)
{
	scoped_guard(spinlock, &batch_lock) {
		/* Of this round only: the next one begins unwatched. */
		if (kvm_gmem_batch_round != round || !batch_nr)
			return;
		WRITE_ONCE(batch_since, ktime_get());
	}

	/* Pairs with the barrier in batch_timer_func(). */
	smp_mb();
	if (READ_ONCE(batch_timer_on) || xchg(&batch_timer_on, true))
		return;

	hrtimer_start(&batch_timer, ns_to_ktime(batch_limit()),
		      HRTIMER_MODE_REL);
}

/* The rest of kvm_gmem_batch_add(): @nr addresses were there before. */
static void batch_added(unsigned int nr, u16 round)
{
	if (!nr)
		batch_watch(round);
	if (READ_ONCE(batch_overdue) || !READ_ONCE(batch_room))
		batch_drain_if_due();
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
void kvm_gmem_batch_add(struct folio *folio, unsigned long addr)
{
	unsigned int nr;
	u16 round;

	spin_lock(&batch_lock);
	while (unlikely(!batch_room)) {
		spin_unlock(&batch_lock);
		batch_drain_if_due();
		spin_lock(&batch_lock);
	}
	nr = batch_nr++;
	round = kvm_gmem_batch_round;
	batch_addrs[nr] = addr;
	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ROUND, round);
	batch_room--;
	spin_unlock(&batch_lock);

	if (unlikely(!nr || READ_ONCE(batch_overdue) || !READ_ONCE(batch_room)))
		batch_added(nr, round);
}

static int batch_set_pages(const char *val, const struct kernel_param *kp)
{
	int r = param_set_uint_minmax(val, kp, 1, KVM_GMEM_BATCH_PAGES);

	/* The next round has the new bound; this one is over. */
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
