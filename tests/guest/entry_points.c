// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,direct-test mode=parallel cpus=4 */
/*
 * Functions that reach private memory, called one by one through the lab: on
 * private memory, and as control on shared memory of the same slot.
 * docs/entry-points.md says which they are.
 */
#include "entry_points.h"

/* Functions that reach private memory. */
FIXTURE(served)
{
	struct labtest t;
};

FIXTURE_VARIANT(served)
{
	u32 op;
	enum ep_effect effect;
};

FIXTURE_SETUP(served)
{
	lt_create(&self->t, lt_flags());
}

FIXTURE_TEARDOWN(served)
{
	lt_destroy(&self->t);
}

/* clang-format off */
FIXTURE_VARIANT_ADD(served, kvm_read_guest)
{
	.op = KVM_LAB_OP_READ,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(served, kvm_read_guest_page)
{
	.op = KVM_LAB_OP_READ_PAGE,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(served, kvm_vcpu_read_guest)
{
	.op = KVM_LAB_OP_VCPU_READ,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(served, kvm_vcpu_read_guest_page)
{
	.op = KVM_LAB_OP_VCPU_READ_PAGE,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(served, kvm_write_guest)
{
	.op = KVM_LAB_OP_WRITE,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(served, kvm_write_guest_page)
{
	.op = KVM_LAB_OP_WRITE_PAGE,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(served, kvm_vcpu_write_guest)
{
	.op = KVM_LAB_OP_VCPU_WRITE,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(served, kvm_vcpu_write_guest_page)
{
	.op = KVM_LAB_OP_VCPU_WRITE_PAGE,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(served, kvm_clear_guest)
{
	.op = KVM_LAB_OP_CLEAR,
	.effect = CLEARS,
};

FIXTURE_VARIANT_ADD(served, kvm_read_guest_cached)
{
	.op = KVM_LAB_OP_READ_CACHED,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(served, kvm_read_guest_offset_cached)
{
	.op = KVM_LAB_OP_READ_OFFSET_CACHED,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(served, kvm_write_guest_cached)
{
	.op = KVM_LAB_OP_WRITE_CACHED,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(served, kvm_write_guest_offset_cached)
{
	.op = KVM_LAB_OP_WRITE_OFFSET_CACHED,
	.effect = WRITES,
};

/* clang-format on */

TEST_F(served, follows_the_attribute)
{
	u64 gpa = lt_gpa(EP_PAGE) + EP_OFFSET;
	struct labtest *t = &self->t;
	u8 data[EP_LEN];

	ep_reset(t, EP_PAGE);
	ASSERT_EQ(0, ep_call(t, variant->op, gpa, data));
	EXPECT_TRUE(variant->effect != READS ||
		    ep_all(data, EP_LEN, EP_PRIVATE));
	EXPECT_TRUE(ep_holds(ep_private(t, EP_PAGE), EP_PRIVATE,
			     ep_after(variant->effect, EP_PRIVATE)));
	EXPECT_TRUE(ep_shared_untouched(t));

	ep_reset(t, EP_PAGE);
	lt_set_private(t, EP_PAGE, false);
	ASSERT_EQ(0, ep_call(t, variant->op, gpa, data));
	EXPECT_TRUE(variant->effect != READS ||
		    ep_all(data, EP_LEN, LT_SHARED));
	EXPECT_TRUE(ep_holds(ep_shared(t, EP_PAGE), LT_SHARED,
			     ep_after(variant->effect, LT_SHARED)));
	EXPECT_FALSE(ep_changed(t, EP_PAGE) & EP_IN_PRIVATE);
}

TEST_F(served, fails_without_a_page)
{
	ep_expect_no_page(_metadata, &self->t, variant->op, -EFAULT);
}

/* A translation reads nothing, so it doesn't ask what is behind the gfn. */
TEST(kvm_gfn_to_hva_cache_init_accepts_a_private_gfn)
{
	struct labtest t;
	u8 data[EP_LEN];

	lt_create(&t, lt_flags());
	ep_reset(&t, EP_PAGE);
	EXPECT_EQ(0, ep_call(&t, KVM_LAB_OP_HVA_CACHE_INIT, lt_gpa(EP_PAGE),
			     data));
	EXPECT_EQ(0, ep_changed(&t, EP_PAGE));
	EXPECT_EQ(-EFAULT, ep_call(&t, KVM_LAB_OP_HVA_CACHE_INIT,
				   lt_gpa(LT_PAGES), data));
	lt_destroy(&t);
}

/* The pages of the others are filled with one byte, wherever that is read. */
TEST(private_bytes_are_read_where_they_were_written)
{
	u64 gpa = lt_gpa(EP_PAGE);
	struct labtest t;

	lt_create(&t, lt_flags());
	lt_write8(&t, gpa, 1);
	lt_write8(&t, gpa + 512, 2);
	EXPECT_EQ(1, lt_read8(&t, gpa));
	EXPECT_EQ(2, lt_read8(&t, gpa + 512));
	lt_destroy(&t);
}

/* Those of them that go on to the next page. */
FIXTURE(across_pages)
{
	struct labtest t;
};

FIXTURE_VARIANT(across_pages)
{
	u32 op;
	enum ep_effect effect;
};

FIXTURE_SETUP(across_pages)
{
	lt_create(&self->t, lt_flags());
}

FIXTURE_TEARDOWN(across_pages)
{
	lt_destroy(&self->t);
}

/* clang-format off */
FIXTURE_VARIANT_ADD(across_pages, kvm_read_guest)
{
	.op = KVM_LAB_OP_READ,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_vcpu_read_guest)
{
	.op = KVM_LAB_OP_VCPU_READ,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_write_guest)
{
	.op = KVM_LAB_OP_WRITE,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_vcpu_write_guest)
{
	.op = KVM_LAB_OP_VCPU_WRITE,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_clear_guest)
{
	.op = KVM_LAB_OP_CLEAR,
	.effect = CLEARS,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_read_guest_cached)
{
	.op = KVM_LAB_OP_READ_CACHED,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_read_guest_offset_cached)
{
	.op = KVM_LAB_OP_READ_OFFSET_CACHED,
	.effect = READS,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_write_guest_cached)
{
	.op = KVM_LAB_OP_WRITE_CACHED,
	.effect = WRITES,
};

FIXTURE_VARIANT_ADD(across_pages, kvm_write_guest_offset_cached)
{
	.op = KVM_LAB_OP_WRITE_OFFSET_CACHED,
	.effect = WRITES,
};

/* clang-format on */

/* The copy of @page that the guest is to see, and the one that it isn't. */
static void expect_half(struct __test_metadata *_metadata, struct labtest *t,
			unsigned int page, bool private, unsigned int from,
			u8 value)
{
	u8 before = private ? EP_PRIVATE : LT_SHARED;
	int other = private ? EP_IN_SHARED : EP_IN_PRIVATE;
	const u8 *copy;

	EXPECT_FALSE(ep_changed(t, page) & other);
	copy = private ? ep_private(t, page) : ep_shared(t, page);
	EXPECT_TRUE(ep_all(copy, from, before));
	EXPECT_TRUE(ep_all(copy + from, EP_LEN / 2, value));
	EXPECT_TRUE(ep_all(copy + from + EP_LEN / 2,
			   getpagesize() - EP_LEN / 2 - from, before));
}

static void check_across(struct __test_metadata *_metadata, struct labtest *t,
			 const FIXTURE_VARIANT(across_pages) * variant,
			 bool first_private, bool second_private)
{
	u8 first = first_private ? EP_PRIVATE : LT_SHARED;
	u8 second = second_private ? EP_PRIVATE : LT_SHARED;
	unsigned int edge = getpagesize() - EP_LEN / 2;
	u8 data[EP_LEN];

	ep_reset(t, EP_PAGE);
	ep_reset(t, EP_PAGE + 1);
	lt_set_private(t, EP_PAGE, first_private);
	lt_set_private(t, EP_PAGE + 1, second_private);

	ASSERT_EQ(0, ep_call(t, variant->op, lt_gpa(EP_PAGE) + edge, data));
	if (variant->effect == READS) {
		EXPECT_TRUE(ep_all(data, EP_LEN / 2, first));
		EXPECT_TRUE(ep_all(data + EP_LEN / 2, EP_LEN / 2, second));
	}
	expect_half(_metadata, t, EP_PAGE, first_private, edge,
		    ep_after(variant->effect, first));
	expect_half(_metadata, t, EP_PAGE + 1, second_private, 0,
		    ep_after(variant->effect, second));
}

TEST_F(across_pages, private_then_private)
{
	check_across(_metadata, &self->t, variant, true, true);
}

TEST_F(across_pages, private_then_shared)
{
	check_across(_metadata, &self->t, variant, true, false);
}

TEST_F(across_pages, shared_then_private)
{
	check_across(_metadata, &self->t, variant, false, true);
}

/* A gfn_to_pfn_cache. */
FIXTURE(kvm_gpc)
{
	struct labtest t;
};

FIXTURE_SETUP(kvm_gpc)
{
	lt_create(&self->t, lt_flags());
	ep_reset(&self->t, EP_PAGE);
}

FIXTURE_TEARDOWN(kvm_gpc)
{
	lt_destroy(&self->t);
}

static int gpc(struct labtest *t, u32 op, u8 *data)
{
	return lt_gpc_call(t, op, 0, 0, lt_gpa(EP_PAGE) + EP_OFFSET, data,
			   EP_LEN);
}

TEST_F(kvm_gpc, activation_finds_the_private_page)
{
	struct labtest *t = &self->t;

	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_ACTIVATE, NULL));
	EXPECT_EQ(1, lt_gpc(t, 0).pinned);
	EXPECT_EQ(lt_page(t, EP_PAGE).pfn, lt_gpc(t, 0).pfn);

	lt_set_private(t, EP_PAGE, false);
	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_ACTIVATE, NULL));
	EXPECT_EQ(0, lt_gpc(t, 0).pinned);
}

TEST_F(kvm_gpc, khva_is_the_private_page)
{
	struct labtest *t = &self->t;
	u8 data[EP_LEN];

	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_ACTIVATE, NULL));
	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_READ, data));
	EXPECT_TRUE(ep_all(data, EP_LEN, EP_PRIVATE));

	memset(data, EP_NEW, EP_LEN);
	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_WRITE, data));
	EXPECT_TRUE(ep_holds(ep_private(t, EP_PAGE), EP_PRIVATE, EP_NEW));
	EXPECT_TRUE(ep_shared_untouched(t));
}

TEST_F(kvm_gpc, check_fails_after_a_conversion)
{
	struct labtest *t = &self->t;

	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_ACTIVATE, NULL));
	EXPECT_EQ(0, gpc(t, KVM_LAB_OP_GPC_CHECK, NULL));
	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(-ESTALE, gpc(t, KVM_LAB_OP_GPC_CHECK, NULL));
}

TEST_F(kvm_gpc, refresh_follows_the_attribute)
{
	struct labtest *t = &self->t;
	u8 data[EP_LEN];

	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_ACTIVATE, NULL));
	lt_set_private(t, EP_PAGE, false);
	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_REFRESH, NULL));
	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_READ, data));
	EXPECT_TRUE(ep_all(data, EP_LEN, LT_SHARED));

	lt_set_private(t, EP_PAGE, true);
	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_REFRESH, NULL));
	ASSERT_EQ(0, gpc(t, KVM_LAB_OP_GPC_READ, data));
	EXPECT_TRUE(ep_all(data, EP_LEN, EP_PRIVATE));
}

TEST_F(kvm_gpc, activation_fails_without_a_page)
{
	struct labtest *t = &self->t;

	lt_close_file(t);
	EXPECT_EQ(-EFAULT, gpc(t, KVM_LAB_OP_GPC_ACTIVATE, NULL));
	EXPECT_EQ(0, lt_gpc(t, 0).valid);

	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(0, gpc(t, KVM_LAB_OP_GPC_ACTIVATE, NULL));
}

TEST_HARNESS_MAIN
