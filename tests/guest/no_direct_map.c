// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,all-test mode=parallel cpus=4 */
/*
 * KVM_GMEM_NO_DIRECT_MAP: who may have it, when a page leaves the direct map and
 * when it is back. The same for every strategy.
 */
#include "labtest.h"
#include "page_audit.h"
#include "processor.h"
#include "kselftest_harness.h"

#define SECRET 0x5ec2e700ull

/* What an ordinary page has in the direct map, without PTI. */
#define ENTRY                                                             \
	(KVM_LAB_PAGE_PRESENT | KVM_LAB_PAGE_WRITABLE | KVM_LAB_PAGE_NX | \
	 KVM_LAB_PAGE_GLOBAL)

FIXTURE(flagged)
{
	struct labtest t;
};

FIXTURE_SETUP(flagged)
{
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
}

FIXTURE_TEARDOWN(flagged)
{
	lt_sabotage("");
	lt_destroy(&self->t);
}

TEST(default_vm_is_refused_the_flag)
{
	struct kvm_vm *vm = vm_create_barebones();

	EXPECT_FALSE(vm_check_cap(vm, KVM_CAP_GMEM_NO_DIRECT_MAP));
	EXPECT_EQ(-1, __vm_create_guest_memfd(vm, getpagesize(),
					      KVM_GMEM_NO_DIRECT_MAP));
	EXPECT_EQ(EINVAL, errno);
	kvm_vm_free(vm);
}

TEST_F(flagged, capability_says_that_the_flag_is_accepted)
{
	EXPECT_EQ(1, vm_check_cap(self->t.vm, KVM_CAP_GMEM_NO_DIRECT_MAP));
}

TEST_F(flagged, other_flags_are_refused)
{
	int bit;

	for (bit = 1; bit < 64; bit++) {
		EXPECT_EQ(-1, __vm_create_guest_memfd(self->t.vm, getpagesize(),
						      BIT_ULL(bit)));
		EXPECT_EQ(EINVAL, errno);
	}
}

TEST_F(flagged, page_leaves_the_direct_map_when_it_is_prepared)
{
	lt_write8(&self->t, lt_gpa(0), 1);
	EXPECT_FALSE(lt_mapped(&self->t, 0));
	EXPECT_EQ(0, lt_page(&self->t, 1).state & KVM_LAB_PAGE_POPULATED);
}

TEST_F(flagged, control_skipping_that_is_noticed)
{
	lt_sabotage("no_take_out");
	lt_write8(&self->t, lt_gpa(0), 1);
	EXPECT_TRUE(lt_mapped(&self->t, 0));
}

TEST_F(flagged, file_without_the_flag_keeps_its_direct_map)
{
	struct labtest plain;

	lt_create(&plain, 0);
	lt_write8(&plain, lt_gpa(0), 1);
	EXPECT_TRUE(lt_mapped(&plain, 0));
	lt_destroy(&plain);
}

TEST_F(flagged, allocated_page_stays_mapped_until_it_is_prepared)
{
	struct kvm_lab_page page;

	ASSERT_EQ(0,
		  fallocate(self->t.fd, FALLOC_FL_KEEP_SIZE, 0, getpagesize()));
	page = lt_page(&self->t, 0);
	EXPECT_EQ(KVM_LAB_PAGE_POPULATED, page.state & (KVM_LAB_PAGE_POPULATED |
							KVM_LAB_PAGE_PREPARED));
	EXPECT_TRUE(lt_mapped(&self->t, 0));

	EXPECT_EQ(0, lt_read8(&self->t, lt_gpa(0)));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(flagged, page_that_the_guest_faults_in_leaves_the_direct_map)
{
	struct kvm_pre_fault_memory range = { .gpa = lt_gpa(3),
					      .size = getpagesize() };

	vcpu_ioctl(self->t.vcpu, KVM_PRE_FAULT_MEMORY, &range);
	EXPECT_FALSE(lt_mapped(&self->t, 3));
}

TEST_F(flagged, prepared_page_reads_as_zero)
{
	EXPECT_EQ(0, lt_read8(&self->t, lt_gpa(0)));
}

TEST_F(flagged, conversion_leaves_the_page_out_of_the_direct_map)
{
	u64 pfn;

	lt_write8(&self->t, lt_gpa(0), 1);
	pfn = lt_page(&self->t, 0).pfn;
	lt_set_private(&self->t, 0, false);
	EXPECT_EQ(0, lab_page_of_pfn(self->t.vcpu, pfn).state &
			     KVM_LAB_PAGE_PRESENT);

	lt_set_private(&self->t, 0, true);
	EXPECT_EQ(pfn, lt_page(&self->t, 0).pfn);
	EXPECT_EQ(1, lt_read8(&self->t, lt_gpa(0)));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(flagged, punched_page_is_back)
{
	u64 pfn;

	lt_write8(&self->t, lt_gpa(0), 1);
	pfn = lt_page(&self->t, 0).pfn;
	lt_punch(&self->t, 0);
	EXPECT_EQ(ENTRY, lab_page_of_pfn(self->t.vcpu, pfn).state & ENTRY);
	EXPECT_EQ(0, lt_page(&self->t, 0).state & KVM_LAB_PAGE_POPULATED);
	EXPECT_EQ(0, lt_read8(&self->t, lt_gpa(0)));
}

static u64 first_bytes_after_punch(struct labtest *t, unsigned int page)
{
	lt_write8(t, lt_gpa(page), SECRET);
	lt_oracle(t, KVM_LAB_ORACLE_FORGET, page, 0, 0);
	lt_oracle(t, KVM_LAB_ORACLE_READ, page, SECRET, 0);
	lt_punch(t, page);
	return lt_oracle(t, KVM_LAB_ORACLE_LOOK, page, 0, 0).pages;
}

/* It is in the direct map then, and nobody has written to it yet. */
TEST_F(flagged, punched_page_holds_nothing_of_the_guest)
{
	EXPECT_EQ(0, first_bytes_after_punch(&self->t, 0));
}

static bool overwritten_when_freed(void)
{
	FILE *file = fopen("/proc/cmdline", "r");
	char line[4096] = "";

	TEST_ASSERT(file && fgets(line, sizeof(line), file), "/proc/cmdline");
	fclose(file);
	return strstr(line, "page_poison=1");
}

TEST_F(flagged, control_page_that_is_not_cleared_is_readable)
{
	if (overwritten_when_freed())
		SKIP(return, "the kernel poisons pages that are freed");
	ASSERT_EQ(0, lt_set_parameter("gmem_clear", "N"));
	EXPECT_EQ(1, first_bytes_after_punch(&self->t, 0));
	EXPECT_EQ(0, lt_set_parameter("gmem_clear", "Y"));
	EXPECT_EQ(0, first_bytes_after_punch(&self->t, 1));
}

TEST_F(flagged, clearing_refuses_nonsense)
{
	EXPECT_EQ(-EINVAL, lt_set_parameter("gmem_clear", "2"));
	EXPECT_EQ(-EINVAL, lt_set_parameter("gmem_clear", "x"));
}

static void copy_page_0(struct labtest *t, void *arg)
{
	u64 value;

	lab_once(t->vcpu, KVM_LAB_OP_READ, lt_gpa(0), &value, sizeof(value));
}

/* Global above all: a flush of kernel addresses relies on it. */
TEST_F(flagged, restored_entry_is_what_it_was)
{
	struct kvm_lab_page before, during;
	struct lt_task reader;

	ASSERT_EQ(0,
		  fallocate(self->t.fd, FALLOC_FL_KEEP_SIZE, 0, getpagesize()));
	before = lt_page(&self->t, 0);
	lt_read8(&self->t, lt_gpa(0));

	lt_arm("access_mapped");
	lt_start(&reader, &self->t, copy_page_0, NULL);
	lt_wait_parked("access_mapped");
	during = lab_page_of_pfn(self->t.observer, before.pfn);
	lt_go();
	lt_join(&reader);
	if (!lt_exposure().restores)
		SKIP(return, "this strategy restores no entry");
	EXPECT_EQ(before.state & ENTRY, during.state & ENTRY);
}

TEST_F(flagged, walk_over_all_pages_keeps_none)
{
	struct audited_pages pages;
	u64 before;

	lt_write8(&self->t, lt_gpa(0), 1);
	vcpu_ioctl(self->t.observer, KVM_LAB_SETTLE, NULL);
	before = lt_page(&self->t, 0).refcount;
	page_audit_walk(&pages);
	EXPECT_LT(0, pages.in_file);
	EXPECT_EQ(before, lt_page(&self->t, 0).refcount);
}

TEST_F(flagged, control_page_that_is_not_given_back_is_noticed)
{
	struct audited_pages pages;
	u64 pfn;

	lt_write8(&self->t, lt_gpa(0), 1);
	pfn = lt_page(&self->t, 0).pfn;
	lt_sabotage("no_give_back");
	lt_punch(&self->t, 0);
	EXPECT_EQ(0, lab_page_of_pfn(self->t.vcpu, pfn).state &
			     KVM_LAB_PAGE_PRESENT);

	/* And by the walk that ends every test. */
	page_audit_walk(&pages);
	EXPECT_EQ(1, pages.unlike);
	EXPECT_EQ(1, pages.leaked);
	page_audit_forget();
}

TEST_HARNESS_MAIN
