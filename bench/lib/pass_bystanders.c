// SPDX-License-Identifier: GPL-2.0
/*
 * What bystanders lose while others have KVM access guest memory: loops, against a time
 * as long in which nobody does, and the longest gap between two of them.
 */
#include "kvm_util.h"

#include <math.h>

#include "measurement.h"
#include "passes.h"

/* What each bystander ran. */
struct spins {
	struct bystanders *bs;
	struct spun busy[BENCH_MAX_VCPUS];
	struct spun idle[BENCH_MAX_VCPUS];
	struct spun *now; /* one of both */
};

static void start(void *arg)
{
	struct spins *s = arg;

	for (unsigned int i = 0; i < s->bs->nr; i++)
		bystander_begin(&s->bs->list[i], &s->now[i]);
}

static void stop(void *arg)
{
	struct spins *s = arg;

	for (unsigned int i = 0; i < s->bs->nr; i++)
		bystander_end(&s->bs->list[i], &s->now[i]);
}

/* As long as the calls took. */
static void leave_alone(struct measurement *m, struct spins *s)
{
	u64 nsecs = s->busy[0].ticks * 1000000 / m->g.info.tsc_khz;
	struct timespec time = {
		.tv_sec = nsecs / NSEC_PER_SEC,
		.tv_nsec = nsecs % NSEC_PER_SEC,
	};

	s->now = s->idle;
	start(s);
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &time) == EINTR)
		;
	stop(s);
}

static void spin(struct measurement *m, void *arg)
{
	const struct contenders_watch watch = { .start = start,
						.stop = stop,
						.arg = arg };
	struct spins *s = arg;

	s->now = s->busy;
	bystanders_start(&m->bystanders);
	measurement_calls(m, &watch);
	leave_alone(m, s);
	bystanders_stop(&m->bystanders);
}

/* The one that lost most: what the calls may cost any of them. */
static void note_spins(struct measurement *m, const struct spins *s)
{
	double calls = (double)m->cs.nr * m->cell.calls * m->cell.pages;
	double lost = NAN, its;
	u64 busy = 0, idle = 0;

	for (unsigned int i = 0; i < s->bs->nr; i++) {
		its = spun_lost(&s->idle[i], &s->busy[i]);
		if (isnan(lost) || its > lost)
			lost = its;
		busy = max(busy, s->busy[i].gap);
		idle = max(idle, s->idle[i].gap);
	}
	if (isnan(lost))
		measurement_note_na(
			m, "bystander_lost_loops",
			"a bystander ran nothing with nobody at work");
	else
		measurement_note(m, "bystander_lost_loops", lost / calls);
	measurement_note(m, "bystander_gap_max", measurement_figure(m, busy));
	measurement_note(m, "bystander_gap_idle", measurement_figure(m, idle));
}

static void note_na(struct measurement *m, const char *why)
{
	measurement_note_na(m, "bystander_lost_loops", why);
	measurement_note_na(m, "bystander_gap_max", why);
	measurement_note_na(m, "bystander_gap_idle", why);
}

void pass_bystanders(struct measurement *m)
{
	struct spins spins = { .bs = &m->bystanders };

	if (m->p.backend->one_clock) {
		note_na(m, "vCPUs take turns on one clock: none is held up");
		return;
	}
	measurement_try(m, spin, &spins);
	if (m->p.unit)
		note_spins(m, &spins);
}
