/* SPDX-License-Identifier: GPL-2.0 */
/* Events that the CPU or the kernel counts, as perf_event_open() wants them. */
#ifndef BENCH_HW_EVENTS_H
#define BENCH_HW_EVENTS_H

#include <perfmon/perf_event.h>
#include <stdbool.h>

#include "scan.h"

/* Whose code an event is counted in. */
enum hw_scope {
	HW_SCOPE_HOST,
	HW_SCOPE_GUEST,
	HW_NR_SCOPES,
};

struct hw_event {
	char name[SCAN_MAX_WORD];
	char na[64]; /* why this CPU can't have it, or empty */
	bool software; /* the kernel counts it, without a scope of guests */
	struct perf_event_attr attr[HW_NR_SCOPES]; /* nothing with @na */
};

#define HW_MAX_EVENTS 24

struct hw_events {
	unsigned int nr;
	struct hw_event list[HW_MAX_EVENTS];
};

/*
 * Fills @events from a list of names, or with nothing for `none`. It is the program
 * hw-names that knows them, in the folder of the one that runs. Ends the program with
 * one line if anything is wrong.
 */
void hw_events_parse(const char *text, struct hw_events *events);

const char *hw_scope_name(enum hw_scope scope);

#endif /* BENCH_HW_EVENTS_H */
