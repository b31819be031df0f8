// SPDX-License-Identifier: GPL-2.0
/* A strategy is recognised by its events. */
#include <stdbool.h>
#include <string.h>

#include "compiler.h"
#include "fixture.h"
#include "kvm_lab.h"
#include "expected_events.h"

#define CPUS 4
#define CALLS 1000

static struct expected_events copies(const char *strategy)
{
	return (struct expected_events){
		.strategy = strategy,
		.work = { .copies = CALLS },
		.cpus = CPUS,
		.batch_pages = 64,
		.overdue = 1,
	};
}

/* Events of CALLS copies of a strategy with so many broadcasts of one page each. */
static void happened(u64 *events, u64 pte_writes, u64 local, u64 broadcasts)
{
	memset(events, 0, KVM_LAB_NR_EVENTS * sizeof(*events));
	events[KVM_LAB_EVENT_PTE_WRITES] = pte_writes;
	events[KVM_LAB_EVENT_BROADCASTS] = broadcasts;
	events[KVM_LAB_EVENT_RANGE_FLUSHES] = broadcasts;
	events[KVM_LAB_EVENT_RANGE_PAGES] = broadcasts;
	events[KVM_LAB_EVENT_LOCAL_INVALIDATIONS] = local + broadcasts * CPUS;
}

static bool is_treated(const char *strategy, const u64 *events)
{
	const struct expected_events t = copies(strategy);
	char why[128] = "";
	int ret = expected_events_check(&t, events, why, sizeof(why));

	assert_int_equal(!ret, !why[0]);
	return !ret;
}

static void each_strategy_is_known_by_what_it_does(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS];

	happened(events, 0, 0, 0);
	assert_true(is_treated("direct", events));
	assert_true(is_treated("hva", events));
	happened(events, 2 * CALLS, 0, 0);
	assert_true(is_treated("noflush", events));
	assert_true(is_treated("vmap", events));
	happened(events, 2 * CALLS, 0, CALLS);
	assert_true(is_treated("sync_flush", events));
	happened(events, 2 * CALLS, CALLS, 0);
	assert_true(is_treated("percpu_ptemap", events));
	happened(events, 2 * CALLS, 0, CALLS / 64);
	assert_true(is_treated("batched_flush", events));
}

static void one_that_fell_back_to_direct_is_not_taken_for_it(void **state)
{
	static const char *const strategies[] = { "noflush", "sync_flush",
						  "batched_flush",
						  "percpu_ptemap", "vmap" };
	u64 events[KVM_LAB_NR_EVENTS];

	happened(events, 0, 0, 0);
	for (size_t i = 0; i < ARRAY_LENGTH(strategies); i++)
		assert_false(is_treated(strategies[i], events));
}

static void a_flush_too_many_or_too_few_is_seen(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS];

	happened(events, 2 * CALLS, 0, 1);
	assert_false(is_treated("noflush", events));
	happened(events, 2 * CALLS, 0, CALLS - 1);
	assert_false(is_treated("sync_flush", events));
	happened(events, 2 * CALLS, 0, 2 * CALLS);
	assert_false(is_treated("sync_flush", events));
	happened(events, 2 * CALLS, CALLS - 1, 0);
	assert_false(is_treated("percpu_ptemap", events));
	happened(events, 2 * CALLS, CALLS, 1);
	assert_false(is_treated("percpu_ptemap", events));
	happened(events, 3 * CALLS, CALLS, 0);
	assert_false(is_treated("percpu_ptemap", events));
}

static void a_batch_keeps_its_bounds(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS];

	happened(events, 2 * CALLS, 0, CALLS / 64 - 1);
	assert_false(is_treated("batched_flush", events));
	happened(events, 2 * CALLS, 0, CALLS / 64 + 2);
	assert_true(is_treated("batched_flush", events));
	happened(events, 2 * CALLS, 0, CALLS / 64 + 3);
	assert_false(is_treated("batched_flush", events));
}

static void a_strategy_without_a_rule_is_said_to_have_none(void **state)
{
	assert_true(expected_events_known("noflush"));
	assert_true(expected_events_known("hva"));
	assert_false(expected_events_known("local_flush"));
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(each_strategy_is_known_by_what_it_does),
		cmocka_unit_test(
			one_that_fell_back_to_direct_is_not_taken_for_it),
		cmocka_unit_test(a_flush_too_many_or_too_few_is_seen),
		cmocka_unit_test(a_batch_keeps_its_bounds),
		cmocka_unit_test(
			a_strategy_without_a_rule_is_said_to_have_none),
	};

	return cmocka_run_group_tests_name("expected_events", tests, NULL,
					   NULL);
}
