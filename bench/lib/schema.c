// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "compiler.h"
#include "schema.h"

#define RW "gmem_rw_latency"
#define GPC "gpc_churn"
#define POPULATE "gmem_populate"

/*
 * ..._all_vcpus: from the first start to the last finish, divided by the number
 * of operations of all vCPUs. It stands in for the figure of a single call
 * where one clock counts what every vCPU does.
 */
static const struct lab_metric metrics[] = {
	{ RW, "access", "one read or write of guest memory" },
	{ RW, "access_all_vcpus", "one access, out of the work of all vCPUs" },
	{ RW, "timer_overhead", "two time stamps with nothing between" },
	{ GPC, "activate", "a cache is set to a page" },
	{ GPC, "deactivate", "a cache lets go of its page" },
	{ GPC, "cycle_all_vcpus", "both, out of the work of all vCPUs" },
	{ GPC, "refresh", "an active cache is made valid" },
	{ GPC, "refresh_all_vcpus",
	  "one refresh, out of the work of all vCPUs" },
	{ GPC, "check", "the test before each use of a cache" },
	{ GPC, "check_all_vcpus", "one check, out of the work of all vCPUs" },
	{ GPC, "timer_overhead", "two time stamps with nothing between" },
	{ POPULATE, "populate", "one page becomes guest memory" },
	{ POPULATE, "populate_all_vcpus",
	  "one page, out of the work of all vCPUs, deferred work included" },
	{ POPULATE, "split",
	  "the same, for the first page out of a 2M direct-map mapping" },
	{ POPULATE, "free", "one page leaves the file" },
	{ POPULATE, "free_all_vcpus",
	  "one page, out of the work of all vCPUs" },
	{ POPULATE, "timer_overhead", "two time stamps with nothing between" },
};

static const struct lab_unit units[] = {
	{ "insns", "exact", "instructions" },
	{ "ns", "sampled", "nanoseconds" },
	{ "cycles", "sampled", "TSC cycles" },
};

static const struct lab_backend backends[] = {
	{ "tcg-counted", "instructions under QEMU TCG, not time", { "insns" } },
	{ "tcg-parallel", "QEMU TCG with real concurrency, no figures", {} },
	{ "kvm", "QEMU with nested virtualisation", { "ns", "cycles" } },
	{ "host", "this machine", { "ns", "cycles" } },
};

bool lab_bench_known(const char *bench)
{
	for (size_t i = 0; i < ARRAY_LENGTH(metrics); i++)
		if (!strcmp(metrics[i].bench, bench))
			return true;
	return false;
}

const struct lab_metric *lab_metric_find(const char *bench, const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(metrics); i++)
		if (!strcmp(metrics[i].bench, bench) &&
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
