// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,direct-test mode=parallel cpus=4 */
/*
 * What KVM_RUN says when a guest touches a gfn while it has no slot, and that the
 * guest goes on when the slot is back. tests/guest/stress.c has the race.
 */
#include "entry_points.h"

#define GPA lt_gpa(EP_PAGE)
#define GVA (EP_GVA + EP_PAGE * 4096)

FIXTURE(slot)
{
	struct labtest t;
};

static u64 word_of(u8 byte)
{
	return byte * 0x0101010101010101ul;
}

static void guest_reads(void)
{
	for (;;)
		GUEST_SYNC(READ_ONCE(*(u64 *)GVA));
}

FIXTURE_SETUP(slot)
{
	lt_create(&self->t, lt_flags());
	ep_reset(&self->t, EP_PAGE);
	ep_load_guest(&self->t, guest_reads);
}

FIXTURE_TEARDOWN(slot)
{
	lt_destroy(&self->t);
}

/* The guest meets a device in place of the page, which answers with zeros. */
static void run_into_device(struct __test_metadata *_metadata,
			    struct labtest *t)
{
	struct kvm_run *run = t->vcpu->run;

	ASSERT_EQ(0, _vcpu_run(t->vcpu));
	ASSERT_EQ(KVM_EXIT_MMIO, run->exit_reason);
	EXPECT_EQ(GPA, run->mmio.phys_addr);
	memset(run->mmio.data, 0, sizeof(run->mmio.data));
	EXPECT_EQ(0, ep_run(t));
}

/* KVM tells the VMM that the guest takes the page for a private or a shared one. */
static void run_into_fault(struct __test_metadata *_metadata, struct labtest *t,
			   bool private)
{
	struct kvm_run *run = t->vcpu->run;

	ASSERT_EQ(-1, _vcpu_run(t->vcpu));
	EXPECT_EQ(EFAULT, errno);
	ASSERT_EQ(KVM_EXIT_MEMORY_FAULT, run->exit_reason);
	EXPECT_EQ(GPA, run->memory_fault.gpa);
	EXPECT_EQ(private ? KVM_MEMORY_EXIT_FLAG_PRIVATE : 0,
		  run->memory_fault.flags);
}

TEST_F(slot, private_gfn_without_one_is_a_fault_until_it_is_back)
{
	struct labtest *t = &self->t;

	EXPECT_EQ(word_of(EP_PRIVATE), ep_run(t));
	lt_delete_slot(t);
	run_into_fault(_metadata, t, true);
	run_into_fault(_metadata, t, true);
	lt_add_slot(t, 0);
	EXPECT_EQ(word_of(EP_PRIVATE), ep_run(t));
}

TEST_F(slot, shared_gfn_without_one_is_a_device_until_it_is_back)
{
	struct labtest *t = &self->t;

	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(word_of(LT_SHARED), ep_run(t));
	lt_delete_slot(t);
	run_into_device(_metadata, t);
	lt_add_slot(t, 0);
	EXPECT_EQ(word_of(LT_SHARED), ep_run(t));
}

/* A gfn that was shared while it had no slot; did the guest @touch it meanwhile? */
static void make_private_later(struct __test_metadata *_metadata,
			       struct labtest *t, bool touch)
{
	lt_set_private(t, EP_PAGE, false);
	lt_delete_slot(t);
	if (touch)
		run_into_device(_metadata, t);
	lt_add_slot(t, 0);
	lt_set_private(t, EP_PAGE, true);
}

/*
 * Linux's own, in code that the series leaves alone: what marks a device in the page
 * table outlives the device (docs/findings.md).
 */
TEST_F(slot, private_gfn_that_was_a_device_faults_as_a_shared_one)
{
	struct labtest *t = &self->t;
	int i;

	make_private_later(_metadata, t, true);
	for (i = 0; i < 100; i++)
		run_into_fault(_metadata, t, false);

	/* A VMM that does as it is told gets it going, and the page is still there. */
	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(word_of(LT_SHARED), ep_run(t));
	lt_set_private(t, EP_PAGE, true);
	EXPECT_EQ(word_of(EP_PRIVATE), ep_run(t));
}

TEST_F(slot, control_private_gfn_that_nobody_took_for_a_device)
{
	struct labtest *t = &self->t;

	make_private_later(_metadata, t, false);
	EXPECT_EQ(word_of(EP_PRIVATE), ep_run(t));
}

TEST_HARNESS_MAIN
