// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "contenders.h"
#include "die.h"
#include "record.h"

/* What disturbs a cell, the split of a mapping, happens ever more rarely. */
#define MAX_TRIES 50

struct measurement {
	const struct bench *bench;
	struct bench_params p;
	struct gmem_vm g;
	struct contenders cs;
	struct record_writer records;
	struct bench_cell cell;
	struct hw_counters counters;
};

/*
 * One clock counts the instructions of all vCPUs: a call's own figure would
 * hold whatever the others did meanwhile.
 */
static bool only_totals(const struct measurement *m)
{
	return m->cs.nr > 1 && !strcmp(m->p.backend->name, "tcg-counted");
}

static json_t *dimensions(const struct measurement *m)
{
	json_t *dimensions = json_pack(
		"{ss,ss,ss,si,ss,si,si,ss,ss,ss}", "strategy", m->g.strategy,
		"path", bench_path_name(m->p.path), "op", m->cell.op->name,
		"len", m->cell.len.bytes, "placement",
		m->cell.len.crossing ? "crossing" : "aligned", "cpus",
		(int)sysconf(_SC_NPROCESSORS_ONLN), "vcpus", m->p.vcpus,
		"contention", bench_contention_name(m->p.contention), "kernel",
		m->p.kernel, "backend", m->p.backend->name);

	if (m->bench->populates)
		json_object_set_new(dimensions, "pages",
				    json_integer(m->cell.pages));
	return dimensions;
}

/* @ticks in the unit of the records. */
static json_t *value(const struct measurement *m, double ticks)
{
	if (!strcmp(m->p.unit, "ns"))
		return json_real(ticks * 1e6 / m->g.info.tsc_khz);
	if (ticks == (json_int_t)ticks)
		return json_integer((json_int_t)ticks);
	return json_real(ticks);
}

static void write_record(struct measurement *m, const struct record_spec *spec)
{
	int ret = record_write(&m->records, spec);

	if (ret == -EEXIST)
		die("%s, %s, %u bytes: asked for twice in one run",
		    spec->metric, m->cell.op->name, m->cell.len.bytes);
	if (ret)
		die("writing the record of %s: %s", spec->metric,
		    strerror(-ret));
}

static void emit(struct measurement *m, const char *metric,
		 const struct bench_composition *composition, json_t *values)
{
	const struct record_spec spec = {
		.bench = m->bench->name,
		.metric = metric,
		.unit = m->p.unit,
		.dimensions = dimensions(m),
		.composition = composition,
		.instrumented = m->p.instrumented,
		.values = values,
	};

	write_record(m, &spec);
}

/*
 * Every @stride'th sample of all contenders from number @first on, without the
 * @overhead, for each of the @pages that it is for.
 */
static json_t *sample_values(const struct measurement *m, unsigned int first,
			     unsigned int stride, double overhead, u32 pages)
{
	json_t *values = json_array();
	const u64 *sample;

	for (unsigned int c = 0; c < m->cs.nr; c++) {
		sample = m->cs.list[c].samples + first;
		for (u32 i = 0; i < m->cell.calls; i++, sample += stride)
			json_array_append_new(
				values, value(m, (*sample - overhead) / pages));
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

/* Ends the program if @ret, a negative errno, came of @doing the operation. */
static void require(const struct measurement *m, const char *doing, int ret)
{
	const char *why = ret == -EILSEQ ? "guest memory holds other bytes" :
			  ret == -EAGAIN ? "disturbed each time" :
					   strerror(-ret);

	if (ret)
		die("%s %s, %u bytes at gpa %#lx, strategy %s: %s", doing,
		    m->cell.op->name, m->cell.len.bytes, m->cs.list[0].gpa,
		    m->g.strategy, why);
}

static void run_all(struct measurement *m, bench_run_fn run,
		    bench_step_fn settle)
{
	require(m, "measuring", contenders_run(&m->cs, &m->cell, run, settle));
}

static void step_all(struct measurement *m, const char *doing,
		     bench_step_fn step)
{
	require(m, doing, contenders_step(&m->cs, &m->cell, step));
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

static void measure_overhead(struct measurement *m, struct overhead *overhead)
{
	run_all(m, m->cell.op->overhead, NULL);
	json_decref(overhead->values);
	overhead->sample = smallest_sample(m);
	overhead->total = total_per_call(m);
	if (!m->p.unit)
		return;
	overhead->values = only_totals(m) ?
				   json_pack("[o]", value(m, overhead->total)) :
				   sample_values(m, 0, 1, 0, 1);
}

/* On the isolated path the operation is all there is, and needs no list. */
static void emit_figure(struct measurement *m, const char *metric,
			struct bench_composition composition, json_t *values)
{
	bool abi = m->p.path == BENCH_PATH_ABI;

	emit(m, metric, abi ? &composition : NULL, values);
}

static void emit_parts(struct measurement *m, const struct overhead *overhead)
{
	const struct bench_op *op = m->cell.op;
	unsigned int stride = bench_op_parts(op);

	for (unsigned int i = 0; i < stride; i++)
		emit_figure(m, op->parts[i].metric, op->parts[i].composition,
			    sample_values(m, i, stride, overhead->sample,
					  m->cell.pages));
}

static void emit_total(struct measurement *m, const struct overhead *overhead)
{
	const struct bench_composition *on = &m->cell.op->parts[0].composition;
	const struct bench_composition *off = &m->cell.op->parts[1].composition;
	const struct bench_composition sum = {
		.reads = on->reads + off->reads,
		.writes = on->writes + off->writes,
		.bytes = on->bytes + off->bytes,
	};
	double total = total_per_call(m) - overhead->total;

	emit_figure(m, m->cell.op->metric_all_vcpus, sum,
		    json_pack("[o]", value(m, total / m->cell.pages)));
}

/* Why there can't be a figure, or NULL. */
static const char *not_applicable(const struct measurement *m)
{
	const struct bench_op *op = m->cell.op;

	if (only_totals(m) && !op->metric_all_vcpus)
		return "for several vCPUs on one clock";
	if (op->fixed_calls && m->cs.nr > 1)
		return "for several vCPUs";
	if (op->only_zapped && !gmem_is_zapped(&m->g))
		return "where the direct map is kept";
	return NULL;
}

/* Takes over the overhead's values. */
static void emit_figures(struct measurement *m, const struct overhead *overhead)
{
	emit(m, "timer_overhead", NULL, overhead->values);
	if (!only_totals(m))
		emit_parts(m, overhead);
	if (only_totals(m) || m->cell.op->settle)
		emit_total(m, overhead);
}

static void emit_count(struct measurement *m, const struct hw_counter *counter,
		       const struct hw_count *empty)
{
	const struct hw_count *full = &counter->latest;
	const char *na = full->na[0]  ? full->na :
			 empty->na[0] ? empty->na :
					NULL;
	double calls = (double)m->cs.nr * m->cell.calls * m->cell.pages;
	struct record_spec spec = {
		.bench = m->bench->name,
		.metric = "hw_event",
		.unit = "count",
		.dimensions = dimensions(m),
		.instrumented = true,
		.na = na,
	};

	if (!na)
		spec.values =
			json_pack("[f]", (full->count - empty->count) / calls);
	json_object_set_new(spec.dimensions, "event",
			    json_string(counter->event->name));
	json_object_set_new(spec.dimensions, "scope",
			    json_string(hw_scope_name(counter->scope)));
	write_record(m, &spec);
}

/*
 * The same calls once more, for what the counters see of them. Off that goes
 * what they see of as many pairs of time stamps with nothing between.
 */
static void count_events(struct measurement *m)
{
	struct hw_count empty[ARRAY_SIZE(m->counters.list)];
	const struct bench_op *op = m->cell.op;
	int tries = MAX_TRIES, ret;

	do {
		step_all(m, "preparing", op->prepare);
		m->cs.counters = &m->counters;
		run_all(m, op->overhead, NULL);
		for (unsigned int i = 0; i < m->counters.nr; i++)
			empty[i] = m->counters.list[i].latest;
		run_all(m, op->run, op->settle);
		m->cs.counters = NULL;
		ret = contenders_step(&m->cs, &m->cell, op->verify);
	} while (ret == -EAGAIN && --tries);
	require(m, "checking", ret);
	for (unsigned int i = 0; i < m->counters.nr; i++)
		emit_count(m, &m->counters.list[i], &empty[i]);
}

static void measure_cell(struct measurement *m)
{
	const struct bench_op *op = m->cell.op;
	const char *reason = not_applicable(m);
	struct overhead overhead = {};
	int tries = MAX_TRIES, ret;

	if (reason) {
		fprintf(stderr, "%s: %s: n/a %s\n", m->bench->name, op->name,
			reason);
		return;
	}
	do {
		step_all(m, "preparing", op->prepare);
		measure_overhead(m, &overhead);
		run_all(m, op->run, op->settle);
		ret = contenders_step(&m->cs, &m->cell, op->verify);
	} while (ret == -EAGAIN && --tries);
	require(m, "checking", ret);
	if (m->p.unit)
		emit_figures(m, &overhead);

	/* What can't be done often is not done for this. */
	if (m->counters.nr && !op->fixed_calls)
		count_events(m);
}

/* A call for many pages stands for as many calls. */
static void measure_len(struct measurement *m, struct bench_len len)
{
	struct bench_cell *cell = &m->cell;

	cell->len = len;
	cell->pages = bench_len_pages(m->bench, len.bytes);
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

	m->cell = (struct bench_cell){ .op = op, .seed = m->p.seed };
	if (op->fixed_len)
		measure_len(m, fixed);
	for (unsigned int i = 0; !op->fixed_len && i < m->p.nr_lens; i++)
		measure_len(m, m->p.lens[i]);
}

static void measure_all(struct measurement *m)
{
	const char *target = getenv("RESULT");
	int ret;

	ret = record_open(&m->records, target);
	if (ret)
		die("RESULT=%s: %s", target, strerror(-ret));
	if (!m->p.unit)
		fprintf(stderr,
			"%s: %s: neither counts nor time, so no figures\n",
			m->bench->name, m->p.backend->name);
	gmem_vm_create(&m->g, m->bench, &m->p);
	contenders_create(&m->cs, &m->g, &m->p);
	hw_counters_open(&m->counters, &m->p.events,
			 m->p.path == BENCH_PATH_ABI);
	for (unsigned int i = 0; i < m->p.nr_ops; i++)
		measure_op(m, m->p.ops[i]);
	ret = record_close(&m->records);
	if (ret)
		die("closing the records: %s", strerror(-ret));
	hw_counters_close(&m->counters);
	kvm_vm_free(m->g.vm);
}

int bench_main(const struct bench *bench, int argc, char **argv)
{
	static struct measurement m;
	struct bench_error error;

	m.bench = bench;
	switch (bench_params_parse(&m.p, bench, argc, argv, &error)) {
	case BENCH_PARSE_HELP:
		bench_params_help(bench, stdout);
		return 0;
	case BENCH_PARSE_ERROR:
		die("%s", error.text);
	default:
		measure_all(&m);
		return 0;
	}
}
