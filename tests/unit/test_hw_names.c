// SPDX-License-Identifier: GPL-2.0
/*
 * Names of events: what each means to perf_event_open(), in host and guest, on
 * models that libpfm4 knows and on ones that it doesn't.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hw_names.h"
#include "last_words.h"

static struct hw_event encoded(const char *name)
{
	struct hw_event event;

	hw_names_encode(name, &event);
	return event;
}

static void expect_refusal(const char *text, const char *expected)
{
	struct hw_events events;

	expect_last_words(DIES(hw_names_list(text, &events)), text, expected);
}

static void expect_apart(const char *name, u32 type, u64 config)
{
	struct hw_event event = encoded(name);
	const struct perf_event_attr *host = &event.attr[HW_SCOPE_HOST];
	const struct perf_event_attr *guest = &event.attr[HW_SCOPE_GUEST];

	for (int scope = 0; scope < HW_NR_SCOPES; scope++) {
		assert_int_equal(event.attr[scope].type, type);
		assert_int_equal(event.attr[scope].config, config);
		assert_int_equal(event.attr[scope].size, sizeof(*host));
		assert_true(event.attr[scope].disabled);
		assert_false(event.attr[scope].exclude_kernel);
		assert_false(event.attr[scope].exclude_user);
	}
	assert_true(host->exclude_guest && !host->exclude_host);
	assert_true(!guest->exclude_guest && guest->exclude_host);
	assert_string_equal(event.name, name);
	assert_int_equal(event.software, type == PERF_TYPE_SOFTWARE);
}

static void host_and_guest_are_apart(void **state)
{
	expect_apart("cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES);
	expect_apart("instructions", PERF_TYPE_HARDWARE,
		     PERF_COUNT_HW_INSTRUCTIONS);
	expect_apart("dTLB-load-misses", PERF_TYPE_HW_CACHE,
		     PERF_COUNT_HW_CACHE_DTLB | PERF_COUNT_HW_CACHE_RESULT_MISS
							<< 16);
	expect_apart("r1001012", PERF_TYPE_RAW, 0x1001012);
	expect_apart("context-switches", PERF_TYPE_SOFTWARE,
		     PERF_COUNT_SW_CONTEXT_SWITCHES);
}

/*
 * What the library makes of a name without either modifier, or with both: the
 * control that the test above sees the difference.
 */
static void libpfm4_alone_would_leave_the_guest_out(void **state)
{
	struct perf_event_attr attr = {};
	pfm_perf_encode_arg_t arg = { .attr = &attr, .size = sizeof(arg) };
	const int plm = PFM_PLM0 | PFM_PLM3;

	assert_int_equal(pfm_initialize(), PFM_SUCCESS);
	assert_int_equal(pfm_get_os_event_encoding("cycles", plm,
						   PFM_OS_PERF_EVENT_EXT, &arg),
			 PFM_SUCCESS);
	assert_true(attr.exclude_guest && !attr.exclude_host);
	memset(&attr, 0, sizeof(attr));
	assert_int_equal(pfm_get_os_event_encoding("cycles:mg=1:mh=0", plm,
						   PFM_OS_PERF_EVENT_EXT, &arg),
			 PFM_SUCCESS);
	assert_false(attr.exclude_guest || attr.exclude_host);
}

static void levels_may_be_chosen_scopes_not(void **state)
{
	struct hw_event event = encoded("cycles:k");

	assert_true(event.attr[HW_SCOPE_GUEST].exclude_user);
	assert_true(event.attr[HW_SCOPE_GUEST].exclude_host);
	expect_refusal("cycles:mg", "leave out mg and mh");
	expect_refusal("cycles:k:mh=0", "leave out mg and mh");
	encoded("cycles:u");
}

static void unknown_events_are_refused(void **state)
{
	expect_refusal("no-such-event", "event no-such-event on CPU model");
	expect_refusal("cycles,no-such-event", "r1c2");
	expect_refusal("rxyz", "rxyz");
	expect_refusal("cycles:nonsense", "invalid event attribute");
	expect_refusal("cycles,cycles", "twice");
	expect_refusal("software,page-faults", "twice");
	expect_refusal("cycles,", "bad list element");
	expect_refusal("none,cycles", "event none");
}

static void lists_and_sets(void **state)
{
	struct hw_events events;

	hw_names_list("software,r1c2", &events);
	assert_int_equal(events.nr, 4);
	assert_true(events.list[0].software && events.list[2].software);
	assert_int_equal(events.list[3].attr[0].config, 0x1c2);
	hw_names_list("default,software", &events);
	assert_true(events.nr >= 6);
}

/*
 * libpfm4 looks for the CPU once in a process, as its environment says. Each
 * check runs in a process of its own and returns what went wrong, or NULL.
 */
typedef const char *(*check_fn)(void);

static void with_environment(const char *name, const char *value,
			     check_fn check)
{
	const char *wrong;
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		setenv(name, value, 1);
		wrong = check();
		if (wrong)
			fprintf(stderr, "%s=%s: %s\n", name, value, wrong);
		_exit(!!wrong);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static const struct hw_event *find(const struct hw_events *events,
				   const char *name)
{
	for (unsigned int i = 0; i < events->nr; i++)
		if (!strcmp(events->list[i].name, name))
			return &events->list[i];
	return NULL;
}

/* The default of a CPU of @vendor has @name with @config, or n/a for 0. */
static bool has(enum hw_vendor vendor, bool known, const char *name, u64 config)
{
	const struct hw_cpu cpu = { .vendor = vendor, .known = known };
	struct hw_events events = {};
	const struct hw_event *event;

	hw_names_default(&cpu, &events);
	event = find(&events, name);
	if (!event)
		return false;
	if (!config)
		return event->na[0];
	return !event->na[0] && event->attr[HW_SCOPE_HOST].config == config &&
	       event->attr[HW_SCOPE_GUEST].config == config &&
	       event->attr[HW_SCOPE_GUEST].exclude_host;
}

static const char *check_zen2(void)
{
	if (!hw_cpu_here().known)
		return "unknown";
	if (!has(HW_VENDOR_AMD, true, "TLB_FLUSHES:ALL", 0xff78) ||
	    !has(HW_VENDOR_AMD, true, "INTERRUPT_TAKEN", 0x2c))
		return "default of AMD";
	/* The control: not what this CPU has. */
	if (has(HW_VENDOR_AMD, true, "TLB_FLUSHES:ALL", 0xff79) ||
	    has(HW_VENDOR_AMD, true, "rff78", 0xff78) ||
	    !has(HW_VENDOR_INTEL, true, "TLB_FLUSH:STLB_ANY", 0))
		return "what it has not";
	return NULL;
}

/* A code is for new models: an old one may have something else there. */
static const char *check_zen1(void)
{
	if (!has(HW_VENDOR_AMD, true, "TLB_FLUSHES:ALL", 0) ||
	    has(HW_VENDOR_AMD, true, "rff78", 0xff78))
		return "default of AMD";
	return NULL;
}

static const char *check_skylake(void)
{
	if (!has(HW_VENDOR_INTEL, true, "TLB_FLUSH:STLB_ANY", 0x20bd) ||
	    !has(HW_VENDOR_INTEL, true, "HW_INTERRUPTS:RECEIVED", 0x1cb) ||
	    !has(HW_VENDOR_INTEL, true, "DTLB_LOAD_MISSES:WALK_ACTIVE",
		 0x1001008))
		return "default of Intel";
	return NULL;
}

static const char *check_haswell(void)
{
	if (!has(HW_VENDOR_INTEL, true, "DTLB_LOAD_MISSES:WALK_DURATION",
		 0x1008) ||
	    !has(HW_VENDOR_INTEL, true, "HW_INTERRUPTS:RECEIVED", 0))
		return "default of Intel";
	return NULL;
}

static const char *check_unknown(void)
{
	struct hw_event event;

	if (hw_cpu_here().known)
		return "known";
	if (!has(HW_VENDOR_AMD, false, "instructions",
		 PERF_COUNT_HW_INSTRUCTIONS) ||
	    !has(HW_VENDOR_OTHER, false, "dTLB-load-misses", 0x10003))
		return "generic names";
	if (!has(HW_VENDOR_AMD, false, "rf045", 0xf045) ||
	    !has(HW_VENDOR_AMD, false, "rff78", 0xff78) ||
	    !has(HW_VENDOR_AMD, false, "r2c", 0x2c) ||
	    !has(HW_VENDOR_INTEL, false, "r1001012", 0x1001012) ||
	    !has(HW_VENDOR_INTEL, false, "TLB_FLUSH:STLB_ANY", 0))
		return "codes";
	if (has(HW_VENDOR_OTHER, false, "rff78", 0xff78))
		return "codes of another vendor";
	if (!DIES(hw_names_encode("TLB_FLUSHES:ALL", &event)) ||
	    !strstr(last_words, "that libpfm4 does not know"))
		return "a model's name";
	return NULL;
}

static int models_pipe[2];

/* The names of the tables for the CPU that the tests run on. */
static const char *print_models(void)
{
	pfm_pmu_info_t info;

	pfm_initialize();
	for (int pmu = 0; pmu < PFM_PMU_MAX; pmu++) {
		info = (pfm_pmu_info_t){ .size = sizeof(info) };
		if (!pfm_get_pmu_info(pmu, &info) && info.is_present &&
		    info.type == PFM_PMU_TYPE_CORE)
			dprintf(models_pipe[1], "%s,", info.name);
	}
	return NULL;
}

static void models_that_libpfm4_knows(void **state)
{
	with_environment("LIBPFM_FORCE_PMU", "amd64_fam17h_zen2", check_zen2);
	with_environment("LIBPFM_FORCE_PMU", "amd64_fam17h_zen1", check_zen1);
	with_environment("LIBPFM_FORCE_PMU", "skx", check_skylake);
	with_environment("LIBPFM_FORCE_PMU", "hsw", check_haswell);
}

static void a_model_that_it_does_not_know(void **state)
{
	char models[256] = {};

	assert_int_equal(pipe(models_pipe), 0);
	with_environment("LIBPFM_DEBUG", "0", print_models);
	dprintf(models_pipe[1], "none");
	assert_true(read(models_pipe[0], models, sizeof(models) - 1) > 0);
	close(models_pipe[0]);
	close(models_pipe[1]);
	with_environment("LIBPFM_DISABLED_PMUS", models, check_unknown);
}

int main(void)
{
	const struct lab_test tests[] = {
		/* First those that want libpfm4 as it is before its first use. */
		cmocka_unit_test(models_that_libpfm4_knows),
		cmocka_unit_test(a_model_that_it_does_not_know),
		cmocka_unit_test(host_and_guest_are_apart),
		cmocka_unit_test(libpfm4_alone_would_leave_the_guest_out),
		cmocka_unit_test(levels_may_be_chosen_scopes_not),
		cmocka_unit_test(unknown_events_are_refused),
		cmocka_unit_test(lists_and_sets),
	};

	return cmocka_run_group_tests_name("hw_names", tests, NULL, NULL);
}
