// SPDX-License-Identifier: GPL-2.0
/* What was counted is believed only if each witness agrees. */
#include <string.h>

#include "compiler.h"
#include "fixture.h"
#include "kvm_lab.h"
#include "cross_check.h"

#define CPUS 4
#define BROADCASTS 10
#define FOREIGN 3

/* Broadcasts, and nothing but them. */
static void witnessed(u64 *events)
{
	memset(events, 0, KVM_LAB_NR_EVENTS * sizeof(*events));
	events[KVM_LAB_EVENT_BROADCASTS] = BROADCASTS;
	events[KVM_LAB_EVENT_HANDLERS] = BROADCASTS * CPUS;
	events[KVM_LAB_EVENT_CSD_QUEUED] = BROADCASTS * (CPUS - 1);
	events[KVM_LAB_EVENT_CSD_ENTERED] = BROADCASTS * CPUS;
	events[KVM_LAB_EVENT_CALL_IPIS] = BROADCASTS;
	events[KVM_LAB_EVENT_CALL_INTERRUPTS] = BROADCASTS * (CPUS - 1);
}

static bool agree(const u64 *events, bool alone)
{
	char why[128] = "";
	int ret = cross_check(events, CPUS, alone, why, sizeof(why));

	assert_int_equal(!ret, !why[0]);
	return !ret;
}

static void one_too_many_is_seen_by_each(void **state)
{
	static const enum kvm_lab_event each[] = {
		KVM_LAB_EVENT_BROADCASTS, KVM_LAB_EVENT_HANDLERS,
		KVM_LAB_EVENT_CSD_QUEUED, KVM_LAB_EVENT_CSD_ENTERED,
		KVM_LAB_EVENT_CALL_IPIS,  KVM_LAB_EVENT_CALL_INTERRUPTS,
	};
	u64 events[KVM_LAB_NR_EVENTS];

	witnessed(events);
	assert_true(agree(events, true));
	assert_true(agree(events, false));
	for (size_t i = 0; i < ARRAY_LENGTH(each); i++) {
		witnessed(events);
		events[each[i]]++;
		assert_false(agree(events, true));
	}
}

static void one_is_missed_unless_the_cpu_was_awake(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS];

	witnessed(events);
	events[KVM_LAB_EVENT_CALL_IPIS]--;
	events[KVM_LAB_EVENT_CALL_INTERRUPTS]--;
	assert_false(agree(events, true));
	assert_true(agree(events, false));
	events[KVM_LAB_EVENT_IPIS_SPARED]++;
	assert_true(agree(events, true));
	events[KVM_LAB_EVENT_CALL_INTERRUPTS]--;
	assert_false(agree(events, true));
}

static const enum kvm_lab_event sent_and_taken[] = {
	KVM_LAB_EVENT_CALL_IPIS,
	KVM_LAB_EVENT_CALL_INTERRUPTS,
};

/* To each CPU may be one on its way that was queued before. */
static void bounds_hold_for_several_vcpus_too(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS];

	for (size_t i = 0; i < ARRAY_LENGTH(sent_and_taken); i++) {
		witnessed(events);
		events[sent_and_taken[i]] += CPUS;
		assert_true(agree(events, false));
		events[sent_and_taken[i]]++;
		assert_false(agree(events, false));
	}
	witnessed(events);
	events[KVM_LAB_EVENT_CSD_QUEUED]++;
	assert_false(agree(events, false));
}

static void an_interrupt_may_serve_several_but_not_for_one_vcpu(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS];

	for (size_t i = 0; i < ARRAY_LENGTH(sent_and_taken); i++) {
		witnessed(events);
		events[sent_and_taken[i]]--;
		assert_true(agree(events, false));
		assert_false(agree(events, true));
	}
}

static void interrupts_of_others_are_allowed_for_and_no_more(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS];
	u64 *taken = &events[KVM_LAB_EVENT_CALL_INTERRUPTS];

	witnessed(events);
	events[KVM_LAB_EVENT_CSD_FOREIGN] = FOREIGN;
	*taken += FOREIGN;
	assert_true(agree(events, true));
	*taken += 1;
	assert_false(agree(events, true));
	*taken -= 2 * FOREIGN + 1;
	assert_true(agree(events, true));
	*taken -= 1;
	assert_false(agree(events, true));
}

static void a_machine_of_one_cpu_interrupts_nobody(void **state)
{
	u64 events[KVM_LAB_NR_EVENTS] = {
		[KVM_LAB_EVENT_BROADCASTS] = BROADCASTS,
		[KVM_LAB_EVENT_HANDLERS] = BROADCASTS,
		[KVM_LAB_EVENT_CSD_ENTERED] = BROADCASTS,
	};
	char why[128];

	assert_int_equal(cross_check(events, 1, true, why, sizeof(why)), 0);
	events[KVM_LAB_EVENT_CALL_IPIS] = 1;
	assert_int_equal(cross_check(events, 1, true, why, sizeof(why)), -1);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(one_too_many_is_seen_by_each),
		cmocka_unit_test(one_is_missed_unless_the_cpu_was_awake),
		cmocka_unit_test(bounds_hold_for_several_vcpus_too),
		cmocka_unit_test(
			an_interrupt_may_serve_several_but_not_for_one_vcpu),
		cmocka_unit_test(
			interrupts_of_others_are_allowed_for_and_no_more),
		cmocka_unit_test(a_machine_of_one_cpu_interrupts_nobody),
	};

	return cmocka_run_group_tests_name("cross_check", tests, NULL, NULL);
}
