// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "kvm_lab.h"
#include "witnesses.h"

static int differ(const char *announced, u64 nr, const char *witness,
		  u64 witnessed, char *why, size_t size)
{
	if (nr == witnessed)
		return 0;
	snprintf(why, size, "%lu %s, but %lu %s", nr, announced, witnessed,
		 witness);
	return -1;
}

/*
 * Of interrupts for so many flushes and @foreign other calls: calls that are queued
 * while one is on its way need none, so what is sent is less, never more.
 */
static int stray(const char *interrupts, u64 nr, u64 flushes, u64 foreign,
		 bool alone, char *why, size_t size)
{
	u64 least = alone && flushes > foreign ? flushes - foreign : 0;

	if (nr >= least && nr <= flushes + foreign)
		return 0;
	snprintf(why, size, "%lu %s, for %lu of flushes and %lu others", nr,
		 interrupts, flushes, foreign);
	return -1;
}

int witness_check(const u64 *events, u32 cpus, bool alone, char *why,
		  size_t size)
{
	u64 broadcasts = events[KVM_LAB_EVENT_BROADCASTS];
	u64 handlers = events[KVM_LAB_EVENT_HANDLERS];
	u64 interrupted = broadcasts * (cpus - 1);
	u64 foreign = events[KVM_LAB_EVENT_CSD_FOREIGN];

	if (differ("CPUs to be interrupted", interrupted, "queued",
		   events[KVM_LAB_EVENT_CSD_QUEUED], why, size) ||
	    differ("handlers announced", broadcasts * cpus, "run", handlers,
		   why, size) ||
	    differ("handlers run", handlers, "entered",
		   events[KVM_LAB_EVENT_CSD_ENTERED], why, size) ||
	    stray("IPIs sent", events[KVM_LAB_EVENT_CALL_IPIS],
		  cpus > 1 ? broadcasts : 0, foreign, alone, why, size))
		return -1;
	return stray("interrupts taken", events[KVM_LAB_EVENT_CALL_INTERRUPTS],
		     interrupted, foreign, alone, why, size);
}
