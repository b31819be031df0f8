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

FIXTURE_SETUP(emulated)
{
	lt_create(&self->t, lt_flags());
	ep_reset(&self->t, EP_PAGE);
	ep_reset(&self->t, EP_PAGE + 1);
	lt_write_file(FEP_PARAMETER, "1");
}

FIXTURE_TEARDOWN(emulated)
{
	lt_write_file(FEP_PARAMETER, "0");
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
	ASSERT_EQ(0, lab_once(t->observer, KVM_LAB_OP_WRITE, GPA, code,
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

TEST_F(emulated, locked_write_reaches_the_private_page)
{
	struct labtest *t = &self->t;

	ep_load_guest(t, guest_locks);
	vcpu_args_set(t->vcpu, 1, GVA);
	ep_run(t);
	EXPECT_EQ(VALUE, lt_read8(t, GPA));
	EXPECT_EQ(EP_IN_PRIVATE, ep_changed(t, EP_PAGE));
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

/* Increments of each size that KVM makes, in words 0 to 3. */
static void guest_increments(u64 *p)
{
	asm volatile(KVM_FEP "lock incb %0" : "+m"(p[0]) : : "cc");
	asm volatile(KVM_FEP "lock incw %0" : "+m"(p[1]) : : "cc");
	asm volatile(KVM_FEP "lock incl %0" : "+m"(p[2]) : : "cc");
	asm volatile(KVM_FEP "lock incq %0" : "+m"(p[3]) : : "cc");
	GUEST_SYNC(0);
}

TEST_F(emulated, locked_write_leaves_what_is_beside_it)
{
	struct labtest *t = &self->t;
	int i;

	for (i = 0; i < 4; i++)
		lt_write8(t, GPA + 8 * i, -1ul);
	ep_load_guest(t, guest_increments);
	vcpu_args_set(t->vcpu, 1, GVA);
	ep_run(t);
	EXPECT_EQ(-1ul << 8, lt_read8(t, GPA));
	EXPECT_EQ(-1ul << 16, lt_read8(t, GPA + 8));
	EXPECT_EQ(-1ul << 32, lt_read8(t, GPA + 16));
	EXPECT_EQ(0, lt_read8(t, GPA + 24));
	EXPECT_EQ(0xaaaaaaaaaaaaaaaaul, lt_read8(t, GPA + 32));
}

#define ROUNDS 5000

/* Through KVM, while another vCPU does the same natively. */
static void guest_counts_emulated(u64 *p, bool locked)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		if (locked)
			asm volatile(KVM_FEP "lock incq %0"
				     : "+m"(*p)
				     :
				     : "cc");
		else
			asm volatile(KVM_FEP "incq %0" : "+m"(*p) : : "cc");
	}
	GUEST_SYNC(0);
}

static void guest_counts(u64 *p)
{
	for (;;) {
		asm volatile("lock incq %0" : "+m"(*p) : : "cc");
		asm volatile("lock incq %0" : "+m"(p[1]) : : "cc");
		if (READ_ONCE(p[2]))
			break;
	}
	GUEST_SYNC(0);
}

static void run_observer(struct labtest *t, void *arg)
{
	vcpu_run(t->observer);
}

/*
 * Of what both have added to p[0], how much is missing? p[1] is what the native one
 * has added.
 */
static u64 lost_counts(struct labtest *t, bool locked)
{
	u64 stop = 1;
	struct lt_task task;
	int i, r;

	for (i = 0; i < 3; i++)
		lt_write8(t, GPA + 8 * i, 0);
	ep_load_guest(t, guest_counts_emulated);
	vcpu_args_set(t->vcpu, 2, GVA, locked);
	vcpu_arch_set_entry_point(t->observer, guest_counts);
	vcpu_args_set(t->observer, 1, GVA);

	lt_start(&task, t, run_observer, NULL);
	ep_run(t);
	r = lab_once(t->third, KVM_LAB_OP_WRITE, GPA + 16, &stop, sizeof(stop));
	TEST_ASSERT(!r, "kvm_write_guest(): %s", strerror(-r));
	lt_join(&task);

	return lt_read8(t, GPA + 8) + ROUNDS - lt_read8(t, GPA);
}

TEST_F(emulated, locked_write_is_atomic_against_vcpus)
{
	EXPECT_EQ(0, lost_counts(&self->t, true));
}

TEST_F(emulated, control_write_without_lock_loses_what_vcpus_write)
{
	EXPECT_NE(0, lost_counts(&self->t, false));
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

/* Without a page it is neither MMIO nor a fault of the guest's own. */
TEST_F(emulated, access_without_a_page_is_reported)
{
	struct labtest *t = &self->t;

	ep_load_guest(t, guest_writes);
	lt_close_file(t);
	EXPECT_EQ(GPA, ep_run_until_memory_fault(t));

	lt_set_private(t, EP_PAGE, false);
	ep_run(t);
	EXPECT_EQ(VALUE, *(u64 *)ep_shared(t, EP_PAGE));
}

/* Page tables in EP_PAGE, walked by KVM. */
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
	r = lab_once(t->vcpu, KVM_LAB_OP_WRITE, GPA, table, getpagesize());
	TEST_ASSERT(!r, "kvm_write_guest(): %s", strerror(-r));
	*pde = GPA | (*pde & ~PHYSICAL_PAGE_MASK);
}

/* The page of the slot that KVM finds behind page ENTRY of EP_GVA, or -1. */
static long translation(struct labtest *t)
{
	struct kvm_translation tr = {
		.linear_address = EP_GVA + ENTRY * getpagesize(),
	};

	vcpu_ioctl(t->vcpu, KVM_TRANSLATE, &tr);
	return tr.valid ?
		       (long)((tr.physical_address - LT_GPA) / getpagesize()) :
		       -1;
}

static u64 entry(const void *table)
{
	return ((const u64 *)table)[ENTRY];
}

/* Another page behind the same address in the shared copy. */
static void make_shared_copy_differ(struct labtest *t)
{
	((u64 *)ep_shared(t, EP_PAGE))[ENTRY] += getpagesize();
}

TEST_F(page_table, is_walked_in_private_memory)
{
	struct labtest *t = &self->t;

	move_page_table(t);
	make_shared_copy_differ(t);
	EXPECT_EQ(ENTRY, translation(t));
	lt_set_private(t, EP_PAGE, false);
	EXPECT_EQ(ENTRY + 1, translation(t));
}

TEST_F(page_table, gets_the_accessed_bit_in_private_memory)
{
	struct labtest *t = &self->t;

	move_page_table(t);
	EXPECT_FALSE(entry(ep_private(t, EP_PAGE)) & PTE_ACCESSED_MASK);
	translation(t);
	EXPECT_TRUE(entry(ep_private(t, EP_PAGE)) & PTE_ACCESSED_MASK);
	EXPECT_FALSE(entry(ep_private(t, EP_PAGE)) & PTE_DIRTY_MASK);
	EXPECT_FALSE(entry(ep_shared(t, EP_PAGE)) & PTE_ACCESSED_MASK);

	lt_set_private(t, EP_PAGE, false);
	translation(t);
	EXPECT_TRUE(entry(ep_shared(t, EP_PAGE)) & PTE_ACCESSED_MASK);
}

static void guest_writes_to(u64 *p)
{
	asm volatile(KVM_FEP "movq %1, %0" : "=m"(*p) : "r"(VALUE));
	GUEST_SYNC(0);
}

TEST_F(page_table, gets_the_dirty_bit_in_private_memory)
{
	struct labtest *t = &self->t;

	lt_write_file(FEP_PARAMETER, "1");
	vcpu_arch_set_entry_point(t->vcpu, guest_writes_to);
	vcpu_args_set(t->vcpu, 1, EP_GVA + ENTRY * getpagesize());
	move_page_table(t);
	ep_run(t);
	EXPECT_EQ(VALUE, lt_read8(t, lt_gpa(ENTRY)));
	EXPECT_TRUE(entry(ep_private(t, EP_PAGE)) & PTE_DIRTY_MASK);
	EXPECT_FALSE(entry(ep_shared(t, EP_PAGE)) & PTE_DIRTY_MASK);
	lt_write_file(FEP_PARAMETER, "0");
}

static void translate(struct labtest *t, void *arg)
{
	*(long *)arg = translation(t);
}

/* The entry was read in one copy; its accessed bit must not go into the other. */
TEST_F(page_table, is_walked_again_if_it_is_converted_meanwhile)
{
	struct labtest *t = &self->t;
	struct lt_task task;
	long page = -1;

	TEST_REQUIRE(t->info.features & KVM_LAB_F_PAUSE);
	move_page_table(t);
	make_shared_copy_differ(t);
	lt_arm("access_locked");
	lt_start(&task, t, translate, &page);
	lt_wait_parked("access_locked");
	lt_set_private(t, EP_PAGE, false);
	lt_go();
	lt_join(&task);
	EXPECT_EQ(ENTRY + 1, page);
	EXPECT_TRUE(entry(ep_shared(t, EP_PAGE)) & PTE_ACCESSED_MASK);
	lt_set_private(t, EP_PAGE, true);
	EXPECT_FALSE(entry(ep_private(t, EP_PAGE)) & PTE_ACCESSED_MASK);
}

/* Without a page the guest gets no #PF, which it couldn't mend. */
TEST_F(page_table, without_a_page_is_reported)
{
	struct labtest *t = &self->t;

	lt_write_file(FEP_PARAMETER, "1");
	vcpu_arch_set_entry_point(t->vcpu, guest_writes_to);
	vcpu_args_set(t->vcpu, 1, EP_GVA + ENTRY * getpagesize());
	move_page_table(t);
	lt_set_private(t, ENTRY, false);
	lt_close_file(t);
	EXPECT_EQ(-1, translation(t));
	EXPECT_EQ(GPA, ep_run_until_memory_fault(t));

	lt_set_private(t, EP_PAGE, false);
	ep_run(t);
	EXPECT_EQ(VALUE, *(u64 *)ep_shared(t, ENTRY));
	lt_write_file(FEP_PARAMETER, "0");
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
