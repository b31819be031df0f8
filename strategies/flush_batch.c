// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred flushes of kernel translations, bounded in number and in time.
 *
 * Whoever makes a translation stale adds its address, after clearing the page table
 * entry. A drain takes all that is pending and flushes it with one broadcast: page
 * by page up to the number at which the kernel finds a full flush to be less, else
 * everything. A drain comes when the batch is full, when somebody asks for it, and
 * when the oldest address has waited long enough: a timer looks every now and then,
 * and since a broadcast needs a task it leaves the drain to a worker, or to the next
 * who adds something if that comes first.
 *
 * To add is one atomic increment of @kvm_gmem_batch_state, which hands out places, and
 * takes no lock. For as long as a drain is on its way there are no places, so what is
 * pending and what is being flushed are never more than kvm.batched_pages together.
 */
#include <linux/atomic.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/smp.h>
#include <linux/workqueue.h>
#include <asm/tlbflush.h>

#include "flush_batch.h"

/* What arch/x86/mm/tlb.c takes for the number at which one full flush is less. */
extern unsigned long tlb_single_page_flush_ceiling;

static unsigned int batched_pages = KVM_GMEM_BATCH_PAGES;
static unsigned int batched_usecs = KVM_GMEM_BATCH_USECS;

/*
 * The round, above it the next place of @kvm_gmem_batch_places to be handed out, and on
 * top two flags that say that who is given a place has more to do than to fill it. A
 * round begins at the place from which there are as many left as it may have pages, and
 * ends with BATCH_LAST, which is the first that KVM_GMEM_BATCH_SLOW has a bit of, so
 * that one test tells the places where nothing else is to be done.
 */
#define BATCH_PLACE GENMASK(25, KVM_GMEM_BATCH_PLACE_SHIFT)
#define BATCH_UNWATCHED BIT(26) /* nobody has noted when the round began */
#define BATCH_OVERDUE BIT(27)
#define BATCH_FILLED(round, place) \
	((place) << KVM_GMEM_BATCH_PLACE_SHIFT | (round))
#define BATCH_STATE(round, place) (BATCH_UNWATCHED | BATCH_FILLED(round, place))
#define BATCH_LAST KVM_GMEM_BATCH_PAGES
#define BATCH_CLOSED (BATCH_LAST + 1)
static_assert(KVM_GMEM_BATCH_ROUNDS == 1 << KVM_GMEM_BATCH_PLACE_SHIFT);
static_assert(BATCH_LAST << KVM_GMEM_BATCH_PLACE_SHIFT ==
	      (KVM_GMEM_BATCH_SLOW & -KVM_GMEM_BATCH_SLOW));

atomic_long_t kvm_gmem_batch_state = ATOMIC_LONG_INIT(BATCH_STATE(1, 1));
static unsigned int batch_start =
	1; /* first place of the round; under the mutex */

/*
 * Addresses, to each of which round and place are added. The round, in the bits below
 * PAGE_SIZE, tells whether the one that was given the place has come to fill it.
 */
unsigned long kvm_gmem_batch_places[BATCH_LAST + 1];

static DEFINE_MUTEX(batch_drain_lock); /* one broadcast at a time */
/* The first round that isn't flushed everywhere. */
u16 kvm_gmem_batch_drained = 1;

static ktime_t
	batch_since; /* when the oldest was added, 0 if nobody has noted it */
static bool batch_timer_on;
static struct hrtimer batch_timer;

static unsigned int batch_round(unsigned long state)
{
	return state % KVM_GMEM_BATCH_ROUNDS;
}

static unsigned int batch_place(unsigned long state)
{
	return (state & BATCH_PLACE) >> KVM_GMEM_BATCH_PLACE_SHIFT;
}

/* What a drain has taken. */
struct batch_flush {
	unsigned int round;
	unsigned int first;
	unsigned int nr;
};

static void batch_flush_pages(void *arg)
{
	const struct batch_flush *flush = arg;
	unsigned int place;

	for (place = flush->first; place < flush->first + flush->nr; place++)
		flush_tlb_one_kernel(kvm_gmem_batch_places[place] -
				     BATCH_FILLED(flush->round, place));
}

static void batch_flush_all(void *arg)
{
	__flush_tlb_all();
}

/*
 * Is every address known? One isn't if it has not been written yet, or if it was
 * overwritten by a latecomer of an earlier round.
 */
static bool batch_knows_all(const struct batch_flush *flush)
{
	unsigned int i;

	for (i = 0; i < flush->nr; i++) {
		if (offset_in_page(READ_ONCE(
			    kvm_gmem_batch_places[flush->first + i])) !=
		    flush->round)
			return false;
	}
	return true;
}

static void batch_broadcast(struct batch_flush *flush)
{
	if (flush->nr <= tlb_single_page_flush_ceiling &&
	    batch_knows_all(flush))
		on_each_cpu(batch_flush_pages, flush, 1);
	else
		on_each_cpu(batch_flush_all, NULL, 1);
}

/* Take what is pending; nobody gets a place until batch_open(). */
static void batch_close(struct batch_flush *flush)
{
	unsigned int round =
		batch_round(atomic_long_read(&kvm_gmem_batch_state));
	unsigned long state = atomic_long_xchg(
		&kvm_gmem_batch_state, BATCH_STATE(round, BATCH_CLOSED));

	lockdep_assert_held(&batch_drain_lock);

	flush->round = round;
	flush->first = batch_start;
	flush->nr = min(batch_place(state), BATCH_CLOSED) - batch_start;
}

/* Begin the next round, or the same again if it was empty. */
static void batch_open(const struct batch_flush *flush)
{
	unsigned int round = flush->round;

	if (flush->nr)
		round = (round + 1) % KVM_GMEM_BATCH_ROUNDS ?: 1;

	/* Pairs with the acquire in kvm_gmem_batch_pending(). */
	smp_store_release(&kvm_gmem_batch_drained, round);

	WRITE_ONCE(batch_since, 0);
	batch_start = BATCH_CLOSED - READ_ONCE(batched_pages);
	/* Whoever is given a place sees the above. */
	atomic_long_set_release(&kvm_gmem_batch_state,
				BATCH_STATE(round, batch_start));
}

static void batch_drain_locked(void)
{
	struct batch_flush flush;

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
	unsigned long state;

	guard(mutex)(&batch_drain_lock);

	state = atomic_long_read(&kvm_gmem_batch_state);
	if (state & BATCH_OVERDUE || batch_place(state) > BATCH_LAST)
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
		atomic_long_or(BATCH_OVERDUE, &kvm_gmem_batch_state);
		queue_work(system_highpri_wq, &batch_work);
		left = batch_limit();
	}
	hrtimer_forward_now(timer, ns_to_ktime(left));
	return HRTIMER_RESTART;
}

/* The first address of a round was added: time runs. */
static void batch_watch(unsigned int round)
{
	long state;

	/* Of this round only: the next one begins unwatched. */
	do {
		state = atomic_long_read(&kvm_gmem_batch_state);
		if (batch_round(state) != round)
			return;
	} while (!atomic_long_try_cmpxchg(&kvm_gmem_batch_state, &state,
					  state & ~BATCH_UNWATCHED));

	WRITE_ONCE(batch_since, ktime_get());
	/* Pairs with the barrier in batch_timer_func(). */
	smp_mb();
	if (READ_ONCE(batch_timer_on) || xchg(&batch_timer_on, true))
		return;

	hrtimer_start(&batch_timer, ns_to_ktime(batch_limit()),
		      HRTIMER_MODE_REL);
}

/**
 * kvm_gmem_batch_add_slowly - the rest of kvm_gmem_batch_add()
 * @folio: its folio
 * @addr: its address
 * @state: where there is more to do than to fill the place, or no place
 */
void kvm_gmem_batch_add_slowly(struct folio *folio, unsigned long addr,
			       unsigned long state)
{
	while (batch_place(state) > BATCH_LAST) {
		batch_drain_if_due();
		state = kvm_gmem_batch_next();
	}

	kvm_gmem_batch_fill(folio, addr,
			    BATCH_FILLED(batch_round(state),
					 batch_place(state)));
	if (state & BATCH_UNWATCHED)
		batch_watch(batch_round(state));
	if (state & BATCH_OVERDUE || batch_place(state) == BATCH_LAST)
		batch_drain_if_due();
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
