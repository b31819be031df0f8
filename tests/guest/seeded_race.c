// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-kcsan: kernels=all-test@sync_flush mode=parallel cpus=4 */
/*
 * Two vCPUs race in a function of ours, on purpose: scripts/kcsan.pl fails if KCSAN
 * does not report it, or if it isn't taken for ours.
 */
#include <time.h>

#include "labtest.h"

#define RACE_SECONDS 10

static void race(struct labtest *t, void *arg)
{
	time_t end = time(NULL) + RACE_SECONDS;
	struct kvm_lab_call call = {
		.op = KVM_LAB_OP_NOP,
		.len = 8,
		.iterations = KVM_LAB_MAX_BATCH,
	};

	while (time(NULL) < end) {
		vcpu_ioctl((struct kvm_vcpu *)arg, KVM_LAB_CALL, &call);
		TEST_ASSERT(!call.error, "call: %s", strerror(-call.error));
	}
}

int main(void)
{
	struct labtest t;
	struct lt_task tasks[2];

	ksft_print_header();
	ksft_set_plan(1);
	lt_create(&t, lt_flags());
	lt_sabotage("race");
	lt_start(&tasks[0], &t, race, t.vcpu);
	lt_start(&tasks[1], &t, race, t.observer);
	lt_join(&tasks[0]);
	lt_join(&tasks[1]);
	lt_sabotage("");
	lt_destroy(&t);
	ksft_test_result_pass("two vCPUs race for %d s\n", RACE_SECONDS);
	return 0;
}
