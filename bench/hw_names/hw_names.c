// SPDX-License-Identifier: GPL-2.0
#include <cpuid.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "die.h"
#include "hw_names.h"

#define REMEDY \
	"default, software, a name of perf's such as cycles, or a code such as r1c2"

static const char *const software_names[] = { "context-switches",
					      "cpu-migrations", "page-faults" };

/* Of any CPU, as far as perf has the name. */
static const char *const generic_names[] = { "cycles", "instructions",
					     "dTLB-load-misses" };

/*
 * What else a vendor's CPUs have: the names that libpfm4 may know it by, and the
 * code on models that are newer than libpfm4. Page walks, flushes of the TLB,
 * interrupts. AMD counts no cycles of walks, so there it is the walks for data,
 * which have had this code in all models since Zen.
 */
static const struct model_event {
	enum hw_vendor vendor;
	const char *names[2];
	const char *code;
} model_events[] = {
	{ HW_VENDOR_AMD, { "rf045" }, "rf045" },
	{ HW_VENDOR_AMD, { "TLB_FLUSHES:ALL" }, "rff78" },
	{ HW_VENDOR_AMD, { "INTERRUPT_TAKEN" }, "r2c" },
	{ HW_VENDOR_INTEL,
	  { "DTLB_LOAD_MISSES:WALK_ACTIVE", "DTLB_LOAD_MISSES:WALK_DURATION" },
	  "r1001012" },
	{ HW_VENDOR_INTEL, { "TLB_FLUSH:STLB_ANY" } },
	{ HW_VENDOR_INTEL, { "HW_INTERRUPTS:RECEIVED" } },
};

static enum hw_vendor vendor_here(void)
{
	unsigned int eax, ebx = 0, ecx = 0, edx = 0;

	__cpuid(0, eax, ebx, ecx, edx);
	if (ebx == signature_AMD_ebx && ecx == signature_AMD_ecx)
		return HW_VENDOR_AMD;
	if (ebx == signature_INTEL_ebx && ecx == signature_INTEL_ecx)
		return HW_VENDOR_INTEL;
	return HW_VENDOR_OTHER;
}

/* The name of libpfm4's table for this CPU, or NULL. */
static const char *model_here(void)
{
	pfm_pmu_info_t info;

	pfm_initialize();
	for (int pmu = 0; pmu < PFM_PMU_MAX; pmu++) {
		info = (pfm_pmu_info_t){ .size = sizeof(info) };
		if (pfm_get_pmu_info(pmu, &info) == PFM_SUCCESS &&
		    info.is_present && info.type == PFM_PMU_TYPE_CORE)
			return info.name;
	}
	return NULL;
}

struct hw_cpu hw_cpu_here(void)
{
	return (struct hw_cpu){ .vendor = vendor_here(),
				.known = model_here() };
}

/*
 * Returns a pfm_err_t. libpfm4 takes mg and mh for set whatever they are set to,
 * and without either leaves the guest out: so just one of them is named.
 */
static int encode(const char *name, enum hw_scope scope,
		  struct perf_event_attr *attr)
{
	pfm_perf_encode_arg_t arg = { .attr = attr, .size = sizeof(arg) };
	char text[SCAN_MAX_WORD + 4];
	int ret;

	snprintf(text, sizeof(text), "%s:%s", name,
		 scope == HW_SCOPE_GUEST ? "mg" : "mh");
	memset(attr, 0, sizeof(*attr));
	pfm_initialize();
	ret = pfm_get_os_event_encoding(text, PFM_PLM0 | PFM_PLM3,
					PFM_OS_PERF_EVENT_EXT, &arg);
	attr->size = sizeof(*attr);
	attr->disabled = 1;
	attr->read_format = PERF_FORMAT_TOTAL_TIME_ENABLED |
			    PERF_FORMAT_TOTAL_TIME_RUNNING;
	return ret;
}

static int encode_scopes(const char *name, struct hw_event *event)
{
	int ret = PFM_SUCCESS;

	memset(event, 0, sizeof(*event));
	snprintf(event->name, sizeof(event->name), "%s", name);
	for (int scope = 0; !ret && scope < HW_NR_SCOPES; scope++)
		ret = encode(name, scope, &event->attr[scope]);
	event->software = event->attr[HW_SCOPE_HOST].type == PERF_TYPE_SOFTWARE;
	return ret;
}

static bool sets_scope(const char *name)
{
	for (; (name = strchr(name, ':')); name++)
		if (!strncmp(name, ":mg", 3) || !strncmp(name, ":mh", 3))
			return true;
	return false;
}

void hw_names_encode(const char *name, struct hw_event *event)
{
	const char *model = model_here();
	int ret;

	if (sets_scope(name))
		die("event %s: host and guest are counted apart anyway, leave out mg and mh",
		    name);
	ret = encode_scopes(name, event);
	if (ret)
		die("event %s on CPU model %s: %s; give " REMEDY, name,
		    model ? model : "that libpfm4 does not know",
		    pfm_strerror(ret));
}

/* The next place of @events, of which @name must not have one yet. */
static struct hw_event *place(const char *name, struct hw_events *events)
{
	for (unsigned int i = 0; i < events->nr; i++)
		if (!strcmp(events->list[i].name, name))
			die("event %s is asked for twice", name);
	if (events->nr == HW_MAX_EVENTS)
		die("more than %d events", HW_MAX_EVENTS);
	return &events->list[events->nr++];
}

static void add_or_reason(const char *name, struct hw_events *events)
{
	struct hw_event *event = place(name, events);

	if (encode_scopes(name, event))
		snprintf(event->na, sizeof(event->na),
			 "libpfm4 has no such event of this CPU");
}

/* The name or code that serves @cpu, or the name that says what is missing. */
static const char *name_of(const struct model_event *wanted,
			   const struct hw_cpu *cpu)
{
	struct hw_event event;

	for (size_t i = 0; i < ARRAY_LENGTH(wanted->names); i++)
		if (wanted->names[i] &&
		    !encode_scopes(wanted->names[i], &event))
			return wanted->names[i];
	return !cpu->known && wanted->code ? wanted->code : wanted->names[0];
}

void hw_names_default(const struct hw_cpu *cpu, struct hw_events *events)
{
	for (size_t i = 0; i < ARRAY_LENGTH(generic_names); i++)
		add_or_reason(generic_names[i], events);
	for (size_t i = 0; i < ARRAY_LENGTH(model_events); i++)
		if (model_events[i].vendor == cpu->vendor)
			add_or_reason(name_of(&model_events[i], cpu), events);
}

static void parse_word(void *events, const char *word)
{
	struct hw_cpu cpu;

	if (!strcmp(word, "default")) {
		cpu = hw_cpu_here();
		hw_names_default(&cpu, events);
	} else if (!strcmp(word, "software")) {
		for (size_t i = 0; i < ARRAY_LENGTH(software_names); i++)
			parse_word(events, software_names[i]);
	} else {
		hw_names_encode(word, place(word, events));
	}
}

void hw_names_list(const char *text, struct hw_events *events)
{
	memset(events, 0, sizeof(*events));
	scan_list("events", text, parse_word, events);
}
