// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,direct-test mode=parallel cpus=4 */
/*
 * Accesses to guest memory that KVM makes for what a guest does: on a private
 * gfn, and as control on a shared gfn. What each of them must do stands in
 * docs/entry-points.md.
 */
#include <asm/kvm_para.h>

#include "entry_points.h"
#include "apic.h"
#include "svm_util.h"

#define VECTOR 0x42
#define GPA lt_gpa(EP_PAGE)

FIXTURE(private_gfn)
{
	struct labtest t;
};

FIXTURE_SETUP(private_gfn)
{
	lt_create(&self->t, lt_flags());
	ep_reset(&self->t, EP_PAGE);
}

FIXTURE_TEARDOWN(private_gfn)
{
	lt_destroy(&self->t);
}

/* The same page where KVM reaches it through the hva. */
FIXTURE(shared_gfn)
{
	struct labtest t;
};

FIXTURE_SETUP(shared_gfn)
{
	lt_create(&self->t, lt_flags());
	lt_set_private(&self->t, EP_PAGE, false);
}

FIXTURE_TEARDOWN(shared_gfn)
{
	lt_destroy(&self->t);
}

/* Runs one instruction on a VMCB and says which exception it got. */
static void guest_uses_vmcb(u64 gpa, bool run)
{
	u8 vector;

	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SVME);
	wrmsr(MSR_VM_HSAVE_PA, LT_GPA);
	if (run)
		vector = kvm_asm_safe("vmrun", "a"(gpa));
	else
		vector = kvm_asm_safe("vmsave", "a"(gpa));
	GUEST_SYNC(vector);
}

/* KVM doesn't map a private page for long, and tells userspace so. */
static void is_no_vmcb(struct __test_metadata *_metadata, struct labtest *t,
		       bool run)
{
	vcpu_arch_set_entry_point(t->vcpu, guest_uses_vmcb);
	vcpu_args_set(t->vcpu, 2, GPA, run);
	EXPECT_EQ(GPA, ep_run_until_memory_fault(t));
	EXPECT_EQ(GPA, ep_run_until_memory_fault(t));
	EXPECT_EQ(0, ep_changed(t, EP_PAGE));

	/* The same instruction goes on; for vmrun LT_SHARED is no valid VMCB. */
	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(0, ep_run(t));
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));
}

TEST_F(private_gfn, is_no_vmcb_to_vmsave)
{
	TEST_REQUIRE(kvm_cpu_has(X86_FEATURE_SVM));
	is_no_vmcb(_metadata, &self->t, false);
}

TEST_F(private_gfn, is_no_vmcb_to_vmrun)
{
	TEST_REQUIRE(kvm_cpu_has(X86_FEATURE_SVM));
	is_no_vmcb(_metadata, &self->t, true);
}

static void guest_exits(void)
{
	x2apic_enable();
	for (;;)
		GUEST_SYNC(0);
}

/* A call of the VMM's that is refused says so itself, not the guest's next run. */
TEST_F(private_gfn, is_not_reported_to_who_was_told)
{
	struct labtest *t = &self->t;
	u8 byte;

	vcpu_arch_set_entry_point(t->vcpu, guest_exits);
	EXPECT_EQ(-EINVAL, lab_once(t->vcpu, KVM_LAB_OP_MAP, GPA, &byte, 1));
	EXPECT_EQ(0, ep_run(t));
}

/* What guest and VMM say to each other without an exit. */
static bool in_service, leave;

static bool guest_flag(struct labtest *t, bool *flag)
{
	return READ_ONCE(*(bool *)addr_gva2hva(t->vm, (vm_vaddr_t)flag));
}

static void set_guest_flag(struct labtest *t, bool *flag, bool value)
{
	WRITE_ONCE(*(bool *)addr_gva2hva(t->vm, (vm_vaddr_t)flag), value);
}

static void run_task(struct labtest *t, void *arg)
{
	ep_run(t);
}

static void guest_spins(void)
{
	for (;;) {
		GUEST_SYNC(0);
		while (!READ_ONCE(leave))
			;
		WRITE_ONCE(leave, false);
	}
}

/* What the guest would see in its copy of EP_PAGE. */
static u8 preempted(struct labtest *t)
{
	const u64 gpa = GPA + offsetof(struct kvm_steal_time, preempted);
	u8 value;
	int r = lab_once(t->observer, KVM_LAB_OP_READ, gpa, &value, 1);

	TEST_ASSERT(!r, "kvm_read_guest(): %s", strerror(-r));
	return value;
}

/*
 * Runs the spinning guest on the CPU of this thread: whenever this one runs, the
 * vCPU is preempted. Says whether KVM marked it so within a second or two.
 */
static bool preempted_mark(struct labtest *t)
{
	struct lt_task task;
	int looks = 2000;
	bool marked;

	lt_start(&task, t, run_task, NULL);
	do {
		usleep(1000);
		marked = preempted(t) == KVM_VCPU_PREEMPTED;
	} while (!marked && looks--);
	set_guest_flag(t, &leave, true);
	lt_join(&task);
	return marked;
}

TEST_F(private_gfn, gets_the_preempted_mark)
{
	struct labtest *t = &self->t;

	kvm_pin_this_task_to_pcpu(0);
	vcpu_arch_set_entry_point(t->vcpu, guest_spins);
	vcpu_set_msr(t->vcpu, MSR_KVM_STEAL_TIME, GPA | KVM_MSR_ENABLED);
	ep_run(t);
	EXPECT_TRUE(preempted_mark(t));
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));

	ep_reset(t, EP_PAGE);
	lt_set_private(t, EP_PAGE, false);
	EXPECT_TRUE(preempted_mark(t));
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));
}

/* The time was recorded in one copy; then the gfn is converted, then the vCPU goes. */
TEST_F(private_gfn, gets_no_mark_in_the_copy_of_before)
{
	struct labtest *t = &self->t;
	struct lt_task task;

	kvm_pin_this_task_to_pcpu(0);
	vcpu_arch_set_entry_point(t->vcpu, guest_spins);
	vcpu_set_msr(t->vcpu, MSR_KVM_STEAL_TIME, GPA | KVM_MSR_ENABLED);
	ep_run(t);

	lt_set_private(t, EP_PAGE, false);
	memset(ep_shared(t, EP_PAGE), LT_SHARED, getpagesize());
	lt_start(&task, t, run_task, NULL);
	usleep(50000);
	lt_set_private(t, EP_PAGE, true);
	memset(ep_shared(t, EP_PAGE), LT_SHARED, getpagesize());
	usleep(200000);
	EXPECT_EQ(
		LT_SHARED,
		ep_shared(t,
			  EP_PAGE)[offsetof(struct kvm_steal_time, preempted)]);
	set_guest_flag(t, &leave, true);
	lt_join(&task);
}

static void guest_handler(struct ex_regs *regs)
{
	WRITE_ONCE(in_service, true);
	while (!READ_ONCE(leave))
		;
	GUEST_SYNC(0);
	x2apic_write_reg(APIC_EOI, 0);
}

static void guest_gets_interrupts(void)
{
	x2apic_enable();
	asm volatile("sti");
	for (;;)
		x2apic_write_reg(APIC_ICR,
				 APIC_DEST_SELF | APIC_INT_ASSERT | VECTOR);
}

/* A guest that interrupts itself, with PV EOI in EP_PAGE. */
static void start_pv_eoi(struct labtest *t)
{
	vm_install_exception_handler(t->vm, VECTOR, guest_handler);
	vcpu_arch_set_entry_point(t->vcpu, guest_gets_interrupts);
	vcpu_set_msr(t->vcpu, MSR_KVM_PV_EOI_EN, GPA | KVM_MSR_ENABLED);
}

TEST_F(private_gfn, gets_pv_eoi_offers)
{
	struct labtest *t = &self->t;

	start_pv_eoi(t);
	set_guest_flag(t, &leave, true);
	ep_run(t);
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));

	ep_reset(t, EP_PAGE);
	lt_set_private(t, EP_PAGE, false);
	ep_run(t);
	ep_run(t);
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));
}

static void protect_shared(struct labtest *t, int prot)
{
	int r = mprotect(ep_shared(t, EP_PAGE), getpagesize(), prot);

	TEST_ASSERT(!r, "mprotect(): %s", strerror(errno));
}

/*
 * One interrupt whose handler returns after the VMM has made the shared page
 * @unreadable. KVM makes its offer when it injects, and takes it back at the next
 * exit. Says whether the offer is still there.
 */
static bool offer_after_interrupt(struct labtest *t, bool unreadable)
{
	struct lt_task task;

	set_guest_flag(t, &in_service, false);
	set_guest_flag(t, &leave, false);
	lt_start(&task, t, run_task, NULL);
	while (!guest_flag(t, &in_service))
		;
	if (unreadable)
		protect_shared(t, PROT_NONE);
	set_guest_flag(t, &leave, true);
	lt_join(&task);
	protect_shared(t, PROT_READ | PROT_WRITE);
	return *ep_shared(t, EP_PAGE) & 1;
}

static bool is_in_service(struct labtest *t)
{
	struct kvm_lapic_state lapic;

	vcpu_ioctl(t->vcpu, KVM_GET_LAPIC, &lapic);
	return *(u32 *)(lapic.regs + 0x100 + VECTOR / 32 * 0x10) &
	       BIT(VECTOR % 32);
}

/* A rule for every type of VM: what can't be read is no "acknowledged". */
TEST_F(shared_gfn, keeps_an_interrupt_in_service_if_pv_eoi_is_unreadable)
{
	struct labtest *t = &self->t;
	bool was_open = false;
	int i;

	start_pv_eoi(t);
	EXPECT_FALSE(offer_after_interrupt(t, false));

	/* If the host's timer is faster than the VMM, try again. */
	for (i = 0; i < 100 && !was_open; i++)
		was_open = offer_after_interrupt(t, true);
	EXPECT_TRUE(was_open);
	EXPECT_TRUE(is_in_service(t));
}

static u8 task_priority(struct labtest *t)
{
	struct kvm_lapic_state lapic;

	vcpu_ioctl(t->vcpu, KVM_GET_LAPIC, &lapic);
	return lapic.regs[APIC_TASKPRI];
}

/* Runs the guest with an event check on entry, which is when KVM writes. */
static void run_with_event(struct labtest *t)
{
	struct kvm_regs regs;

	vcpu_regs_get(t->vcpu, &regs);
	vcpu_regs_set(t->vcpu, &regs);
	ep_run(t);
}

TEST_F(private_gfn, is_a_vapic_page)
{
	struct kvm_vapic_addr vapic = { .vapic_addr = GPA };
	struct labtest *t = &self->t;

	vcpu_arch_set_entry_point(t->vcpu, guest_exits);
	ep_run(t);
	lt_set_private(t, EP_PAGE, false);
	vcpu_ioctl(t->vcpu, KVM_SET_VAPIC_ADDR, &vapic);

	lt_set_private(t, EP_PAGE, true);
	ep_run(t);
	EXPECT_EQ(EP_PRIVATE, task_priority(t));
	run_with_event(t);
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));

	ep_reset(t, EP_PAGE);
	lt_set_private(t, EP_PAGE, false);
	ep_run(t);
	EXPECT_EQ(LT_SHARED, task_priority(t));
	run_with_event(t);
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));
}

TEST_HARNESS_MAIN
