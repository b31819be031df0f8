// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "die.h"
#include "measurement.h"
#include "op_steps.h"
#include "passes.h"

/* Of the time stamps alone, where all of them are taken together. */
#define OVERHEAD_RUNS 3

static void emit(struct measurement *m, const char *metric,
		 const struct bench_composition *composition, json_t *values)
{
	measurement_write(m, metric,
			  (struct record_spec){
				  .composition = composition,
				  .instrumented = m->p.instrumented,
				  .values = values,
			  });
}

/*
 * Every @stride'th sample from number @first on of all contenders that do the
 * operation, without the @overhead, for each of the @pages that it is for.
 */
static json_t *sample_values(const struct measurement *m, unsigned int first,
			     unsigned int stride, double overhead, u32 pages)
{
	json_t *values = json_array();
	const u64 *sample;

	for (unsigned int c = 0; c < measurement_doers(m); c++) {
		sample = m->cs.list[c].samples + first;
		for (u32 i = 0; i < m->cell.calls; i++, sample += stride)
			json_array_append_new(
				values,
				measurement_value(m, (*sample - overhead) /
							     pages));
	}
	return values;
}

static double smallest_sample(const struct measurement *m)
{
	u64 smallest = UINT64_MAX;

	for (unsigned int c = 0; c < m->cs.nr; c++)
		for (u32 i = 0; i < m->cell.calls; i++)
			smallest = min(smallest, m->cs.list[c].samples[i]);
	return smallest;
}

/* From the first start to the last finish, for each call of each contender. */
static double total_per_call(const struct measurement *m)
{
	u64 start = UINT64_MAX, finish = 0;

	for (unsigned int c = 0; c < m->cs.nr; c++) {
		start = min(start, m->cs.list[c].start);
		finish = max(finish, m->cs.list[c].finish);
	}
	return (double)(finish - start) / m->cs.nr / m->cell.calls;
}

/*
 * The price of the time stamps, from the same threads just before. Off a sample
 * the lowest is taken: what disturbs a pair of stamps is no part of their price.
 */
struct overhead {
	double sample;
	double total; /* for a call, with what lies between two samples */
	json_t *values; /* for the record; NULL where there is none */
};

/*
 * Of a few runs the least: what other work there is in one of them would be taken
 * off every call.
 */
static double least_total(struct measurement *m)
{
	double total = total_per_call(m);

	for (int i = 1; i < OVERHEAD_RUNS; i++) {
		measurement_run(m, m->op.overhead, NULL);
		total = min(total, total_per_call(m));
	}
	return total;
}

static bool has_total(const struct measurement *m)
{
	return measurement_only_totals(m) || m->op.make_up;
}

static void measure_overhead(struct measurement *m, struct overhead *overhead)
{
	measurement_run(m, m->op.overhead, NULL);
	json_decref(overhead->values);
	overhead->sample = smallest_sample(m);
	overhead->total = has_total(m) ? least_total(m) : 0;
	overhead->values =
		measurement_only_totals(m) ?
			json_pack("[o]",
				  measurement_value(m, overhead->total)) :
			sample_values(m, 0, 1, 0, 1);
}

/* On the isolated path the operation is all there is, and needs no list. */
static void emit_figure(struct measurement *m, const char *metric,
			struct bench_composition composition, json_t *values)
{
	bool abi = m->p.path == BENCH_PATH_ABI;

	emit(m, metric, abi ? &composition : NULL, values);
}

static void emit_samples(struct measurement *m, const struct overhead *overhead)
{
	const struct bench_op *op = m->cell.op;
	unsigned int stride = bench_op_samples(op);

	for (unsigned int i = 0; i < stride; i++)
		emit_figure(m, op->samples[i].metric,
			    op->samples[i].composition,
			    sample_values(m, i, stride, overhead->sample,
					  m->cell.pages));
}

static void emit_total(struct measurement *m, const struct overhead *overhead)
{
	const struct bench_composition *on =
		&m->cell.op->samples[0].composition;
	const struct bench_composition *off =
		&m->cell.op->samples[1].composition;
	const struct bench_composition sum = {
		.reads = on->reads + off->reads,
		.writes = on->writes + off->writes,
		.bytes = on->bytes + off->bytes,
	};
	double total = total_per_call(m) - overhead->total;

	emit_figure(m, m->bulk_metric, sum,
		    json_pack("[o]",
			      measurement_value(m, total / m->cell.pages)));
}

static bool needs_sharing(const struct measurement *m)
{
	return m->cell.op->shares ||
	       (m->p.bench->caches && m->p.contention == BENCH_CONTENTION_SAME);
}

/* Why there can't be a figure, or NULL. */
static const char *not_applicable(const struct measurement *m)
{
	const struct bench_op *op = m->cell.op;

	if (op->fixed_calls && m->cs.nr > 1)
		return "can be had of one vCPU only";
	if (op->mixed && m->p.contention != BENCH_CONTENTION_OTHER)
		return "other vCPUs take part: -v 2 or more, -C other";
	if (op->mixed && !gmem_is_private(&m->g))
		return "an ordinary memslot has no pages to lose";
	if (needs_sharing(m) && !gmem_shares(&m->g))
		return "a page has one cache only";
	if (op->only_zapped && !gmem_is_zapped(&m->g))
		return "the direct map is kept";
	return NULL;
}

/* Why there can't be a price, or NULL. */
static const char *not_priced(const struct measurement *m)
{
	bool counted = m->p.backend->one_clock;

	if (measurement_only_totals(m) && !m->bulk_metric)
		return "vCPUs on one clock can't be told apart";
	if (counted && m->bystanders.nr)
		return "bystanders are on the same clock";
	return NULL;
}

/* Said in the place of each figure, so that none is just absent. */
static void say_na(struct measurement *m, const char *why)
{
	const struct bench_op *op = m->cell.op;

	fprintf(stderr, "%s: %s: n/a: %s\n", m->p.bench->name, op->name, why);
	for (unsigned int i = 0; i < bench_op_samples(op); i++)
		if (op->samples[i].metric)
			measurement_note_na(m, op->samples[i].metric, why);
}

/* Takes over the overhead's values. */
static void emit_figures(struct measurement *m, const struct overhead *overhead)
{
	emit(m, "timer_overhead", NULL, overhead->values);
	if (measurement_only_totals(m))
		say_na(m, "vCPUs on one clock can't be told apart");
	else
		emit_samples(m, overhead);
	if (has_total(m))
		emit_total(m, overhead);
}

static void time_calls(struct measurement *m, void *arg)
{
	measure_overhead(m, arg);
	measurement_calls(m, NULL);
}

static void pass_timed(struct measurement *m)
{
	const char *why = not_priced(m);
	struct overhead overhead = {};

	if (why) {
		say_na(m, why);
		return;
	}
	bystanders_start(&m->bystanders);
	measurement_try(m, time_calls, &overhead);
	bystanders_stop(&m->bystanders);
	emit_figures(m, &overhead);
}

/* Bystanders are watched where nothing else is. */
static void pass_priced(struct measurement *m)
{
	pass_timed(m);
	if (m->bystanders.nr)
		pass_bystanders(m);
}

/* A kernel that counts events costs more: it has no prices. */
static void pass_counted(struct measurement *m)
{
	if (pass_events(m))
		m->failed = true;
	pass_parts(m);
}

static void measure_cell(struct measurement *m)
{
	const char *why = not_applicable(m);

	if (why) {
		say_na(m, why);
		return;
	}
	/* It has no calls that could be made once more. */
	if (m->p.bench->exposes) {
		pass_exposure(m);
		return;
	}
	if (bench_contention_stops(m->p.contention)) {
		m->failed |= pass_contended(m) != 0;
		return;
	}
	if (m->g.info.features & KVM_LAB_F_EVENTS)
		pass_counted(m);
	else
		pass_priced(m);

	/* What can't be done often is not done for this. */
	if (m->counters.nr && !m->cell.op->fixed_calls)
		pass_hw(m);
}

/* A call for many pages stands for as many calls. */
static void measure_len(struct measurement *m, struct bench_len len)
{
	struct bench_cell *cell = &m->cell;

	cell->len = len;
	cell->pages = bench_len_pages(m->p.bench, len.bytes);
	cell->warmup = DIV_ROUND_UP(m->p.warmup, cell->pages);
	cell->calls = DIV_ROUND_UP(m->p.iterations, cell->pages);
	if (cell->op->fixed_calls) {
		cell->warmup = 0;
		cell->calls = min(cell->calls, cell->op->fixed_calls);
	}
	measure_cell(m);
}

static void measure_op(struct measurement *m, const struct bench_op *op)
{
	const struct bench_len fixed = { .bytes = op->fixed_len };

	gmem_set_clear(!op->uncleared);
	m->op = *op;
	m->op.run = op->run ?: op_call;
	m->op.overhead = op->overhead ?: overhead_lab;

	/* No total where untimed work is between calls. */
	m->bulk_metric = op->lab_flags || op->fixed_calls ?
				 NULL :
				 lab_bulk_metric(m->p.bench->name,
						 op->samples[0].metric);
	m->cell = (struct bench_cell){ .op = &m->op, .seed = m->p.seed };
	if (op->fixed_len)
		measure_len(m, fixed);
	for (unsigned int i = 0; !op->fixed_len && i < m->p.nr_lens; i++)
		measure_len(m, m->p.lens[i]);
}

static void measure_all(struct measurement *m)
{
	const char *target = getenv("RESULT");
	int ret;

	ret = record_open(&m->records, target, m->p.id);
	if (ret)
		die("RESULT=%s: %s", target, strerror(-ret));
	if (!m->p.unit)
		fprintf(stderr,
			"%s: %s: neither counts nor time, so no figures\n",
			m->p.bench->name, m->p.backend->name);
	gmem_vm_create(&m->g, &m->p);
	contenders_create(&m->cs, &m->g, &m->p);
	bystanders_create(&m->bystanders, &m->g, &m->p);
	hw_counters_open(&m->counters, &m->p.events,
			 m->p.path == BENCH_PATH_ABI);
	for (unsigned int i = 0; i < m->p.nr_ops; i++)
		measure_op(m, m->p.ops[i]);
	gmem_set_clear(true);
	ret = record_close(&m->records);
	if (ret)
		die("closing the records: %s", strerror(-ret));
	hw_counters_close(&m->counters);
	kvm_vm_free(m->g.vm);
	if (m->failed)
		die("some figures can't be believed: see above");
}

int main(int argc, char **argv)
{
	static struct measurement m;

	if (bench_params_parse(&m.p, &bench, argc, argv))
		measure_all(&m);
	else
		bench_params_help(&bench, stdout);
	return 0;
}
