// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "compiler.h"
#include "schema.h"

#define RW "gmem_rw_latency"
#define GPC "gpc_churn"
#define HOT "gmem_hot_paths"
#define POPULATE "gmem_populate"
#define EXPOSURE "gmem_exposure"
#define ANY NULL

/*
 * ..._all_vcpus: from the first start to the last finish, divided by the number
 * of operations of all vCPUs. It stands in for the figure of a single call
 * where one clock counts what every vCPU does.
 */
static const struct lab_metric metrics[] = {
	{ RW, "access", "one read or write of guest memory" },
	{ RW, "access_all_vcpus", "one access, out of the work of all vCPUs" },
	{ GPC, "activate", "a cache is set to a page" },
	{ GPC, "deactivate", "a cache lets go of its page" },
	{ GPC, "cycle_all_vcpus", "both, out of the work of all vCPUs" },
	{ GPC, "refresh", "an active cache is made valid" },
	{ GPC, "refresh_all_vcpus",
	  "one refresh, out of the work of all vCPUs" },
	{ GPC, "check", "the test before each use of a cache" },
	{ GPC, "check_all_vcpus", "one check, out of the work of all vCPUs" },
	{ HOT, "access", "one operation of a path that is taken often" },
	{ HOT, "access_all_vcpus", "the same, out of the work of all vCPUs" },
	{ POPULATE, "populate", "one page becomes guest memory" },
	{ POPULATE, "populate_all_vcpus",
	  "one page, out of the work of all vCPUs, deferred work included" },
	{ POPULATE, "split",
	  "the same, for the first page out of a 2M direct-map mapping" },
	{ POPULATE, "free", "one page leaves the file" },
	{ POPULATE, "free_all_vcpus",
	  "one page, out of the work of all vCPUs" },
	{ EXPOSURE, "stale_here",
	  "translations that still read a page on the CPU of its last access" },
	{ EXPOSURE, "stale_elsewhere", "the same, on other CPUs" },
	{ EXPOSURE, "stale_pages", "pages that some CPU still reads" },
	{ EXPOSURE, "stale_lifetime",
	  "until nobody reads a page any more after which none came" },
	{ EXPOSURE, "stale_overshoot", "... beyond the time that is declared" },
	{ ANY, "timer_overhead", "two time stamps with nothing between" },

	/* From a pass of its own: what the lab's counters saw, per operation. */
	{ ANY, "pte_writes", "kernel page table entries written" },
	{ ANY, "local_invalidations",
	  "INVLPG of a kernel page, whichever CPU" },
	{ ANY, "local_full_flushes", "full flushes, whichever CPU" },
	{ ANY, "range_flushes", "broadcasts that flush pages" },
	{ ANY, "range_pages", "pages that those were for" },
	{ ANY, "full_flushes", "broadcasts that flush everything" },
	{ ANY, "broadcasts", "flushes that every CPU was asked to do" },
	{ ANY, "cpus_interrupted", "other CPUs that had to take part" },

	/* Only ever n/a: where the counts above were not held against a rule. */
	{ ANY, "treatment", "the counts are what the strategy must cause" },

	/* Seen by the emulator; the dimension `cpu` says on which. */
	{ ANY, "cpu_insns", "instructions executed while the calls lasted" },

	/* Where the instructions of one access go. */
	{ RW, "part_find", "slot, folio, its lock" },
	{ RW, "part_map", "the strategy makes the page reachable" },
	{ RW, "part_copy", "the bytes" },
	{ RW, "part_unmap", "... and unreachable, without the flush" },
	{ RW, "part_flush", "the flush as its sender sees it" },
	{ RW, "part_handlers", "the other CPUs' handlers of that flush" },
	{ RW, "part_leave", "unlock the folio and return" },
	{ RW, LAB_STAMP_PRICE, "one stamp between two parts" },
	{ RW, "lock_hold_folio", "the folio lock is held" },
	{ RW, "lock_hold_cpa", "the page attribute lock is held" },

	/* What a vCPU loses that only runs guest code on another CPU. */
	{ ANY, "bystander_exits", "exits of each bystander" },
	{ ANY, "bystander_insns",
	  "flush handlers on the CPU of each bystander" },
	{ ANY, "bystander_lost_loops",
	  "loops of guest code that a bystander runs less" },
	{ ANY, "bystander_gap_max",
	  "the longest that a bystander did not run" },
	{ ANY, "bystander_gap_idle", "the same with nobody at work" },

	/* Where one vCPU is stopped so that the measured one has to wait. */
	{ ANY, "contended",
	  "what a vCPU executes for one operation that has to wait" },
	{ ANY, "uncontended", "the same, measured as that, with no need to" },
	{ ANY, "waits", "times that it slept meanwhile" },

	/* The dimension `event` names it, `scope` whose code was counted. */
	{ ANY, "hw_event", "an event of the CPU or the kernel" },
};

static const struct lab_unit units[] = {
	{ "insns", "exact", "instructions" },
	{ "events", "exact", "events" },
	{ "ns", "sampled", "nanoseconds" },
	{ "cycles", "sampled", "TSC cycles" },
	{ "exits", "observed", "VM exits" },
	{ "pages", "observed", "pages" },
	{ "translations", "observed", "translations" },
	{ "waits", "observed", "times asleep" },
	{ "loops", "observed", "loops of guest code" },
	{ "count", "observed", "events as perf counts them" },
};

static const struct lab_backend backends[] = {
	{ "tcg-counted",
	  "instructions under QEMU TCG, not time",
	  { "insns", "events", "exits", "pages", "translations", "waits",
	    "count" } },
	{ "tcg-parallel",
	  "QEMU TCG with real concurrency, no figures",
	  { NULL, "pages", "translations" } },
	{ "kvm",
	  "QEMU with nested virtualisation",
	  { "ns", "cycles", "events", "exits", "pages", "translations", "waits",
	    "loops", "count" } },
	{ "host",
	  "this machine",
	  { "ns", "cycles", "events", "exits", "pages", "translations", "waits",
	    "loops", "count" } },
};

const char *lab_part_metric(enum part part)
{
	static const char *const names[NR_PARTS] = {
		[PART_FIND] = "part_find",   [PART_MAP] = "part_map",
		[PART_COPY] = "part_copy",   [PART_UNMAP] = "part_unmap",
		[PART_FLUSH] = "part_flush", [PART_HANDLERS] = "part_handlers",
		[PART_LEAVE] = "part_leave",
	};

	return names[part];
}

const char *lab_hold_metric(enum hold hold)
{
	return hold == HOLD_FOLIO ? "lock_hold_folio" : "lock_hold_cpa";
}

static bool metric_of(const struct lab_metric *metric, const char *bench)
{
	return !metric->bench || !strcmp(metric->bench, bench);
}

bool lab_bench_known(const char *bench)
{
	for (size_t i = 0; i < ARRAY_LENGTH(metrics); i++)
		if (metrics[i].bench && !strcmp(metrics[i].bench, bench))
			return true;
	return false;
}

const struct lab_metric *lab_metric_find(const char *bench, const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(metrics); i++)
		if (metric_of(&metrics[i], bench) &&
		    !strcmp(metrics[i].name, name))
			return &metrics[i];
	return NULL;
}

const struct lab_unit *lab_unit_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(units); i++)
		if (!strcmp(units[i].name, name))
			return &units[i];
	return NULL;
}

const struct lab_backend *lab_backend_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(backends); i++)
		if (!strcmp(backends[i].name, name))
			return &backends[i];
	return NULL;
}

bool lab_backend_has_unit(const struct lab_backend *backend, const char *unit)
{
	for (size_t i = 0; i < LAB_MAX_BACKEND_UNITS; i++)
		if (backend->units[i] && !strcmp(backend->units[i], unit))
			return true;
	return false;
}

const char *lab_backend_name(size_t index)
{
	return index < ARRAY_LENGTH(backends) ? backends[index].name : NULL;
}
