// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,direct-test mode=parallel cpus=4 */
/*
 * Accesses to guest memory that the VMM causes through KVM's own ABI: on a private
 * gfn, and as control on a shared gfn. What each of them must do stands in
 * docs/entry-points.md.
 */
#include <asm/kvm_para.h>

#include "entry_points.h"
#include "hyperv.h"

#define XEN_HYPERCALL_MSR 0x40000000
#define XEN_PORT 2 /* its bit is 0 in a page full of EP_PRIVATE or LT_SHARED */
#define XEN_EVTCHN_PENDING 0x800 /* in shared_info */
#define GPA lt_gpa(EP_PAGE)

static void guest_code(void)
{
	for (;;)
		GUEST_SYNC(0);
}

/* Unlike vcpu_set_msr() for MSRs that can't be read, too. */
static void set_msr(struct labtest *t, u32 msr, u64 value)
{
	int r = _vcpu_set_msr(t->vcpu, msr, value);

	TEST_ASSERT(r == 1, "KVM_SET_MSRS(%#x) returned %d", msr, r);
}

static void wall_clock(struct labtest *t)
{
	set_msr(t, MSR_KVM_WALL_CLOCK_NEW, GPA);
}

static void system_time(struct labtest *t)
{
	set_msr(t, MSR_KVM_SYSTEM_TIME_NEW, GPA | KVM_MSR_ENABLED);
	ep_run(t);
}

static void hv_hypercall_page(struct labtest *t)
{
	set_msr(t, HV_X64_MSR_GUEST_OS_ID, 1);
	set_msr(t, HV_X64_MSR_HYPERCALL, GPA | 1);
}

static void hv_tsc_page(struct labtest *t)
{
	set_msr(t, HV_X64_MSR_GUEST_OS_ID, 1);
	set_msr(t, HV_X64_MSR_REFERENCE_TSC, GPA | 1);
	ep_run(t);
}

static void xen_enable(struct labtest *t)
{
	struct kvm_xen_hvm_config config = {
		.flags = KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL,
		.msr = XEN_HYPERCALL_MSR,
	};
	struct kvm_xen_hvm_attr mode = {
		.type = KVM_XEN_ATTR_TYPE_LONG_MODE,
		.u.long_mode = 1,
	};

	vm_ioctl(t->vm, KVM_XEN_HVM_CONFIG, &config);
	vm_ioctl(t->vm, KVM_XEN_HVM_SET_ATTR, &mode);
}

static void xen_hypercall_page(struct labtest *t)
{
	xen_enable(t);
	set_msr(t, XEN_HYPERCALL_MSR, GPA);
}

static void xen_shared_info(struct labtest *t)
{
	struct kvm_xen_hvm_attr attr = {
		.type = KVM_XEN_ATTR_TYPE_SHARED_INFO,
		.u.shared_info.gfn = GPA >> 12,
	};

	xen_enable(t);
	vm_ioctl(t->vm, KVM_XEN_HVM_SET_ATTR, &attr);
}

static void xen_vcpu_attr(struct labtest *t, u16 type, u64 gpa)
{
	struct kvm_xen_vcpu_attr attr = { .type = type, .u.gpa = gpa };

	xen_enable(t);
	vcpu_ioctl(t->vcpu, KVM_XEN_VCPU_SET_ATTR, &attr);
	ep_run(t);
}

static void xen_vcpu_info(struct labtest *t)
{
	xen_vcpu_attr(t, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, GPA);
}

static void xen_vcpu_time_info(struct labtest *t)
{
	xen_vcpu_attr(t, KVM_XEN_VCPU_ATTR_TYPE_VCPU_TIME_INFO, GPA);
}

static void xen_runstate(struct labtest *t)
{
	xen_vcpu_attr(t, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR, GPA);
}

typedef void (*writer_t)(struct labtest *t);

/* Served: what KVM writes lands in the copy that the guest sees. */
FIXTURE(writes)
{
	struct labtest t;
};

FIXTURE_VARIANT(writes)
{
	writer_t write;
};

FIXTURE_SETUP(writes)
{
	lt_create(&self->t, lt_flags());
	ep_load_guest(&self->t, guest_code);
}

FIXTURE_TEARDOWN(writes)
{
	lt_destroy(&self->t);
}

/* clang-format off */
FIXTURE_VARIANT_ADD(writes, kvm_write_wall_clock)
{
	.write = wall_clock,
};

FIXTURE_VARIANT_ADD(writes, kvm_setup_guest_pvclock)
{
	.write = system_time,
};

FIXTURE_VARIANT_ADD(writes, kvm_hv_set_msr_pw)
{
	.write = hv_hypercall_page,
};

FIXTURE_VARIANT_ADD(writes, kvm_hv_setup_tsc_page)
{
	.write = hv_tsc_page,
};

FIXTURE_VARIANT_ADD(writes, kvm_xen_write_hypercall_page)
{
	.write = xen_hypercall_page,
};

FIXTURE_VARIANT_ADD(writes, kvm_xen_shared_info_init)
{
	.write = xen_shared_info,
};

FIXTURE_VARIANT_ADD(writes, kvm_xen_vcpu_info)
{
	.write = xen_vcpu_info,
};

FIXTURE_VARIANT_ADD(writes, kvm_xen_vcpu_time_info)
{
	.write = xen_vcpu_time_info,
};

FIXTURE_VARIANT_ADD(writes, kvm_xen_update_runstate_guest)
{
	.write = xen_runstate,
};

/* clang-format on */

TEST_F(writes, follow_the_attribute)
{
	struct labtest *t = &self->t;

	ep_reset(t, EP_PAGE);
	variant->write(t);
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));

	ep_reset(t, EP_PAGE);
	lt_set_private(t, EP_PAGE, false);
	variant->write(t);
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));
}

/* The request for a page that KVM is going to read and write through a cache. */
FIXTURE(request)
{
	struct labtest t;
};

FIXTURE_VARIANT(request)
{
	u32 msr; /* KVM_SET_VAPIC_ADDR, if 0 */
	u64 flags;
};

FIXTURE_SETUP(request)
{
	lt_create(&self->t, lt_flags());
}

FIXTURE_TEARDOWN(request)
{
	lt_destroy(&self->t);
}

/* clang-format off */
FIXTURE_VARIANT_ADD(request, kvm_lapic_set_pv_eoi)
{
	.msr = MSR_KVM_PV_EOI_EN,
	.flags = KVM_MSR_ENABLED,
};

FIXTURE_VARIANT_ADD(request, kvm_pv_enable_async_pf)
{
	.msr = MSR_KVM_ASYNC_PF_EN,
	.flags = KVM_ASYNC_PF_ENABLED | KVM_ASYNC_PF_DELIVERY_AS_INT,
};

FIXTURE_VARIANT_ADD(request, kvm_hv_vp_assist_page)
{
	.msr = HV_X64_MSR_VP_ASSIST_PAGE,
	.flags = HV_X64_MSR_VP_ASSIST_PAGE_ENABLE,
};

FIXTURE_VARIANT_ADD(request, kvm_lapic_set_vapic_addr)
{
	.msr = 0,
};

/* clang-format on */

/* Returns 0 or the error; KVM_SET_MSRS doesn't say which. */
static int make_request(struct labtest *t,
			const FIXTURE_VARIANT(request) * variant, u64 gpa)
{
	struct kvm_vapic_addr vapic = { .vapic_addr = gpa };
	int r;

	if (variant->msr) {
		r = _vcpu_set_msr(t->vcpu, variant->msr, gpa | variant->flags);
		return r == 1 ? 0 : -EINVAL;
	}
	return __vcpu_ioctl(t->vcpu, KVM_SET_VAPIC_ADDR, &vapic) ? -errno : 0;
}

/* What the MSR holds now. */
static u64 granted(struct labtest *t, const FIXTURE_VARIANT(request) * variant)
{
	return variant->msr ? vcpu_get_msr(t->vcpu, variant->msr) : 0;
}

static u64 expected(const FIXTURE_VARIANT(request) * variant)
{
	return variant->msr ? GPA | variant->flags : 0;
}

TEST_F(request, is_granted_on_a_private_gfn)
{
	struct labtest *t = &self->t;

	ep_reset(t, EP_PAGE);
	EXPECT_EQ(0, make_request(t, variant, GPA));
	EXPECT_EQ(expected(variant), granted(t, variant));
	EXPECT_FALSE(ep_changed(t, EP_PAGE) & EP_IN_SHARED);

	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(0, make_request(t, variant, GPA));
	EXPECT_EQ(expected(variant), granted(t, variant));
}

TEST_F(request, fails_outside_of_memslots_and_is_not_in_force)
{
	struct labtest *t = &self->t;

	EXPECT_EQ(-EINVAL, make_request(t, variant, lt_gpa(LT_PAGES)));
	EXPECT_FALSE(granted(t, variant) & variant->flags);
}

/* The others, one by one. */
FIXTURE(private_gfn)
{
	struct labtest t;
};

FIXTURE_SETUP(private_gfn)
{
	lt_create(&self->t, lt_flags());
	ep_load_guest(&self->t, guest_code);
	ep_reset(&self->t, EP_PAGE);
}

FIXTURE_TEARDOWN(private_gfn)
{
	lt_destroy(&self->t);
}

TEST_F(private_gfn, gets_steal_time)
{
	const u64 value = GPA | KVM_MSR_ENABLED;
	struct labtest *t = &self->t;

	set_msr(t, MSR_KVM_STEAL_TIME, value);
	ep_run(t);
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));
	EXPECT_EQ(value, vcpu_get_msr(t->vcpu, MSR_KVM_STEAL_TIME));

	ep_reset(t, EP_PAGE);
	lt_set_private(t, EP_PAGE, false);
	ep_run(t);
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));

	/* Now KVM has the hva in its cache. */
	ep_reset(t, EP_PAGE);
	ep_run(t);
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));
}

/* Two numbers of struct kvm_steal_time that KVM moves on at each entry. */
TEST_F(private_gfn, has_an_even_version_of_steal_time_that_grows)
{
	const struct kvm_steal_time zero = {};
	struct labtest *t = &self->t;
	struct kvm_steal_time st[2];
	int i;

	ASSERT_EQ(0, lab_once(t->observer, KVM_LAB_OP_WRITE, GPA, (void *)&zero,
			      sizeof(zero)));
	set_msr(t, MSR_KVM_STEAL_TIME, GPA | KVM_MSR_ENABLED);
	for (i = 0; i < 2; i++) {
		ep_run(t);
		ASSERT_EQ(0, lab_once(t->observer, KVM_LAB_OP_READ, GPA, &st[i],
				      sizeof(st[i])));
		EXPECT_EQ(0, st[i].version % 2);
	}
	EXPECT_LT(0, st[0].version);
	EXPECT_LT(st[0].version, st[1].version);
	EXPECT_LE(st[0].steal, st[1].steal);
}

/* The page that KVM keeps mapped for steal time goes all the same. */
TEST_F(private_gfn, is_let_go_of_when_it_leaves_the_file)
{
	struct labtest *t = &self->t;
	u64 pfn = lt_page(t, EP_PAGE).pfn;

	set_msr(t, MSR_KVM_STEAL_TIME, GPA | KVM_MSR_ENABLED);
	ep_run(t);
	lt_punch(t, EP_PAGE);
	EXPECT_TRUE(lab_page_of_pfn(t->observer, pfn).state &
		    KVM_LAB_PAGE_PRESENT);

	/* A new page is found as the old one was. */
	ep_run(t);
	EXPECT_TRUE(lt_read8(t, GPA + 8) & 0xffffffff);
}

TEST_F(private_gfn, is_let_go_of_when_steal_time_is_turned_off)
{
	struct labtest *t = &self->t;
	u64 pfn = lt_page(t, EP_PAGE).pfn;
	u32 before;

	vcpu_ioctl(t->observer, KVM_LAB_SETTLE, NULL);
	before = lab_page_of_pfn(t->observer, pfn).refcount;
	set_msr(t, MSR_KVM_STEAL_TIME, GPA | KVM_MSR_ENABLED);
	ep_run(t);
	EXPECT_EQ(before + 1, lab_page_of_pfn(t->observer, pfn).refcount);

	set_msr(t, MSR_KVM_STEAL_TIME, 0);
	EXPECT_EQ(before, lab_page_of_pfn(t->observer, pfn).refcount);
}

/* Though that is also where the gfn's own shared backing is. */
TEST_F(private_gfn, is_let_go_of_when_xen_gets_an_hva_instead)
{
	const size_t offset = EP_PAGE * getpagesize();
	struct kvm_xen_vcpu_attr attr = {
		.type = KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO_HVA,
		.u.hva = (uintptr_t)self->t.shared + offset,
	};
	struct labtest *t = &self->t;

	xen_vcpu_info(t);
	ep_reset(t, EP_PAGE);
	vcpu_ioctl(t->vcpu, KVM_XEN_VCPU_SET_ATTR, &attr);
	ep_run(t);
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));
}

TEST_F(private_gfn, gets_xen_events)
{
	struct kvm_irq_routing_xen_evtchn event = {
		.port = XEN_PORT,
		.vcpu = self->t.vcpu->id,
		.priority = KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL,
	};
	struct labtest *t = &self->t;

	ep_reset(t, EP_PAGE + 1);
	xen_shared_info(t);
	xen_vcpu_attr(t, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, lt_gpa(EP_PAGE + 1));
	EXPECT_FALSE(lt_read8(t, GPA + XEN_EVTCHN_PENDING) & BIT(XEN_PORT));

	vm_ioctl(t->vm, KVM_XEN_HVM_EVTCHN_SEND, &event);
	EXPECT_TRUE(lt_read8(t, GPA + XEN_EVTCHN_PENDING) & BIT(XEN_PORT));
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE + 1));
}

TEST_HARNESS_MAIN
