// SPDX-License-Identifier: GPL-2.0
/*
 * What one operation costs whoever has to wait in it: for the folio lock, or for the
 * flush of what was deferred. Another vCPU is stopped where it has what is needed, and
 * let go once the measured one is asleep. A figure is the CPU time of the measured
 * thread, which leaves out the sleep itself, less that of an empty call.
 */
#include "kvm_util.h"

#include <sys/resource.h>

#include "die.h"
#include "measurement.h"
#include "passes.h"
#include "pause_points.h"

#define EMPTY_CALLS 3
#define LOOKS \
	1000 /* for somebody to be stopped, or asleep, a millisecond apart */

/* A vCPU that is stopped at a pause point, in the way of the one that is measured. */
struct blocker {
	const struct bench_cell *cell;
	struct contender *holder; /* who is stopped */
	struct contender *measured;
	pthread_t thread;
	bool done;
	int error;
};

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
	struct exposure e = gmem_exposure();
	struct stale stale = op->work.copies ? e.unmap : e.unpin;

	return stale.usecs && stale.usecs != EXPOSURE_UNBOUNDED;
}

/* Why no vCPU can be in the way, or NULL. Ends the program without pause points. */
static const char *not_applicable(const struct measurement *m)
{
	const struct bench_op *op = m->cell.op;

	if (!(m->g.info.features & KVM_LAB_F_PAUSE))
		die("no pause points here: set CONFIG_KVM_LAB_PAUSE=y");
	if (!op->work.copies && !op->work.pins)
		return "the operation has nothing to wait for";
	if (!gmem_is_private(&m->g))
		return "an ordinary memslot has no folio to lock";
	if (m->p.contention == BENCH_CONTENTION_QUEUED_FLUSH &&
	    (!gmem_is_zapped(&m->g) || !defers(op)))
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

/*
 * Lets the holder do its part in a thread of its own. With @stop returns when it, or
 * who does the same for it, is stopped in the middle of it; else when it is over.
 * Returns 0, -ETIME if nobody got to where he was to be stopped, or another negative
 * errno. blocker_end() must follow in any case.
 */
static int blocker_begin(struct blocker *o, bool stop)
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

static void blocker_go(struct blocker *o)
{
	int ret = pause_command("go");

	if (ret)
		die("letting go from %s: %s", point_of(o), strerror(-ret));
}

static int blocker_end(struct blocker *o)
{
	pthread_join(o->thread, NULL);
	return o->error;
}

struct usage {
	s64 nsecs;
	u64 waits;
};

/* Of some calls, with somebody in the way or not. */
struct calls {
	struct blocker *blocker;
	bool stop;
	json_t *values;
	u64 waits;
	u32 idle; /* calls that never waited */
	bool missed; /* nobody was stopped */
};

/* One call, in a thread of its own. */
struct attempt {
	struct contender *c;
	const struct bench_cell *cell;
	pthread_t thread;
	pid_t tid;
	bool done;
	int error;
	struct usage used;
};

static struct usage usage_now(void)
{
	struct timespec time;
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (struct usage){
		.nsecs = time.tv_sec * NSEC_PER_SEC + time.tv_nsec,
		.waits = usage.ru_nvcsw,
	};
}

static struct usage usage_of(struct attempt *a, bench_run_fn run)
{
	struct usage before = usage_now(), after;

	a->error = run(a->c, a->cell, 1, a->c->samples);
	after = usage_now();
	return (struct usage){
		.nsecs = after.nsecs - before.nsecs,
		.waits = after.waits - before.waits,
	};
}

/*
 * What is done for the first time is done by an empty call. Of the others the least:
 * other work in one of them would be taken off.
 */
static s64 empty_nsecs(struct attempt *a)
{
	s64 least = INT64_MAX;

	usage_of(a, a->cell->op->overhead);
	for (int i = 0; i < EMPTY_CALLS; i++)
		least = min(least, usage_of(a, a->cell->op->overhead).nsecs);
	return least;
}

static void *attempt_thread(void *arg)
{
	struct attempt *a = arg;
	s64 empty;

	kvm_pin_this_task_to_pcpu(a->c->pin);
	empty = empty_nsecs(a);
	__atomic_store_n(&a->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	if (!a->error)
		a->used = usage_of(a, a->cell->op->run);
	a->used.nsecs -= empty;
	__atomic_store_n(&a->done, true, __ATOMIC_RELEASE);
	return NULL;
}

/* Asleep and not to be disturbed, as who waits for a lock of the kernel. */
static bool is_asleep(struct attempt *a)
{
	pid_t tid = __atomic_load_n(&a->tid, __ATOMIC_ACQUIRE);
	char path[64], state = 0;
	FILE *file;

	if (!tid)
		return false;
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	fclose(file);
	return state == 'D';
}

static bool is_done(struct attempt *a)
{
	return __atomic_load_n(&a->done, __ATOMIC_ACQUIRE);
}

static void wait_asleep(struct attempt *a)
{
	int looks = LOOKS;

	while (looks-- && !is_asleep(a) && !is_done(a))
		usleep(1000);
}

/* With the holder at work, or stopped in it. */
static int call_beside(struct blocker *o, bool stop, struct attempt *a)
{
	int ret = blocker_begin(o, stop);

	if (!ret && pthread_create(&a->thread, NULL, attempt_thread, a))
		ret = -EAGAIN;
	if (!ret && stop)
		wait_asleep(a);
	if (stop)
		blocker_go(o);
	if (!ret)
		pthread_join(a->thread, NULL);
	return blocker_end(o) ?: ret ?: a->error;
}

static void add_call(struct measurement *m, struct calls *calls,
		     const struct usage *used)
{
	double ticks = (double)used->nsecs * m->g.info.tsc_khz / 1000000;

	if (m->p.unit)
		json_array_append_new(calls->values,
				      measurement_value(m, ticks));
	calls->waits += used->waits;
	calls->idle += !used->waits;
}

static void make_calls(struct measurement *m, void *arg)
{
	struct calls *calls = arg;
	struct attempt a;
	int ret = 0;

	json_decref(calls->values);
	calls->values = json_array();
	calls->waits = 0;
	calls->idle = 0;
	for (u32 i = 0; !calls->missed && i < m->cell.calls; i++) {
		a = (struct attempt){ .c = &m->cs.list[0], .cell = &m->cell };
		/* How the batch begins moves what is added to it. */
		if (gmem_is_zapped(&m->g))
			strategy_drain();
		ret = call_beside(calls->blocker, calls->stop, &a);
		calls->missed = ret == -ETIME;
		if (!calls->missed)
			measurement_require(m, "measuring", ret);
		add_call(m, calls, &a.used);
	}
}

/* Takes over the values. */
static void note(struct measurement *m, const char *metric, json_t *values)
{
	measurement_write(m, metric,
			  (struct record_spec){
				  .instrumented = true,
				  .values = values,
			  });
}

static void note_na(struct measurement *m, const char *why)
{
	fprintf(stderr, "%s: %s, strategy %s, contention %s: n/a: %s\n",
		m->p.bench->name, m->cell.op->name, m->g.strategy,
		bench_contention_name(m->p.contention), why);
	if (!m->p.unit)
		return;
	measurement_note_na(m, "contended", why);
	measurement_note_na(m, "waits", why);
}

static void note_figures(struct measurement *m, struct calls *with,
			 struct calls *without)
{
	if (!m->p.unit)
		return;
	note(m, "contended", json_incref(with->values));
	note(m, "uncontended", json_incref(without->values));
	note(m, "waits", json_pack("[f]", (double)with->waits / m->cell.calls));
}

/* It was really in the way, each time, or there is no figure of it. */
static int check_calls(struct measurement *m, const struct calls *with)
{
	char why[96];

	if (with->missed)
		snprintf(why, sizeof(why), "nobody was stopped in the way");
	else if (with->idle)
		snprintf(why, sizeof(why), "%u of %u calls did not wait",
			 with->idle, m->cell.calls);
	else
		return 0;
	note_na(m, why);
	return -1;
}

int pass_contended(struct measurement *m)
{
	struct blocker blocker = {
		.cell = &m->cell,
		.holder = &m->cs.list[1],
		.measured = &m->cs.list[0],
	};
	struct calls with = { .blocker = &blocker, .stop = true };
	struct calls without = { .blocker = &blocker };
	const char *why = not_applicable(m);
	int ret;

	if (why) {
		note_na(m, why);
		return 0;
	}
	m->cell.warmup = 0;
	measurement_require(m, "preparing",
			    m->cell.op->prepare(blocker.holder, &m->cell));
	measurement_try(m, make_calls, &without);
	measurement_try(m, make_calls, &with);
	ret = check_calls(m, &with);
	if (!ret)
		note_figures(m, &with, &without);
	json_decref(with.values);
	json_decref(without.values);
	return ret;
}
