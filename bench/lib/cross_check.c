// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "kvm_lab.h"
#include "cross_check.h"

static int differ(const char *announced, u64 nr, const char *witness,
		  u64 witnessed, char *why, size_t size)
{
	if (nr == witnessed)
		return 0;
	snprintf(why, size, "%lu %s, but %lu %s", nr, announced, witnessed,
		 witness);
	return -1;
}

/* What interrupts were for: so many of our flushes, and what is allowed for besides. */
struct purpose {
	u64 flushes;
	u64 foreign; /* calls of others */
	u64 in_flight; /* at most, when the region began */
	u64 spared; /* CPUs that were awake, and needed none */
	bool exact; /* each flush needs its own */
};

/*
 * A call that is queued while an interrupt is on its way needs none, so there are less,
 * never more.
 */
static int stray(const char *interrupts, u64 nr, const struct purpose *p,
		 char *why, size_t size)
{
	u64 without = p->foreign + p->spared;
	u64 least = p->exact && p->flushes > without ? p->flushes - without : 0;

	if (nr >= least && nr <= p->flushes + p->foreign + p->in_flight)
		return 0;
	snprintf(why, size, "%lu %s, for %lu of flushes and %lu others", nr,
		 interrupts, p->flushes, p->foreign);
	return -1;
}

int cross_check(const u64 *events, u32 cpus, bool alone, char *why, size_t size)
{
	u64 broadcasts = events[KVM_LAB_EVENT_BROADCASTS];
	u64 handlers = events[KVM_LAB_EVENT_HANDLERS];
	const struct purpose taken = {
		.flushes = broadcasts * (cpus - 1),
		.foreign = events[KVM_LAB_EVENT_CSD_FOREIGN],
		.in_flight = alone ? 0 : cpus,
		.spared = events[KVM_LAB_EVENT_IPIS_SPARED],
		.exact = alone,
	};
	struct purpose sent = taken;

	/* One for all other CPUs, if there are any. */
	sent.flushes = cpus > 1 ? broadcasts : 0;
	if (differ("CPUs to be interrupted", taken.flushes, "queued",
		   events[KVM_LAB_EVENT_CSD_QUEUED], why, size) ||
	    differ("handlers announced", broadcasts * cpus, "run", handlers,
		   why, size) ||
	    differ("handlers run", handlers, "entered",
		   events[KVM_LAB_EVENT_CSD_ENTERED], why, size) ||
	    stray("IPIs sent", events[KVM_LAB_EVENT_CALL_IPIS], &sent, why,
		  size))
		return -1;
	return stray("interrupts taken", events[KVM_LAB_EVENT_CALL_INTERRUPTS],
		     &taken, why, size);
}
