/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Did the strategy that a record names really run? By the events that it must have
 * caused, and those that it must not.
 */
#ifndef BENCH_EXPECTED_EVENTS_H
#define BENCH_EXPECTED_EVENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

/* How often the strategy was called, page by page. */
struct expected_work {
	u64 copies; /* map and unmap */
	u64 pins; /* pin and unpin */
	u64 shared_pins; /* the same of a page that stays pinned by others */
	u64 take_outs;
	u64 give_backs; /* not the strategy's: the same for all */
	u64 clears; /* of what is given back; the same */
};

/* What the events are held against. */
struct expected_events {
	const char *strategy;
	struct expected_work work;
	u32 cpus;
	u32 batch_pages; /* kvm.batched_pages */
	u64 overdue; /* times that kvm.batched_usecs can have run out */
};

/* Is there a rule that says what @strategy must cause? */
bool expected_events_known(const char *strategy);

/*
 * Compares @events, those of the work alone, with what the strategy does. Returns 0,
 * or -1 with one line in @why. There must be a rule for the strategy.
 */
int expected_events_check(const struct expected_events *t, const u64 *events,
			  char *why, size_t size);

#endif /* BENCH_EXPECTED_EVENTS_H */
