// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "die.h"
#include "exposure.h"
#include "blocker.h"
#include "pause_points.h"

#define LOOKS 1000 /* for whoever is to be stopped, a millisecond apart */

static bool stops_flush(const struct blocker *o)
{
	return o->holder->all->p->contention == BENCH_CONTENTION_QUEUED_FLUSH;
}

static const char *point_of(const struct blocker *o)
{
	return stops_flush(o) ? "batch_flush" : "access_locked";
}

/* A bounded time in which something stays readable: it is flushed later. */
static bool defers(const struct bench_op *op)
{
	const struct stale *stale;
	struct exposure e;
	int ret = exposure_read(&e);

	if (ret)
		die("what the strategy declares: %s", strerror(-ret));
	stale = op->work.copies ? &e.unmap : &e.unpin;
	return stale->usecs && stale->usecs != EXPOSURE_UNBOUNDED;
}

const char *blocker_not_applicable(const struct gmem_vm *g,
				   const struct bench_op *op)
{
	if (!(g->info.features & KVM_LAB_F_PAUSE))
		die("no pause points here: set CONFIG_KVM_LAB_PAUSE=y");
	if (!op->work.copies && !op->work.pins)
		return "the operation has nothing to wait for";
	if (!gmem_is_private(g))
		return "an ordinary memslot has no folio to lock";
	if (g->p->contention == BENCH_CONTENTION_QUEUED_FLUSH &&
	    (!gmem_is_zapped(g) || !defers(op)))
		return "no flush is deferred";
	return NULL;
}

/* Leaves something to flush, and flushes it; a worker may come first. */
static int flush_something(struct blocker *o)
{
	int ret = o->cell->op->run(o->holder, o->cell, 1, o->holder->samples);

	return ret ? ret : strategy_drain();
}

static int read_same_page(struct blocker *o)
{
	u64 word;

	return lab_read(o->holder->vcpu, o->measured->gpa, &word, sizeof(word));
}

static void *holder_thread(void *arg)
{
	struct blocker *o = arg;

	kvm_pin_this_task_to_pcpu(o->holder->pin);
	o->error = stops_flush(o) ? flush_something(o) : read_same_page(o);
	__atomic_store_n(&o->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static int wait_stopped(struct blocker *o)
{
	for (int i = 0; i < LOOKS; i++) {
		if (pause_is("parked", point_of(o)))
			return 0;
		if (__atomic_load_n(&o->done, __ATOMIC_ACQUIRE))
			return o->error ? o->error : -ETIME;
		usleep(1000);
	}
	return -ETIME;
}

int blocker_begin(struct blocker *o, bool stop)
{
	int ret = 0;

	o->done = false;
	if (stop)
		ret = pause_command(point_of(o));
	if (ret)
		die("pause point %s: %s", point_of(o), strerror(-ret));
	if (pthread_create(&o->thread, NULL, holder_thread, o))
		die("can't start the vCPU that is to be stopped");
	if (stop)
		return wait_stopped(o);
	while (!__atomic_load_n(&o->done, __ATOMIC_ACQUIRE))
		usleep(1000);
	return o->error;
}

void blocker_go(struct blocker *o)
{
	int ret = pause_command("go");

	if (ret)
		die("letting go from %s: %s", point_of(o), strerror(-ret));
}

int blocker_end(struct blocker *o)
{
	pthread_join(o->thread, NULL);
	return o->error;
}
