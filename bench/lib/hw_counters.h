/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counts events on every CPU, whoever runs there: what a flush costs those who
 * take part in it happens on other CPUs than the one that asks for it.
 */
#ifndef BENCH_HW_COUNTERS_H
#define BENCH_HW_COUNTERS_H

#include "hw_events.h"
#include "types.h"

/* As read() has it, by the read_format of hw_events. */
struct hw_reading {
	u64 value;
	u64 enabled; /* ns that it was to count */
	u64 running; /* ns that it did: less if there are too few counters */
};

struct hw_count {
	double count;
	char na[96]; /* why there is none, or empty */
};

/* One event in one scope. */
struct hw_counter {
	const struct hw_event *event;
	enum hw_scope scope;
	int *fds; /* one a CPU, -1 where the CPU is offline */
	struct hw_reading *before, *counted; /* one a CPU */
	struct hw_count latest; /* of the last start and stop */
};

struct hw_counters {
	unsigned int nr;
	unsigned int cpus;
	struct hw_counter list[HW_MAX_EVENTS * HW_NR_SCOPES];
};

/*
 * Opens a counter for each of @events, which has to live as long, and each
 * scope; for guests only with @guests. Software events have no such scope. What
 * can't be opened says so in its counts.
 */
void hw_counters_open(struct hw_counters *counters,
		      const struct hw_events *events, bool guests);
void hw_counters_close(struct hw_counters *counters);

/* Count from 0, and no longer. What was counted is left in the counters. */
void hw_counters_start(struct hw_counters *counters);
void hw_counters_stop(struct hw_counters *counters);

/*
 * The sum over @nr CPUs, each scaled up where the counter was shared. There is
 * none if it ran on one of them for no time at all, or on no CPU.
 */
struct hw_count hw_count_sum(const struct hw_reading *cpus, unsigned int nr);

#endif /* BENCH_HW_COUNTERS_H */
