// SPDX-License-Identifier: GPL-2.0
/* Counts: their arithmetic on readings made up here, and real ones of software. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "compiler.h"
#include "fixture.h"
#include "hw_counters.h"

#define PAGES 20000

static void expect_count(const struct hw_reading *cpus, unsigned int nr,
			 double count)
{
	const struct hw_count sum = hw_count_sum(cpus, nr);

	assert_string_equal(sum.na, "");
	if (sum.count != count)
		fail_msg("%f instead of %f", sum.count, count);
}

static void a_full_time_counter_is_not_scaled(void **state)
{
	const struct hw_reading cpus[] = { { 10, 1000, 1000 },
					   { 5, 400, 400 } };

	expect_count(cpus, 2, 15);
}

static void a_shared_counter_is_scaled(void **state)
{
	const struct hw_reading cpus[] = { { 10, 1000, 250 }, { 5, 400, 400 } };

	expect_count(cpus, 1, 40);
	expect_count(cpus, 2, 45);
}

/* 2^40 counts in 2^30 ns: the product has no room in 64 bits. */
static void large_counts_do_not_overflow(void **state)
{
	const struct hw_reading cpu = { 1ul << 40, 1ul << 31, 1ul << 30 };

	expect_count(&cpu, 1, 0x1p41);
}

static void what_never_ran_is_not_zero(void **state)
{
	struct hw_reading cpus[] = { { 10, 1000, 1000 }, { 0, 1000, 0 } };
	struct hw_count sum = hw_count_sum(cpus, 2);

	assert_non_null(strstr(sum.na, "never ran on one of 2 CPUs"));
	/* The control: had it run, 0 would be a count. */
	cpus[1].running = 1;
	expect_count(cpus, 2, 10);
	sum = hw_count_sum(cpus, 0);
	assert_non_null(strstr(sum.na, "no CPU"));
}

static void touch_new_pages(void)
{
	size_t size = PAGES * 4096ul;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(memory != MAP_FAILED);
	madvise(memory, size, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < size; i += 4096)
		memory[i] = 1;
	munmap(memory, size);
}

/* What all CPUs have counted ever since it was opened. */
static u64 counted_ever(const struct hw_counters *counters)
{
	struct hw_reading reading;
	u64 sum = 0;

	for (unsigned int cpu = 0; cpu < counters->cpus; cpu++)
		if (read(counters->list[0].fds[cpu], &reading,
			 sizeof(reading)) == sizeof(reading))
			sum += reading.value;
	return sum;
}

static void open_these(struct hw_counters *counters, struct hw_events *events,
		       const char *names)
{
	hw_events_parse(names, events);
	hw_counters_open(counters, events, true);
}

static void software_is_counted_between_start_and_stop(void **state)
{
	static struct hw_counters counters;
	struct hw_events events;
	struct hw_counter *faults = &counters.list[0];
	u64 ever;

	open_these(&counters, &events, "page-faults");
	assert_int_equal(counters.nr, 1);
	if (strstr(faults->latest.na, "Permission denied"))
		skip();
	hw_counters_start(&counters);
	touch_new_pages();
	hw_counters_stop(&counters);
	assert_string_equal(faults->latest.na, "");
	assert_true(faults->latest.count >= PAGES);

	/* The control, and the next window begins at 0. */
	touch_new_pages();
	hw_counters_start(&counters);
	hw_counters_stop(&counters);
	ever = counted_ever(&counters);
	touch_new_pages();
	assert_true(faults->latest.count < PAGES);
	assert_true(ever >= PAGES && ever == counted_ever(&counters));
	hw_counters_close(&counters);
}

static void what_can_not_be_opened_says_why(void **state)
{
	static struct hw_counters counters;
	struct hw_events events;

	hw_events_parse("cycles", &events);
	for (int scope = 0; scope < HW_NR_SCOPES; scope++)
		events.list[0].attr[scope].type = INT32_MAX;
	hw_counters_open(&counters, &events, true);
	assert_int_equal(counters.nr, 2);
	hw_counters_start(&counters);
	hw_counters_stop(&counters);
	for (unsigned int i = 0; i < counters.nr; i++)
		assert_non_null(strstr(counters.list[i].latest.na,
				       "perf can't open it: No such"));
	hw_counters_close(&counters);
}

static void guests_are_counted_where_there_are_some(void **state)
{
	static struct hw_counters counters;
	struct hw_events events;

	open_these(&counters, &events, "cycles,page-faults");
	assert_int_equal(counters.nr, 3);
	assert_int_equal(counters.list[1].scope, HW_SCOPE_GUEST);
	hw_counters_close(&counters);
	hw_events_parse("cycles", &events);
	hw_counters_open(&counters, &events, false);
	assert_int_equal(counters.nr, 1);
	hw_counters_close(&counters);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(a_full_time_counter_is_not_scaled),
		cmocka_unit_test(a_shared_counter_is_scaled),
		cmocka_unit_test(large_counts_do_not_overflow),
		cmocka_unit_test(what_never_ran_is_not_zero),
		cmocka_unit_test(software_is_counted_between_start_and_stop),
		cmocka_unit_test(what_can_not_be_opened_says_why),
		cmocka_unit_test(guests_are_counted_where_there_are_some),
	};

	return cmocka_run_group_tests_name("hw_counters", tests, NULL, NULL);
}
