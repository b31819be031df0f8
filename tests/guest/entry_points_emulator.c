// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,direct-test mode=parallel cpus=4 */
/*
 * Instructions that KVM emulates on a guest's private memory, and the walks of
 * guest page tables that this takes; as control on shared memory. What each must do
 * stands in docs/entry-points.md.
 */
#include "entry_points.h"

#define FEP_PARAMETER "/sys/module/kvm/parameters/force_emulation_prefix"
#define GPA lt_gpa(EP_PAGE)
#define GVA (EP_GVA + EP_PAGE * 4096)
#define VALUE 0x1122334455667788ul

/* The guest's instructions go through KVM's emulator. */
FIXTURE(emulated)
{
	struct labtest t;
};

static void set_fep(const char *value)
{
	int fd = open(FEP_PARAMETER, O_WRONLY);

	TEST_ASSERT(fd >= 0 && write(fd, value, 1) == 1, FEP_PARAMETER);
	close(fd);
}

FIXTURE_SETUP(emulated)
{
	lt_create(&self->t, lt_flags());
	ep_reset(&self->t, EP_PAGE);
	ep_reset(&self->t, EP_PAGE + 1);
	set_fep("1");
}

FIXTURE_TEARDOWN(emulated)
{
	set_fep("0");
	lt_destroy(&self->t);
}

static void guest_writes(void)
{
	asm volatile(KVM_FEP "movq %1, %0" : "=m"(*(u64 *)GVA) : "r"(VALUE));
	GUEST_SYNC(0);
}

TEST_F(emulated, write_reaches_the_private_page)
{
	struct labtest *t = &self->t;

	ep_load_guest(t, guest_writes);
	ep_run(t);
	EXPECT_EQ(VALUE, lt_read8(t, GPA));
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));
}

static void guest_reads(void)
{
	u64 value;

	asm volatile(KVM_FEP "movq %1, %0" : "=r"(value) : "m"(*(u64 *)GVA));
	GUEST_SYNC(value);
}

TEST_F(emulated, read_reaches_the_private_page)
{
	struct labtest *t = &self->t;

	ep_load_guest(t, guest_reads);
	lt_write8(t, GPA, VALUE);
	EXPECT_EQ(VALUE, ep_run(t));
}

static void guest_calls(void)
{
	u64 (*function)(void) = (void *)GVA;

	GUEST_SYNC(function());
}

TEST_F(emulated, code_is_fetched_from_the_private_page)
{
	/* ud2, "kvm": mov $0x1234, %eax; ret */
	static u8 code[] = { 0x0f, 0x0b, 'k',  'v',  'm', 0xb8,
			     0x34, 0x12, 0x00, 0x00, 0xc3 };
	struct labtest *t = &self->t;

	ep_load_guest(t, guest_calls);
	ASSERT_EQ(0, lt_call(t->observer, KVM_LAB_OP_WRITE, GPA, code,
			     sizeof(code)));
	EXPECT_EQ(0x1234, ep_run(t));
}

static void guest_locks(u64 *p)
{
	u64 old = *p;

	asm volatile(KVM_FEP "lock cmpxchgq %2, %0"
		     : "+m"(*p), "+a"(old)
		     : "r"(VALUE)
		     : "cc");
	GUEST_SYNC(0);
}

TEST_F(emulated, locked_write_is_refused)
{
	struct labtest *t = &self->t;
	struct kvm_run *run = t->vcpu->run;

	ep_load_guest(t, guest_locks);
	vcpu_args_set(t->vcpu, 1, GVA);
	vcpu_run(t->vcpu);
	EXPECT_EQ(KVM_EXIT_INTERNAL_ERROR, run->exit_reason);
	EXPECT_EQ(KVM_INTERNAL_ERROR_EMULATION, run->internal.suberror);
	EXPECT_EQ(0, ep_changed(t, EP_PAGE));
}

TEST_F(emulated, control_locked_write_reaches_a_shared_page)
{
	struct labtest *t = &self->t;

	ep_load_guest(t, guest_locks);
	vcpu_args_set(t->vcpu, 1, GVA);
	lt_set_private(t, EP_PAGE, false);
	ep_run(t);
	EXPECT_EQ(VALUE, *(u64 *)ep_shared(t, EP_PAGE));
	EXPECT_EQ(EP_IN_SHARED, ep_changed(t, EP_PAGE));
}

TEST_F(emulated, locked_write_across_pages_is_served)
{
	struct labtest *t = &self->t;

	ep_load_guest(t, guest_locks);
	vcpu_args_set(t->vcpu, 1, GVA + 4092);
	ep_run(t);
	EXPECT_EQ(VALUE, lt_read8(t, GPA + 4092));
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE + 1));
}

/* Page tables in EP_PAGE, walked for KVM_TRANSLATE. */
FIXTURE(page_table)
{
	struct labtest t;
};

FIXTURE_SETUP(page_table)
{
	lt_create(&self->t, lt_flags());
	virt_map(self->t.vm, EP_GVA, LT_GPA, LT_PAGES);
	ep_reset(&self->t, EP_PAGE);
}

FIXTURE_TEARDOWN(page_table)
{
	lt_destroy(&self->t);
}

/* Where the guest's page table has the entry that maps page 5 of the slot. */
#define ENTRY 5

/* Puts the page table that maps EP_GVA into both copies of EP_PAGE. */
static void move_page_table(struct labtest *t)
{
	int r, level = PG_LEVEL_2M;
	u64 *pde = __vm_get_page_table_entry(t->vm, EP_GVA, &level);
	void *table = addr_gpa2hva(t->vm, PTE_GET_PA(*pde));

	memcpy(ep_shared(t, EP_PAGE), table, getpagesize());
	r = lt_call(t->vcpu, KVM_LAB_OP_WRITE, GPA, table, getpagesize());
	TEST_ASSERT(!r, "kvm_write_guest(): %s", strerror(-r));
	*pde = GPA | (*pde & ~PHYSICAL_PAGE_MASK);
}

static bool translates(struct labtest *t)
{
	struct kvm_translation tr = {
		.linear_address = EP_GVA + ENTRY * getpagesize(),
	};

	vcpu_ioctl(t->vcpu, KVM_TRANSLATE, &tr);
	return tr.valid && tr.physical_address == lt_gpa(ENTRY);
}

static bool accessed(const void *table)
{
	return ((const u64 *)table)[ENTRY] & PTE_ACCESSED_MASK;
}

TEST_F(page_table, is_not_found_in_private_memory)
{
	struct labtest *t = &self->t;

	move_page_table(t);
	EXPECT_FALSE(translates(t));
	lt_set_private(t, EP_PAGE, false);
	EXPECT_TRUE(translates(t));
}

TEST_F(page_table, gets_no_accessed_bit_in_private_memory)
{
	struct labtest *t = &self->t;

	move_page_table(t);
	translates(t);
	EXPECT_FALSE(accessed(ep_private(t, EP_PAGE)));
	EXPECT_FALSE(accessed(ep_shared(t, EP_PAGE)));

	lt_set_private(t, EP_PAGE, false);
	translates(t);
	EXPECT_TRUE(accessed(ep_shared(t, EP_PAGE)));
}

static u64 first_pdpte(struct labtest *t)
{
	struct kvm_sregs2 sregs2;
	struct kvm_sregs sregs;

	vcpu_sregs_get(t->vcpu, &sregs);
	sregs.efer = 0;
	sregs.cs.l = 0;
	sregs.cr3 = GPA;
	vcpu_sregs_set(t->vcpu, &sregs);
	vcpu_ioctl(t->vcpu, KVM_GET_SREGS2, &sregs2);
	TEST_ASSERT(sregs2.flags & KVM_SREGS2_FLAGS_PDPTRS_VALID, "no PDPTEs");
	return sregs2.pdptrs[0];
}

TEST_F(page_table, gives_pdptes_from_private_memory)
{
	struct labtest *t = &self->t;

	memset(ep_shared(t, EP_PAGE), 0, 32);
	EXPECT_EQ(0xaaaaaaaaaaaaaaaaul, first_pdpte(t));
	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(0, first_pdpte(t));
}

TEST_HARNESS_MAIN
