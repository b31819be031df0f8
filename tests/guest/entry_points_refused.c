// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,direct-test mode=parallel cpus=4 */
/*
 * Functions that fail on private memory, called one by one through the lab: on
 * private memory, and as control on shared memory of the same slot.
 * docs/entry-points.md says which they are.
 */
#include "entry_points.h"

/* Functions that fail on private memory. */
FIXTURE(refused)
{
	struct labtest t;
};

FIXTURE_VARIANT(refused)
{
	u32 op;
	enum ep_effect effect;
	int error;
};

FIXTURE_SETUP(refused)
{
	lt_create(&self->t, lt_flags());
}

FIXTURE_TEARDOWN(refused)
{
	lt_destroy(&self->t);
}

/* clang-format off */
FIXTURE_VARIANT_ADD(refused, kvm_vcpu_read_guest_atomic)
{
	.op = KVM_LAB_OP_READ_ATOMIC,
	.effect = READS,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, gfn_to_hva)
{
	.op = KVM_LAB_OP_GFN_TO_HVA,
	.effect = NONE,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, kvm_vcpu_gfn_to_hva)
{
	.op = KVM_LAB_OP_VCPU_GFN_TO_HVA,
	.effect = NONE,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, gfn_to_hva_prot)
{
	.op = KVM_LAB_OP_GFN_TO_HVA_PROT,
	.effect = NONE,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, kvm_vcpu_gfn_to_hva_prot)
{
	.op = KVM_LAB_OP_VCPU_GFN_TO_HVA_PROT,
	.effect = NONE,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, gfn_to_pfn)
{
	.op = KVM_LAB_OP_GFN_TO_PFN,
	.effect = NONE,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, gfn_to_pfn_prot)
{
	.op = KVM_LAB_OP_GFN_TO_PFN_PROT,
	.effect = NONE,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, gfn_to_page)
{
	.op = KVM_LAB_OP_GFN_TO_PAGE,
	.effect = NONE,
	.error = -EFAULT,
};

FIXTURE_VARIANT_ADD(refused, kvm_vcpu_map)
{
	.op = KVM_LAB_OP_MAP,
	.effect = READS,
	.error = -EINVAL,
};

/* clang-format on */

TEST_F(refused, fails_on_a_private_gfn)
{
	u64 gpa = lt_gpa(EP_PAGE) + EP_OFFSET;
	struct labtest *t = &self->t;
	u8 data[EP_LEN];

	ep_reset(t, EP_PAGE);
	EXPECT_EQ(variant->error, ep_call(t, variant->op, gpa, data));
	EXPECT_TRUE(variant->effect != READS || ep_all(data, EP_LEN, 0));
	EXPECT_EQ(0, ep_changed(t, EP_PAGE));

	lt_set_private(t, EP_PAGE, false);
	ASSERT_EQ(0, ep_call(t, variant->op, gpa, data));
	EXPECT_TRUE(variant->effect != READS ||
		    ep_all(data, EP_LEN, LT_SHARED));
	EXPECT_TRUE(ep_holds(ep_shared(t, EP_PAGE), LT_SHARED,
			     ep_after(variant->effect, LT_SHARED)));
	EXPECT_FALSE(ep_changed(t, EP_PAGE) & EP_IN_PRIVATE);
}

TEST_F(refused, fails_without_a_page)
{
	ep_expect_no_page(_metadata, &self->t, variant->op, variant->error);
}

TEST_HARNESS_MAIN
