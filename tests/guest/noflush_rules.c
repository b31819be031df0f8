// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test mode=parallel cpus=4 */
/* The rules of strategies/noflush.c, one test each. */
#include "flushes.h"
#include "labtest.h"
#include "processor.h"
#include "kselftest_harness.h"

FIXTURE(noflush)
{
	struct labtest t;
};

FIXTURE_SETUP(noflush)
{
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	ASSERT_STREQ("noflush", self->t.info.strategy);
	lt_write8(&self->t, lt_gpa(0), 1);
	lt_write8(&self->t, lt_gpa(1), 2);
}

FIXTURE_TEARDOWN(noflush)
{
	lt_sabotage("");
	lt_destroy(&self->t);
}

static int activate(struct labtest *t, u32 gpc, unsigned int page)
{
	return lt_gpc_call(t, KVM_LAB_OP_GPC_ACTIVATE, gpc, 0, lt_gpa(page),
			   NULL, 8);
}

static int deactivate(struct labtest *t, u32 gpc)
{
	return lt_gpc_call(t, KVM_LAB_OP_GPC_DEACTIVATE, gpc, 0, 0, NULL, 8);
}

static int refresh(struct labtest *t, u32 gpc)
{
	return lt_gpc_call(t, KVM_LAB_OP_GPC_REFRESH, gpc, 0, 0, NULL, 8);
}

static void read_page_0(struct labtest *t, void *arg)
{
	u64 value;

	lab_once(t->vcpu, KVM_LAB_OP_READ, lt_gpa(0), &value, sizeof(value));
}

static void write_page(struct labtest *t, void *arg)
{
	lt_write8(t, lt_gpa(*(unsigned int *)arg), 0xabcd);
}

static void deactivate_0(struct labtest *t, void *arg)
{
	deactivate(t, 0);
}

TEST_F(noflush, page_is_zapped_after_a_read)
{
	EXPECT_EQ(1, lt_read8(&self->t, lt_gpa(0)));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, page_is_zapped_after_a_write)
{
	lt_write8(&self->t, lt_gpa(0), 3);
	EXPECT_FALSE(lt_mapped(&self->t, 0));
	EXPECT_EQ(3, lt_read8(&self->t, lt_gpa(0)));
}

TEST_F(noflush, failed_zap_is_the_error_of_the_access)
{
	u64 value = 7;

	lt_sabotage("no_zap");
	EXPECT_EQ(-ENOMEM, lab_once(self->t.vcpu, KVM_LAB_OP_READ, lt_gpa(0),
				    &value, sizeof(value)));
	EXPECT_EQ(-ENOMEM, lab_once(self->t.vcpu, KVM_LAB_OP_WRITE, lt_gpa(1),
				    &value, sizeof(value)));

	/* The next access zaps it. */
	lt_sabotage("");
	EXPECT_EQ(1, lt_read8(&self->t, lt_gpa(0)));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
	lt_read8(&self->t, lt_gpa(1));
	EXPECT_FALSE(lt_mapped(&self->t, 1));
}

TEST_F(noflush, control_missing_zap_is_noticed)
{
	lt_sabotage("no_unmap");
	EXPECT_EQ(1, lt_read8(&self->t, lt_gpa(0)));
	EXPECT_TRUE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, page_is_mapped_during_an_access)
{
	struct lt_task reader;
	u64 pfn = lt_page(&self->t, 0).pfn;

	lt_arm("access_mapped");
	lt_start(&reader, &self->t, read_page_0, NULL);
	lt_wait_parked("access_mapped");
	EXPECT_NE(0, lab_page_of_pfn(self->t.observer, pfn).state &
			     KVM_LAB_PAGE_PRESENT);
	lt_go();
	lt_join(&reader);
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, second_access_to_a_page_waits_for_the_first)
{
	struct lt_task reader, writer;
	unsigned int page = 0;

	lt_arm("access_mapped");
	lt_start(&reader, &self->t, read_page_0, NULL);
	lt_wait_parked("access_mapped");
	lt_start(&writer, &self->t, write_page, &page);
	EXPECT_FALSE(lt_is_done(&writer));
	lt_go();
	lt_join(&reader);
	lt_join(&writer);
	EXPECT_EQ(0xabcd, lt_read8(&self->t, lt_gpa(0)));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, control_access_to_another_page_does_not_wait)
{
	struct lt_task reader, writer;
	unsigned int page = 1;

	lt_arm("access_mapped");
	lt_start(&reader, &self->t, read_page_0, NULL);
	lt_wait_parked("access_mapped");
	lt_start(&writer, &self->t, write_page, &page);
	EXPECT_TRUE(lt_is_done(&writer));
	EXPECT_FALSE(lt_mapped(&self->t, 1));
	lt_go();
	lt_join(&reader);
	lt_join(&writer);
}

TEST_F(noflush, cache_restores_at_map_and_zaps_at_unmap)
{
	ASSERT_EQ(0, activate(&self->t, 0, 0));
	EXPECT_EQ(1, lt_gpc(&self->t, 0).valid);
	EXPECT_TRUE(lt_mapped(&self->t, 0));
	EXPECT_FALSE(lt_mapped(&self->t, 1));
	ASSERT_EQ(0, deactivate(&self->t, 0));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, cache_reads_and_writes_the_page)
{
	u64 value = 0, other = 99;

	ASSERT_EQ(0, activate(&self->t, 0, 0));
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_READ, 0, 0, 0, &value,
				 8));
	EXPECT_EQ(1, value);
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_WRITE, 0, 0, 0,
				 &other, 8));
	ASSERT_EQ(0, deactivate(&self->t, 0));
	EXPECT_EQ(99, lt_read8(&self->t, lt_gpa(0)));
}

TEST_F(noflush, cache_zaps_under_the_folio_lock)
{
	struct lt_task writer, closer;
	unsigned int page = 0;

	ASSERT_EQ(0, activate(&self->t, 0, 0));
	lt_arm("access_mapped");
	lt_start(&writer, &self->t, write_page, &page);
	lt_wait_parked("access_mapped");
	lt_start(&closer, &self->t, deactivate_0, NULL);
	EXPECT_FALSE(lt_is_done(&closer));
	lt_go();
	lt_join(&closer);
	lt_join(&writer);
	EXPECT_FALSE(lt_mapped(&self->t, 0));
	EXPECT_EQ(0xabcd, lt_read8(&self->t, lt_gpa(0)));
}

TEST_F(noflush, access_to_a_cached_page_leaves_the_direct_map_alone)
{
	ASSERT_EQ(0, activate(&self->t, 0, 0));
	lt_write8(&self->t, lt_gpa(0), 5);
	EXPECT_TRUE(lt_mapped(&self->t, 0));
	EXPECT_EQ(5, lt_read8(&self->t, lt_gpa(0)));
	EXPECT_TRUE(lt_mapped(&self->t, 0));
	ASSERT_EQ(0, deactivate(&self->t, 0));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, second_cache_of_a_page_is_refused_at_activation)
{
	ASSERT_EQ(0, activate(&self->t, 0, 0));
	EXPECT_EQ(-EINVAL, activate(&self->t, 1, 0));
	EXPECT_EQ(0, lt_gpc(&self->t, 1).valid);
	EXPECT_EQ(1, lt_gpc(&self->t, 0).valid);
	EXPECT_TRUE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, second_cache_of_a_page_is_refused_at_refresh)
{
	ASSERT_EQ(0, activate(&self->t, 0, 0));
	ASSERT_EQ(-EINVAL, activate(&self->t, 1, 0));
	EXPECT_EQ(-EINVAL, refresh(&self->t, 1));
	ASSERT_EQ(0, deactivate(&self->t, 0));
	EXPECT_EQ(0, refresh(&self->t, 1));
	EXPECT_EQ(1, lt_gpc(&self->t, 1).valid);
}

TEST_F(noflush, second_cache_of_a_page_is_refused_through_xen_vcpu_info)
{
	struct kvm_xen_hvm_config config = {
		.flags = KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL, .msr = 0x40000000
	};
	struct kvm_xen_vcpu_attr info = {
		.type = KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, .u.gpa = lt_gpa(0)
	};

	vm_ioctl(self->t.vm, KVM_XEN_HVM_CONFIG, &config);
	ASSERT_EQ(0, __vcpu_ioctl(self->t.vcpu, KVM_XEN_VCPU_SET_ATTR, &info));
	EXPECT_EQ(-1,
		  __vcpu_ioctl(self->t.observer, KVM_XEN_VCPU_SET_ATTR, &info));
	EXPECT_EQ(EINVAL, errno);
}

TEST_F(noflush, control_file_without_the_flag_allows_a_second_cache)
{
	struct labtest plain;

	lt_create(&plain, 0);
	EXPECT_EQ(0, activate(&plain, 0, 0));
	EXPECT_EQ(0, activate(&plain, 1, 0));
	lt_destroy(&plain);
}

TEST_F(noflush, caches_share_a_page_if_asked_to)
{
	EXPECT_EQ(0, lt_set_parameter("noflush_share", "1"));
	EXPECT_EQ(0, activate(&self->t, 0, 0));
	EXPECT_EQ(0, activate(&self->t, 1, 0));
	EXPECT_EQ(0, lt_set_parameter("noflush_share", "0"));
	EXPECT_EQ(0, deactivate(&self->t, 0));
	EXPECT_TRUE(lt_mapped(&self->t, 0));
	EXPECT_EQ(1, lt_gpc(&self->t, 1).valid);
	EXPECT_EQ(0, deactivate(&self->t, 1));
	EXPECT_FALSE(lt_mapped(&self->t, 0));
}

TEST_F(noflush, accesses_and_caches_flush_nothing)
{
	int i;

	flushes_start();
	for (i = 0; i < 100; i++) {
		lt_write8(&self->t, lt_gpa(0), i);
		lt_read8(&self->t, lt_gpa(1));
		ASSERT_EQ(0, activate(&self->t, 0, 0));
		ASSERT_EQ(0, deactivate(&self->t, 0));
	}
	EXPECT_EQ(0, flushes_stop());
}

/* The first page to leave a large mapping of the direct map splits it. */
TEST_F(noflush, control_a_flush_is_noticed)
{
	struct kvm_pre_fault_memory range = {
		.gpa = BIT_ULL(30),
		.size = 32 * BIT_ULL(20),
	};
	struct kvm_vm *vm = self->t.vm;
	int fd = vm_create_guest_memfd(vm, range.size, KVM_GMEM_NO_DIRECT_MAP);

	vm_mem_add(vm, VM_MEM_SRC_ANONYMOUS, range.gpa, LT_SLOT + 1,
		   range.size / getpagesize(), KVM_MEM_GUEST_MEMFD, fd, 0);
	vm_mem_set_private(vm, range.gpa, range.size);

	flushes_start();
	vcpu_ioctl(self->t.vcpu, KVM_PRE_FAULT_MEMORY, &range);
	EXPECT_NE(0, flushes_stop());
	close(fd);
}

TEST_HARNESS_MAIN
