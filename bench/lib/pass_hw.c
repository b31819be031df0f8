// SPDX-License-Identifier: GPL-2.0
/*
 * The same calls once more, for what the counters of the CPU and the kernel see of
 * them. Off that goes what they see of as many pairs of time stamps with nothing
 * between.
 */
#include "kvm_util.h"

#include "measurement.h"
#include "passes.h"

static void note_count(struct measurement *m, const struct hw_counter *counter,
		       const struct hw_count *empty)
{
	const struct hw_count *full = &counter->latest;
	const char *na = full->na[0]  ? full->na :
			 empty->na[0] ? empty->na :
					NULL;
	double calls = (double)m->cs.nr * m->cell.calls * m->cell.pages;
	json_t *dimensions = measurement_dimensions(m);

	json_object_set_new(dimensions, "event",
			    json_string(counter->event->name));
	json_object_set_new(dimensions, "scope",
			    json_string(hw_scope_name(counter->scope)));
	measurement_write(
		m, "hw_event",
		(struct record_spec){
			.dimensions = dimensions,
			.instrumented = true,
			.na = na,
			.values = na ? NULL :
				       json_pack("[f]",
						 (full->count - empty->count) /
							 calls),
		});
}

static void start(void *counters)
{
	hw_counters_start(counters);
}

static void stop(void *counters)
{
	hw_counters_stop(counters);
}

static void count_calls(struct measurement *m, void *arg)
{
	const struct contenders_watch watch = { .start = start,
						.stop = stop,
						.arg = &m->counters };
	struct hw_count *empty = arg;

	m->cs.watch = &watch;
	measurement_run(m, m->op.overhead, NULL);
	for (unsigned int i = 0; i < m->counters.nr; i++)
		empty[i] = m->counters.list[i].latest;
	measurement_calls(m, &watch);
}

void pass_hw(struct measurement *m)
{
	struct hw_count empty[ARRAY_SIZE(m->counters.list)];

	bystanders_start(&m->bystanders);
	measurement_try(m, count_calls, empty);
	bystanders_stop(&m->bystanders);
	for (unsigned int i = 0; i < m->counters.nr; i++)
		note_count(m, &m->counters.list[i], &empty[i]);
}
