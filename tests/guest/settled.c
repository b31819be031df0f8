// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@noflush mode=counted cpus=2 */
/* KVM_LAB_SETTLE: what a lookup costs no longer depends on how often it was done. */
#include "labtest.h"
#include "kselftest_harness.h"

#define CALLS 16
#define MOVED 10 /* instructions that are more than a coincidence */

FIXTURE(settled)
{
	struct labtest t;
};

/* The page is in this CPU's batch; whoever looks it up is on another. */
FIXTURE_SETUP(settled)
{
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	kvm_pin_this_task_to_pcpu(0);
	lt_write8(&self->t, lt_gpa(0), 1);
	kvm_pin_this_task_to_pcpu(1);
}

FIXTURE_TEARDOWN(settled)
{
	lt_destroy(&self->t);
}

/* How much every second read costs more or less; a tick is in one of them at most. */
static u64 alternation(struct labtest *t)
{
	u64 samples[CALLS], least[2] = { ~0ull, ~0ull };
	struct kvm_lab_call call = {
		.op = KVM_LAB_OP_READ,
		.gpa = lt_gpa(0),
		.len = 8,
		.iterations = CALLS,
		.samples = (uintptr_t)samples,
	};

	vcpu_ioctl(t->vcpu, KVM_LAB_CALL, &call);
	TEST_ASSERT_EQ(call.error, 0);
	for (int i = 2; i < CALLS; i++)
		least[i % 2] = min(least[i % 2], samples[i]);
	return least[0] > least[1] ? least[0] - least[1] : least[1] - least[0];
}

TEST_F(settled, every_second_lookup_costs_more_before)
{
	EXPECT_GT(alternation(&self->t), MOVED);
}

TEST_F(settled, lookups_cost_the_same_after)
{
	vcpu_ioctl(self->t.vcpu, KVM_LAB_SETTLE, NULL);
	EXPECT_EQ(alternation(&self->t), 0);
}

TEST_HARNESS_MAIN
