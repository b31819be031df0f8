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

#define DIRECT "direct"

/* What is said of each class in words, and what stands beside a figure of it. */
static const struct lab_class_words classes[] = {
	[LAB_PRICE] = { "price", "Strategies, worst first", DIRECT },
	[LAB_BULK_PRICE] = { "bulk price", "Several vCPUs at work",
			     "one vCPU alone" },
	[LAB_COUNT] = { "count", "Events per operation", DIRECT },
	[LAB_WORK] = { "work", "All cases", DIRECT },
	[LAB_PART] = { "part", "One access taken apart", DIRECT },
	[LAB_STAMP] = { "stamp", "One access taken apart", DIRECT },
	[LAB_HOLD] = { "hold", "One access taken apart", DIRECT },
	[LAB_EXPOSURE] = { "exposure", "Cost against exposure", DIRECT },
	[LAB_BYSTANDER] = { "bystander", "What bystanders pay", DIRECT },
	[LAB_LOSS] = { "loss", "What bystanders pay", DIRECT },
	[LAB_CONTENTION] = { "contention", "Several vCPUs at work",
			     "the same with nobody in the way" },
	[LAB_HARDWARE] = { "hardware", "Events of the CPU and the kernel",
			   DIRECT },
	[LAB_OVERHEAD] = { "overhead", "All cases", NULL },
};

#define EVENTS "events"
#define IN_PRICES NULL /* the unit in which the back end has prices */

/*
 * Every metric, once. In a class they stand in the order of the report's columns; the
 * parts in that of enum part, the holds in that of enum hold.
 */
static const struct lab_metric metrics[] = {
	{ RW, "access", LAB_PRICE, IN_PRICES,
	  "one read or write of guest memory", .headline = LAB_ACCESS },
	{ RW, "access_all_vcpus", LAB_BULK_PRICE, IN_PRICES,
	  "one access, out of the work of all vCPUs", .beside = { "access" } },
	{ GPC, "activate", LAB_PRICE, IN_PRICES, "a cache is set to a page" },
	{ GPC, "deactivate", LAB_PRICE, IN_PRICES,
	  "a cache lets go of its page" },
	{ GPC, "cycle_all_vcpus", LAB_BULK_PRICE, IN_PRICES,
	  "both, out of the work of all vCPUs",
	  .beside = { "activate", "deactivate" } },
	{ GPC, "refresh", LAB_PRICE, IN_PRICES,
	  "an active cache is made valid" },
	{ GPC, "refresh_all_vcpus", LAB_BULK_PRICE, IN_PRICES,
	  "one refresh, out of the work of all vCPUs",
	  .beside = { "refresh" } },
	{ GPC, "check", LAB_PRICE, IN_PRICES,
	  "the test before each use of a cache" },
	{ GPC, "check_all_vcpus", LAB_BULK_PRICE, IN_PRICES,
	  "one check, out of the work of all vCPUs", .beside = { "check" } },
	{ HOT, "access", LAB_PRICE, IN_PRICES,
	  "one operation of a path that is taken often" },
	{ HOT, "access_all_vcpus", LAB_BULK_PRICE, IN_PRICES,
	  "the same, out of the work of all vCPUs", .beside = { "access" } },
	{ POPULATE, "populate", LAB_PRICE, IN_PRICES,
	  "one page becomes guest memory", .headline = LAB_POPULATION,
	  .per_page = true },
	{ POPULATE, "populate_all_vcpus", LAB_BULK_PRICE, IN_PRICES,
	  "one page, out of the work of all vCPUs, deferred work included",
	  .beside = { "populate" }, .per_page = true },
	{ POPULATE, "split", LAB_PRICE, IN_PRICES,
	  "the same, for the first page out of a 2M direct-map mapping",
	  .per_page = true },
	{ POPULATE, "free", LAB_PRICE, IN_PRICES, "one page leaves the file",
	  .per_page = true },
	{ POPULATE, "free_all_vcpus", LAB_BULK_PRICE, IN_PRICES,
	  "one page, out of the work of all vCPUs", .beside = { "free" },
	  .per_page = true },
	{ EXPOSURE, LAB_STALE_HERE, LAB_EXPOSURE, "translations",
	  "translations that still read a page on the CPU of its last access" },
	{ EXPOSURE, LAB_STALE_ELSEWHERE, LAB_EXPOSURE, "translations",
	  "the same, on other CPUs" },
	{ EXPOSURE, LAB_STALE_PAGES, LAB_EXPOSURE, "pages",
	  "pages that some CPU still reads" },
	{ EXPOSURE, LAB_STALE_LIFETIME, LAB_EXPOSURE, IN_PRICES,
	  "until nobody reads a page any more after which none came" },
	{ EXPOSURE, LAB_STALE_OVERSHOOT, LAB_EXPOSURE, IN_PRICES,
	  "... beyond the time that is declared" },
	{ ANY, "timer_overhead", LAB_OVERHEAD, IN_PRICES,
	  "two time stamps with nothing between" },

	/* From a pass of its own: what the lab's counters saw, per operation. */
	{ ANY, "pte_writes", LAB_COUNT, EVENTS,
	  "kernel page table entries written" },
	{ ANY, "local_invalidations", LAB_COUNT, EVENTS,
	  "INVLPG of a kernel page, whichever CPU" },
	{ ANY, "local_full_flushes", LAB_COUNT, EVENTS,
	  "full flushes, whichever CPU" },
	{ ANY, "range_flushes", LAB_COUNT, EVENTS,
	  "broadcasts that flush pages" },
	{ ANY, "range_pages", LAB_COUNT, EVENTS, "pages that those were for" },
	{ ANY, "full_flushes", LAB_COUNT, EVENTS,
	  "broadcasts that flush everything" },
	{ ANY, "broadcasts", LAB_COUNT, EVENTS,
	  "flushes that every CPU was asked to do" },
	{ ANY, LAB_CPUS_INTERRUPTED, LAB_COUNT, EVENTS,
	  "other CPUs that had to take part" },

	/* Only ever n/a: where the counts above were not held against a rule. */
	{ ANY, "expected_events", LAB_COUNT, EVENTS,
	  "the counts are what the strategy must cause" },

	/* Seen by the emulator; the dimension `cpu` says on which. */
	{ ANY, LAB_CPU_INSNS, LAB_WORK, "insns",
	  "instructions executed while the calls lasted" },

	/* Where the instructions of one access go. */
	{ RW, "part_find", LAB_PART, IN_PRICES, "slot, folio, its lock",
	  .title = "find" },
	{ RW, "part_map", LAB_PART, IN_PRICES,
	  "the strategy makes the page reachable", .title = "map" },
	{ RW, "part_copy", LAB_PART, IN_PRICES, "the bytes", .title = "copy" },
	{ RW, "part_unmap", LAB_PART, IN_PRICES,
	  "... and unreachable, without the flush", .title = "unmap" },
	{ RW, "part_flush", LAB_PART, IN_PRICES,
	  "the flush as its sender sees it", .title = "flush" },
	{ RW, "part_handlers", LAB_PART, IN_PRICES,
	  "the other CPUs' handlers of that flush", .title = "handlers" },
	{ RW, "part_leave", LAB_PART, IN_PRICES, "unlock the folio and return",
	  .title = "leave" },
	{ RW, "stamp_price", LAB_STAMP, IN_PRICES,
	  "one stamp between two parts", .title = "a stamp" },
	{ RW, "lock_hold_folio", LAB_HOLD, IN_PRICES, "the folio lock is held",
	  .title = "folio lock held" },
	{ RW, "lock_hold_cpa", LAB_HOLD, IN_PRICES,
	  "the page attribute lock is held",
	  .title = "page attribute lock held" },

	/* What a vCPU loses that only runs guest code on another CPU. */
	{ ANY, "bystander_insns", LAB_BYSTANDER, IN_PRICES,
	  "flush handlers on the CPU of each bystander" },
	{ ANY, "bystander_exits", LAB_BYSTANDER, "exits",
	  "exits of each bystander", .title = "exits" },
	{ ANY, "bystander_lost_loops", LAB_LOSS, "loops",
	  "loops of guest code that a bystander runs less",
	  .title = "loops lost" },
	{ ANY, "bystander_gap_max", LAB_LOSS, IN_PRICES,
	  "the longest that a bystander did not run", .title = "longest gap" },
	{ ANY, "bystander_gap_idle", LAB_LOSS, IN_PRICES,
	  "the same with nobody at work", .title = "with nobody at work" },

	/* Where one vCPU is stopped so that the measured one has to wait. */
	{ ANY, "contended", LAB_CONTENTION, IN_PRICES,
	  "what a vCPU executes for one operation that has to wait",
	  .beside = { "uncontended", "waits" } },
	{ ANY, "uncontended", LAB_CONTENTION, IN_PRICES,
	  "the same, measured as that, with no need to" },
	{ ANY, "waits", LAB_CONTENTION, "waits",
	  "times that it slept meanwhile" },

	/* The dimension `event` names it, `scope` whose code was counted. */
	{ ANY, "hw_event", LAB_HARDWARE, "count",
	  "an event of the CPU or the kernel" },
};

static const struct lab_unit units[] = {
	{ "insns", "exact", "instructions", .moves = true },
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

const char *const lab_path_names[] = { "isolated", "abi", NULL };

static const struct lab_backend backends[] = {
	{ "tcg-counted",
	  "instructions under QEMU TCG, not time",
	  { "insns", "events", "exits", "pages", "translations", "waits",
	    "count" },
	  .one_clock = true,
	  .machine = LAB_EMULATED },
	{ "tcg-parallel",
	  "QEMU TCG with real concurrency, no figures",
	  { NULL, "pages", "translations" },
	  .machine = LAB_EMULATED },
	{ "kvm",
	  "QEMU with nested virtualisation",
	  { "ns", "cycles", "events", "exits", "pages", "translations", "waits",
	    "loops", "count" },
	  .machine = LAB_VIRTUAL,
	  .counters = true },
	{ "host",
	  "this machine",
	  { "ns", "cycles", "events", "exits", "pages", "translations", "waits",
	    "loops", "count" },
	  .machine = LAB_REAL,
	  .counters = true },
};

const struct lab_class_words *lab_class_words(enum lab_class class)
{
	return &classes[class];
}

const char *lab_metric_title(const struct lab_metric *metric)
{
	return metric->title ? metric->title : metric->name;
}

const struct lab_metric *lab_class_metric(enum lab_class class, size_t index)
{
	for (size_t i = 0; i < ARRAY_LENGTH(metrics); i++)
		if (metrics[i].class == class && !index--)
			return &metrics[i];
	return NULL;
}

const char *lab_part_metric(enum part part)
{
	return lab_class_metric(LAB_PART, part)->name;
}

const char *lab_hold_metric(enum hold hold)
{
	return lab_class_metric(LAB_HOLD, hold)->name;
}

const char *lab_stamp_metric(void)
{
	return lab_class_metric(LAB_STAMP, 0)->name;
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

const char *lab_bulk_metric(const char *bench, const char *metric)
{
	for (size_t i = 0; i < ARRAY_LENGTH(metrics); i++)
		if (metrics[i].class == LAB_BULK_PRICE &&
		    !strcmp(metrics[i].bench, bench) &&
		    !strcmp(metrics[i].beside[0], metric))
			return metrics[i].name;
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
