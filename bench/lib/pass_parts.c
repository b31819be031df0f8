// SPDX-License-Identifier: GPL-2.0
/* Where the instructions of one access go, out of the stamps that it leaves. */
#include "kvm_util.h"

#include "die.h"
#include "measurement.h"
#include "parts.h"
#include "passes.h"

/* A total over all calls. */
struct sums {
	struct parts parts;
	int price;
};

static u32 get_stamps(struct kvm_vcpu *vcpu, struct kvm_lab_stamp *list)
{
	struct kvm_lab_stamps arg = {
		.nr = KVM_LAB_MAX_STAMPS,
		.list = (uintptr_t)list,
	};

	if (__vcpu_ioctl(vcpu, KVM_LAB_GET_STAMPS, &arg))
		die("KVM_LAB_GET_STAMPS: %s", strerror(errno));
	return arg.nr;
}

static double handler_ticks(struct kvm_vcpu *vcpu)
{
	struct kvm_lab_events events = { .cpu = KVM_LAB_ALL_CPUS };

	if (__vcpu_ioctl(vcpu, KVM_LAB_GET_EVENTS, &events))
		die("KVM_LAB_GET_EVENTS: %s", strerror(errno));
	return events.count[KVM_LAB_EVENT_HANDLER_TICKS];
}

static int measure_price(struct contender *c, const struct bench_cell *cell,
			 struct kvm_lab_stamp *list)
{
	u64 sample;
	int ret = cell->op->overhead(c, cell, 1, &sample);

	return ret ? ret : parts_price(list, get_stamps(c->vcpu, list));
}

static int add_call(struct contender *c, const struct bench_cell *cell,
		    struct kvm_lab_stamp *list, struct sums *sums)
{
	u64 sample;
	int ret = cell->op->run(c, cell, 1, &sample);

	if (ret)
		return ret;
	return parts_add(&sums->parts, list, get_stamps(c->vcpu, list),
			 sums->price);
}

static void stamp_calls(struct measurement *m, void *arg)
{
	struct contender *c = &m->cs.list[0];
	struct kvm_lab_stamp list[KVM_LAB_MAX_STAMPS];
	struct sums *sums = arg;
	double *part = sums->parts.part;
	int ret;

	*sums = (struct sums){};
	sums->price = measure_price(c, &m->cell, list);
	if (sums->price < 0)
		die("the price of a stamp: %s", strerror(-sums->price));
	part[PART_HANDLERS] = -handler_ticks(c->vcpu);
	for (u32 i = 0; i < m->cell.calls; i++) {
		ret = add_call(c, &m->cell, list, sums);
		if (ret)
			die("stamps of %s, strategy %s: %s", m->cell.op->name,
			    m->g.strategy, strerror(-ret));
	}
	part[PART_HANDLERS] += handler_ticks(c->vcpu);

	/* On one clock the sender's time holds that of the others. */
	if (m->p.backend->one_clock)
		part[PART_FLUSH] -= part[PART_HANDLERS];
}

/* The mean of @sum over the calls, or @why there is none. */
static void note_mean(struct measurement *m, const char *metric, double sum,
		      const char *why)
{
	if (why)
		measurement_note_na(m, metric, why);
	else
		measurement_note(m, metric,
				 measurement_figure(m, sum / m->cell.calls));
}

static void note_sums(struct measurement *m, const struct sums *sums,
		      const char *why)
{
	for (int part = 0; part < NR_PARTS; part++)
		note_mean(m, lab_part_metric(part), sums->parts.part[part],
			  why);
	for (int hold = 0; hold < NR_HOLDS; hold++)
		note_mean(m, lab_hold_metric(hold), sums->parts.hold[hold],
			  why);
	note_mean(m, lab_stamp_metric(), (double)sums->price * m->cell.calls,
		  why);
}

static const char *not_applicable(const struct measurement *m)
{
	if (!gmem_is_private(&m->g))
		return "an ordinary memslot's access has no parts";
	if (bench_len_touched(m->cell.len) > 1)
		return "an access of several pages";
	if (m->p.contention != BENCH_CONTENTION_NONE)
		return "vCPUs on one clock can't be told apart";
	return NULL;
}

void pass_parts(struct measurement *m)
{
	const char *why = not_applicable(m);
	struct sums sums = {};

	if (!m->cell.op->has_parts || !m->p.unit)
		return;
	if (!why)
		measurement_try(m, stamp_calls, &sums);
	note_sums(m, &sums, why);
}
