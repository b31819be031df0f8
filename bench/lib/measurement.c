// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "die.h"
#include "measurement.h"

/* What disturbs a cell, the split of a mapping, happens ever more rarely. */
#define MAX_TRIES 50

bool measurement_only_totals(const struct measurement *m)
{
	return m->cs.nr > 1 && m->p.backend->one_clock;
}

unsigned int measurement_doers(const struct measurement *m)
{
	return m->cell.op->mixed ? 1 : m->cs.nr;
}

json_t *measurement_dimensions(const struct measurement *m)
{
	json_t *dimensions = json_pack(
		"{ss,ss,ss,si,ss,si,si,ss,ss,ss}", "strategy", m->g.strategy,
		"path", bench_path_name(m->p.path), "op", m->cell.op->name,
		"len", m->cell.len.bytes, "placement",
		m->cell.len.crossing ? "crossing" : "aligned", "cpus",
		(int)sysconf(_SC_NPROCESSORS_ONLN), "vcpus", m->p.vcpus,
		"contention", bench_contention_name(m->p.contention), "kernel",
		m->p.kernel, "backend", m->p.backend->name);

	if (m->p.bench->populates)
		json_object_set_new(dimensions, "pages",
				    json_integer(m->cell.pages));
	return dimensions;
}

double measurement_figure(const struct measurement *m, double ticks)
{
	if (m->p.unit && !strcmp(m->p.unit, "ns"))
		return ticks * 1e6 / m->g.info.tsc_khz;
	return ticks;
}

json_t *measurement_number(double figure)
{
	if (figure == (json_int_t)figure)
		return json_integer((json_int_t)figure);
	return json_real(figure);
}

json_t *measurement_value(const struct measurement *m, double ticks)
{
	return measurement_number(measurement_figure(m, ticks));
}

void measurement_write(struct measurement *m, const char *metric,
		       struct record_spec rest)
{
	int ret;

	rest.bench = m->p.bench->name;
	rest.metric = metric;
	rest.unit = m->p.unit;
	if (!rest.dimensions)
		rest.dimensions = measurement_dimensions(m);
	ret = record_write(&m->records, &rest);
	if (ret == -EEXIST)
		die("%s, %s, %u bytes: asked for twice in one run", metric,
		    m->cell.op->name, m->cell.len.bytes);
	if (ret)
		die("writing the record of %s: %s", metric, strerror(-ret));
}

/* No price can be had of such a kernel. */
static bool is_instrumented(const struct measurement *m)
{
	return m->p.bench->exposes || m->g.info.features & KVM_LAB_F_EVENTS ||
	       bench_contention_stops(m->p.contention);
}

void measurement_note(struct measurement *m, const char *metric, double figure)
{
	json_t *values = json_pack("[o]", measurement_number(figure));

	measurement_write(m, metric,
			  (struct record_spec){ .instrumented = true,
						.values = values });
}

void measurement_note_na(struct measurement *m, const char *metric,
			 const char *why)
{
	measurement_write(m, metric,
			  (struct record_spec){
				  .instrumented = is_instrumented(m),
				  .na = why,
			  });
}

void measurement_require(const struct measurement *m, const char *doing,
			 int ret)
{
	const char *why = ret == -EILSEQ ? "guest memory holds other bytes" :
			  ret == -EAGAIN ? "disturbed each time" :
					   strerror(-ret);

	if (ret)
		die("%s %s, %u bytes at gpa %#lx, strategy %s: %s", doing,
		    m->cell.op->name, m->cell.len.bytes, m->cs.list[0].gpa,
		    m->g.strategy, why);
}

void measurement_run(struct measurement *m, bench_run_fn run,
		     bench_step_fn make_up)
{
	measurement_require(m, "measuring",
			    contenders_run(&m->cs, &m->cell, run, make_up));
}

void measurement_calls(struct measurement *m,
		       const struct contenders_watch *watch)
{
	m->cs.watch = watch;
	measurement_run(m, m->op.run, m->op.make_up);
	m->cs.watch = NULL;
}

void measurement_try(struct measurement *m,
		     void (*pass)(struct measurement *m, void *arg), void *arg)
{
	const struct bench_op *op = m->cell.op;
	int tries = MAX_TRIES, ret;

	do {
		ret = contenders_step(&m->cs, &m->cell, op->prepare);
		measurement_require(m, "preparing", ret);
		lab_settle(m->cs.list[0].vcpu);
		pass(m, arg);
		ret = contenders_step(&m->cs, &m->cell, op->verify);
	} while (ret == -EAGAIN && --tries);
	measurement_require(m, "checking", ret);
}
