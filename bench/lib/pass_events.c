// SPDX-License-Identifier: GPL-2.0
/*
 * The lab's own counters: flushes and page table writes of the calls, each held
 * against a witness, and all of them against what the strategy must have caused.
 */
#include "kvm_util.h"

#include "clock.h"
#include "die.h"
#include "measurement.h"
#include "passes.h"
#include "cross_check.h"

#define UNCHECKED ": expected events not checked"
#define PARAMETERS "/sys/module/kvm/parameters/"

static const struct {
	enum kvm_lab_event event;
	const char *metric;
} metrics[] = {
	{ KVM_LAB_EVENT_PTE_WRITES, "pte_writes" },
	{ KVM_LAB_EVENT_LOCAL_INVALIDATIONS, "local_invalidations" },
	{ KVM_LAB_EVENT_LOCAL_FULL_FLUSHES, "local_full_flushes" },
	{ KVM_LAB_EVENT_RANGE_FLUSHES, "range_flushes" },
	{ KVM_LAB_EVENT_RANGE_PAGES, "range_pages" },
	{ KVM_LAB_EVENT_FULL_FLUSHES, "full_flushes" },
	{ KVM_LAB_EVENT_BROADCASTS, "broadcasts" },
	{ KVM_LAB_EVENT_CPUS_INTERRUPTED, "cpus_interrupted" },
};

/* What a bystander had until the calls began, and then what they cost it. */
struct loss {
	u64 exits;
	u64 ticks;
};

struct counted {
	struct measurement *m;
	u64 events[KVM_LAB_NR_EVENTS];
	u64 region;
	u64 ticks;
	struct loss losses[BENCH_MAX_VCPUS];
	char why[128]; /* it can't be believed, "" if it can */
	bool miscounted; /* and is not even what was done */
};

static struct kvm_lab_events read_events(struct measurement *m, u32 cpu,
					 bool watch)
{
	struct kvm_lab_events events = { .cpu = cpu, .watch = watch };

	if (__vcpu_ioctl(m->cs.list[0].vcpu, KVM_LAB_GET_EVENTS, &events))
		die("KVM_LAB_GET_EVENTS: %s", strerror(errno));
	return events;
}

static struct loss read_loss(struct measurement *m, const struct bystander *b)
{
	const struct kvm_lab_events events = read_events(m, b->cpu, true);

	return (struct loss){
		.exits = bystander_exits(b),
		.ticks = events.count[KVM_LAB_EVENT_HANDLER_TICKS],
	};
}

/* The difference, once both ends were taken. */
static void take_events(struct counted *c, bool watch)
{
	const struct kvm_lab_events now =
		read_events(c->m, KVM_LAB_ALL_CPUS, watch);

	for (int event = 0; event < KVM_LAB_NR_EVENTS; event++)
		c->events[event] = now.count[event] - c->events[event];
	c->region = now.region;
}

static void take_losses(struct counted *c)
{
	struct loss now;

	for (unsigned int i = 0; i < c->m->bystanders.nr; i++) {
		now = read_loss(c->m, &c->m->bystanders.list[i]);
		c->losses[i].exits = now.exits - c->losses[i].exits;
		c->losses[i].ticks = now.ticks - c->losses[i].ticks;
	}
}

static u32 read_parameter(const char *name, u32 fallback)
{
	char path[128];
	u32 value;
	FILE *file;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	file = fopen(path, "r");
	if (!file)
		return fallback;
	if (fscanf(file, "%u", &value) != 1 || !value)
		die("%s: not a number", path);
	fclose(file);
	return value;
}

static struct expected_events expected_events_of(const struct measurement *m,
						 const struct counted *c)
{
	const struct expected_work *work = &m->cell.op->work;
	u64 pages =
		(u64)m->cs.nr * m->cell.calls * bench_len_touched(m->cell.len);
	u64 usecs = c->ticks * 1000 / m->g.info.tsc_khz;
	/* To make up for it is to punch one page out. */
	u64 give_backs =
		pages * work->give_backs + (m->cell.op->make_up ? m->cs.nr : 0);
	bool clears = gmem_is_zapped(&m->g) && !m->cell.op->uncleared;

	return (struct expected_events){
		.strategy = m->g.strategy,
		.work = {
			.copies = pages * work->copies,
			.pins = pages * work->pins,
			.shared_pins = pages * work->shared_pins,
			.take_outs = pages * work->take_outs,
			.give_backs = give_backs,
			.clears = clears ? give_backs : 0,
		},
		.cpus = sysconf(_SC_NPROCESSORS_ONLN),
		.batch_pages = read_parameter("batched_pages", 1),
		.overdue = usecs / read_parameter("batched_usecs", 1000) + 1,
	};
}

/* Why nobody can say what the strategy must have caused, or NULL. */
static const char *not_checked(const struct measurement *m)
{
	if (!expected_events_known(m->g.strategy))
		return "no rule for this strategy" UNCHECKED;
	if (m->cell.op->mixed)
		return "a mix, no rule for its use of the strategy" UNCHECKED;
	if (m->cell.op->fixed_calls)
		return "a 2M mapping is split, no rule for that" UNCHECKED;
	return NULL;
}

/* Nobody else works, and under TCG an idle CPU halts: no interrupt is saved. */
static bool is_alone(const struct measurement *m)
{
	return m->cs.nr == 1 && !m->bystanders.nr && m->p.backend->one_clock;
}

static void cross_check_counts(const struct measurement *m,
			       const struct expected_events *t,
			       struct counted *c)
{
	char why[96];

	c->miscounted =
		cross_check(c->events, t->cpus, is_alone(m), why, sizeof(why));
	if (c->miscounted)
		snprintf(c->why, sizeof(c->why), "cross-check: %s", why);
}

static void check_counts(struct measurement *m, struct counted *c)
{
	const struct expected_events t = expected_events_of(m, c);
	char why[96];

	cross_check_counts(m, &t, c);
	if (c->why[0])
		return;
	if (direct_map_check(m, "after the last call", why, sizeof(why)) ||
	    (!not_checked(m) &&
	     expected_events_check(&t, c->events, why, sizeof(why))))
		snprintf(c->why, sizeof(c->why), "expected events: %s", why);
}

static void start(void *arg)
{
	struct counted *c = arg;

	take_events(c, true);
	take_losses(c);
	c->ticks = -clock_ticks();
}

static void stop(void *arg)
{
	struct counted *c = arg;

	c->ticks += clock_ticks();
	take_losses(c);
	take_events(c, false);
}

static void count_calls(struct measurement *m, void *arg)
{
	const struct contenders_watch watch = { .start = start,
						.stop = stop,
						.arg = arg };
	struct counted *c = arg;

	*c = (struct counted){ .m = m };
	/* What an earlier case has deferred; a kernel without series has no such. */
	strategy_drain();
	bystanders_start(&m->bystanders);
	measurement_calls(m, &watch);
	bystanders_stop(&m->bystanders);
	check_counts(m, c);
}

/* Of the operation that is named; what others cause meanwhile is in each. */
static u64 nr_calls(const struct measurement *m)
{
	return (u64)measurement_doers(m) * m->cell.calls * m->cell.pages;
}

static double per_call(const struct measurement *m, u64 count)
{
	return (double)count / nr_calls(m);
}

/* Who watches the instructions from outside must have seen as many. */
static json_t *witness_of(const struct counted *c, enum kvm_lab_event event,
			  u64 calls)
{
	const u64 *events = c->events;

	if (event != KVM_LAB_EVENT_LOCAL_INVALIDATIONS)
		return NULL;
	return json_pack("{sI,sI,sI,sI,sI}", "region", (json_int_t)c->region,
			 "invlpg", (json_int_t)events[event], "icr_least",
			 (json_int_t)(events[KVM_LAB_EVENT_CALL_IPIS] +
				      events[KVM_LAB_EVENT_OTHER_IPIS]),
			 "icr_most",
			 (json_int_t)events[KVM_LAB_EVENT_IPI_STORES], "calls",
			 (json_int_t)calls);
}

/*
 * Counts that the witnesses confirm are kept, even of what no such strategy does: they
 * say what is done too often.
 */
static void note_event(struct measurement *m, const struct counted *c,
		       enum kvm_lab_event event, const char *metric)
{
	json_t *figure = measurement_number(per_call(m, c->events[event]));
	struct record_spec spec = { .instrumented = true };

	if (!c->miscounted)
		spec.witness = witness_of(c, event, nr_calls(m));
	if (!c->why[0])
		spec.values = json_pack("[O]", figure);
	else if (!c->miscounted)
		spec.seen = json_incref(figure);
	if (c->why[0])
		spec.na = c->why;
	json_decref(figure);
	measurement_write(m, metric, spec);
}

static void note_events(struct measurement *m, const struct counted *c)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(metrics); i++)
		note_event(m, c, metrics[i].event, metrics[i].metric);
}

/* So that nobody takes what was not held against anything for what was. */
static void note_expected_events(struct measurement *m)
{
	const char *why = not_checked(m);

	if (why)
		measurement_note_na(m, "expected_events", why);
}

/* The one that lost most: what each access may cost any of them. */
static void note_losses(struct measurement *m, const struct counted *c)
{
	u64 exits = 0, ticks = 0;

	if (!m->bystanders.nr)
		return;
	for (unsigned int i = 0; i < m->bystanders.nr; i++) {
		exits = max(exits, c->losses[i].exits);
		ticks = max(ticks, c->losses[i].ticks);
	}
	measurement_note(m, "bystander_exits", per_call(m, exits));
	measurement_note(m, "bystander_insns",
			 measurement_figure(m, per_call(m, ticks)));
}

int pass_events(struct measurement *m)
{
	u32 warmup = m->cell.warmup;
	struct counted c;
	char why[96];
	int ret;

	/* The first KVM_RUN of a VM starts a thread, whose stack is mapped. */
	m->cell.warmup = m->cell.op->fixed_calls ? 0 : 1;
	ret = direct_map_check_between(m, why, sizeof(why));
	measurement_try(m, count_calls, &c);
	m->cell.warmup = warmup;
	if (ret)
		snprintf(c.why, sizeof(c.why), "expected events: %s", why);
	note_events(m, &c);
	note_expected_events(m);
	note_losses(m, &c);
	if (c.why[0])
		fprintf(stderr, "%s: %s, strategy %s, %u bytes: %s\n",
			m->p.bench->name, m->cell.op->name, m->g.strategy,
			m->cell.len.bytes, c.why);
	return c.miscounted ? -1 : 0;
}
