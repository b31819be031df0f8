/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the names of events mean on a CPU: libpfm4 knows each model's. Its tables
 * are larger than a whole bench, which is loaded into each guest, so this is a
 * program of its own.
 */
#ifndef HW_NAMES_H
#define HW_NAMES_H

#include <perfmon/pfmlib_perf_event.h>

#include "hw_events.h"

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
 * `mg` and `mh`: the scope sets those. Ends the program with one line if there is none.
 */
void hw_names_encode(const char *name, struct hw_event *event);

/*
 * Adds the events that are worth a look on @cpu. What it should have but libpfm4
 * doesn't find is added with a reason. Ends the program as hw_names_encode().
 */
void hw_names_default(const struct hw_cpu *cpu, struct hw_events *events);

/*
 * Fills @events from a list of names, of which `default` and `software` stand
 * for several. Ends the program as hw_names_encode().
 */
void hw_names_list(const char *text, struct hw_events *events);

#endif /* HW_NAMES_H */
