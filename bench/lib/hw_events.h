/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of events that the CPU or the kernel counts, and what perf_event_open()
 * wants for them. libpfm4 knows the names of each model's events.
 */
#ifndef BENCH_HW_EVENTS_H
#define BENCH_HW_EVENTS_H

#include <perfmon/pfmlib_perf_event.h>
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
	const char *na; /* why this CPU can't have it, or NULL */
	bool software; /* the kernel counts it, without a scope of guests */
	struct perf_event_attr attr[HW_NR_SCOPES]; /* nothing with @na */
};

#define HW_MAX_EVENTS 24

struct hw_events {
	unsigned int nr;
	struct hw_event list[HW_MAX_EVENTS];
};

enum hw_vendor {
	HW_VENDOR_OTHER,
	HW_VENDOR_AMD,
	HW_VENDOR_INTEL,
};

struct hw_cpu {
	enum hw_vendor vendor;
	bool known; /* libpfm4 has a table of this model's events */
};

/* The CPU that this runs on. */
struct hw_cpu hw_cpu_here(void);

/*
 * Fills @event from a name of perf's, of the CPU model or rCODE, each without
 * `mg` and `mh`: the scope sets those. Returns 0, or -1 with one line in @error.
 */
int hw_event_encode(struct bench_error *error, const char *name,
		    struct hw_event *event);

/*
 * Adds the events that are worth a look on @cpu. What it should have but libpfm4
 * doesn't find is added with a reason. Returns as hw_event_encode().
 */
int hw_events_default(struct bench_error *error, const struct hw_cpu *cpu,
		      struct hw_events *events);

/*
 * Fills @events from a list of names, of which `default` and `software` stand
 * for several. `none` alone is no events. Returns as hw_event_encode().
 */
int hw_events_parse(struct bench_error *error, const char *text,
		    struct hw_events *events);

const char *hw_scope_name(enum hw_scope scope);

#endif /* BENCH_HW_EVENTS_H */
