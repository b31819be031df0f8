// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test mode=parallel cpus=4 */
/*
 * A VM can map so many private pages in caches as kvm.gmem_max_pins says, and is told
 * when it may not map more; what it takes is nobody else's.
 */
#include "labtest.h"
#include "processor.h"
#include "kselftest_harness.h"

#define SHARE_PARAM "gmem_max_pins"
#define SHARE_SECONDS 300 /* thousands of caches in a debug kernel */
/* Distinct, each with a cache; whole steps of those that percpu_ptemap grows by. */
#define SHARE_PAGES 5120
#define SHARE_GPA (LT_GPA + LT_FILE_SIZE)
#define SHARE_VCPUS DIV_ROUND_UP(SHARE_PAGES, KVM_LAB_MAX_GPC)

static void guest_idle(void)
{
	GUEST_DONE();
}

FIXTURE(share)
{
	struct labtest big;
	struct labtest other;
	struct kvm_vcpu *vcpus[SHARE_VCPUS];
	u8 *shared;
	int fd;
};

FIXTURE_SETUP(share)
{
	const size_t size = SHARE_PAGES * getpagesize();

	lt_create_vcpus(&self->big, lt_flags(), self->vcpus, SHARE_VCPUS,
			guest_idle);
	self->fd = vm_create_guest_memfd(self->big.vm, size, lt_flags());
	self->shared = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->shared);
	vm_set_user_memory_region2(self->big.vm, LT_SLOT + 1,
				   KVM_MEM_GUEST_MEMFD, SHARE_GPA, size,
				   self->shared, self->fd, 0);
	vm_mem_set_private(self->big.vm, SHARE_GPA, size);
	lt_create(&self->other, lt_flags());
}

FIXTURE_TEARDOWN(share)
{
	lt_set_parameter(SHARE_PARAM, "4096");
	close(self->fd);
	lt_destroy(&self->other);
	lt_destroy(&self->big);
	munmap(self->shared, SHARE_PAGES * getpagesize());
}

/* Activates (or deactivates) the cache of a page of the big VM. */
static int big_call(struct labtest *t, struct kvm_vcpu **vcpus, u32 op,
		    unsigned int page)
{
	t->vcpu = vcpus[page / KVM_LAB_MAX_GPC];
	return lt_gpc_call(t, op, page % KVM_LAB_MAX_GPC, 0,
			   SHARE_GPA + page * getpagesize(), NULL, 8);
}

/* How many caches can be activated; from there on each is refused. */
static unsigned int activate_all(struct __test_metadata *_metadata,
				 struct labtest *t, struct kvm_vcpu **vcpus)
{
	unsigned int page, nr = 0;

	for (page = 0; page < SHARE_PAGES; page++) {
		int r = big_call(t, vcpus, KVM_LAB_OP_GPC_ACTIVATE, page);

		if (!r)
			nr++;
		else
			ASSERT_EQ(-ENOSPC, r);
	}
	return nr;
}

TEST_F_TIMEOUT(share, vm_that_wants_more_is_refused_and_others_notice_nothing,
	       SHARE_SECONDS)
{
	struct labtest *t = &self->other;
	unsigned int page;

	EXPECT_EQ(4096, activate_all(_metadata, &self->big, self->vcpus));
	for (page = 0; page < KVM_LAB_MAX_GPC; page++)
		ASSERT_EQ(0, lt_gpc_call(t, KVM_LAB_OP_GPC_ACTIVATE, page, 0,
					 lt_gpa(page), NULL, 8));
}

TEST_F_TIMEOUT(share, cache_that_goes_makes_room_for_another, SHARE_SECONDS)
{
	struct labtest *t = &self->big;

	EXPECT_EQ(0, lt_set_parameter(SHARE_PARAM, "10"));
	EXPECT_EQ(10, activate_all(_metadata, t, self->vcpus));
	big_call(t, self->vcpus, KVM_LAB_OP_GPC_DEACTIVATE, 3);
	EXPECT_EQ(0, big_call(t, self->vcpus, KVM_LAB_OP_GPC_ACTIVATE, 77));
	EXPECT_EQ(-ENOSPC,
		  big_call(t, self->vcpus, KVM_LAB_OP_GPC_ACTIVATE, 78));
}

TEST_F_TIMEOUT(share, control_vm_with_a_larger_share_gets_them_all,
	       SHARE_SECONDS)
{
	EXPECT_EQ(0, lt_set_parameter(SHARE_PARAM, "5120"));
	EXPECT_EQ(SHARE_PAGES,
		  activate_all(_metadata, &self->big, self->vcpus));
}

struct first_cache {
	struct kvm_vcpu **vcpus;
	int ret;
};

static void activate_first(struct labtest *t, void *arg)
{
	struct first_cache *first = arg;

	first->ret = big_call(t, first->vcpus, KVM_LAB_OP_GPC_ACTIVATE, 0);
}

/* There is no other: all are in use but that of a cache that has just gone. */
TEST_F_TIMEOUT(share, last_slot_is_not_used_again_before_it_is_flushed,
	       SHARE_SECONDS)
{
	struct first_cache first = { .vcpus = self->vcpus };
	struct labtest *t = &self->big;
	struct lt_task task;

	if (strcmp(t->info.strategy, "percpu_ptemap"))
		SKIP(return, "this strategy has no slots");
	EXPECT_EQ(0, lt_set_parameter(SHARE_PARAM, "5120"));
	ASSERT_EQ(SHARE_PAGES, activate_all(_metadata, t, self->vcpus));

	/* The worker's drain stops there. */
	lt_arm("batch_flush");
	big_call(t, self->vcpus, KVM_LAB_OP_GPC_DEACTIVATE, 0);
	lt_wait_parked("batch_flush");
	lt_start(&task, t, activate_first, &first);
	EXPECT_FALSE(lt_is_done(&task));
	lt_go();
	lt_join(&task);
	EXPECT_EQ(0, first.ret);
}

TEST(limit_is_a_positive_number)
{
	EXPECT_EQ(-EINVAL, lt_set_parameter(SHARE_PARAM, "0"));
	EXPECT_EQ(-EINVAL, lt_set_parameter(SHARE_PARAM, "-1"));
	EXPECT_EQ(-EINVAL, lt_set_parameter(SHARE_PARAM, "many"));
	EXPECT_EQ(-EINVAL, lt_set_parameter(SHARE_PARAM, "4294967295"));
}

TEST_HARNESS_MAIN
