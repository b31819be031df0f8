// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test,all-test mode=parallel cpus=4 */
/*
 * A cache lets its page go before the page can leave the guest_memfd, whatever
 * takes it away, and a refresh that overlaps does not end on the old page. Each
 * cause three times: on a cache at rest, and with a refresh stopped before it
 * looks the page up and after it has pinned it.
 */
#include "hwpoison.h"
#include "labtest.h"
#include "kselftest_harness.h"

static void punch(struct labtest *t, void *arg)
{
	lt_punch(t, 0);
}

static void convert_to_shared(struct labtest *t, void *arg)
{
	lt_set_private(t, 0, false);
}

static void convert_there_and_back(struct labtest *t, void *arg)
{
	lt_set_private(t, 0, false);
	lt_set_private(t, 0, true);
}

static void delete_slot(struct labtest *t, void *arg)
{
	lt_delete_slot(t);
}

static void delete_slot_then_close(struct labtest *t, void *arg)
{
	lt_delete_slot(t);
	lt_close_file(t);
}

/* The same gfns and the same hva, but the other half of the file. */
static void recreate_slot(struct labtest *t, void *arg)
{
	lt_delete_slot(t);
	lt_add_slot(t, LT_FILE_SIZE / 2);
}

static void close_file(struct labtest *t, void *arg)
{
	lt_close_file(t);
}

FIXTURE(gpc)
{
	struct labtest t;
	u64 pfn;
};

FIXTURE_VARIANT(gpc)
{
	lt_func_t cause;
	bool leaves_file; /* the page itself goes, not just its gfn */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(gpc, punch)
{
	.cause = punch,
	.leaves_file = true,
};

FIXTURE_VARIANT_ADD(gpc, convert_to_shared)
{
	.cause = convert_to_shared,
	.leaves_file = false,
};

FIXTURE_VARIANT_ADD(gpc, convert_there_and_back)
{
	.cause = convert_there_and_back,
	.leaves_file = false,
};

FIXTURE_VARIANT_ADD(gpc, delete_slot)
{
	.cause = delete_slot,
	.leaves_file = false,
};

FIXTURE_VARIANT_ADD(gpc, delete_slot_then_close)
{
	.cause = delete_slot_then_close,
	.leaves_file = true,
};

FIXTURE_VARIANT_ADD(gpc, recreate_slot)
{
	.cause = recreate_slot,
	.leaves_file = false,
};

FIXTURE_VARIANT_ADD(gpc, close_file)
{
	.cause = close_file,
	.leaves_file = true,
};

/* clang-format on */

static int gpc_op(struct labtest *t, u32 op, u32 flags)
{
	return lt_gpc_call(t, op, 0, flags, lt_gpa(0), NULL, 8);
}

FIXTURE_SETUP(gpc)
{
	lt_create(&self->t, lt_flags());
	lt_write8(&self->t, lt_gpa(0), 0x600d);
	self->pfn = lt_page(&self->t, 0).pfn;
	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0));
	ASSERT_EQ(1, lt_gpc(&self->t, 0).pinned);
	ASSERT_EQ(self->pfn, lt_gpc(&self->t, 0).pfn);
}

FIXTURE_TEARDOWN(gpc)
{
	lt_sabotage("");
	lt_destroy(&self->t);
}

/* A valid cache maps what is behind its gfn now, of the right kind. */
static bool gpc_is_sound(struct labtest *t)
{
	struct kvm_lab_page page = lt_page(t, 0);
	struct kvm_lab_gpc gpc = lt_gpc(t, 0);

	/* KVM_LAB_OP_GPC_CHECK is what users of a cache ask. */
	if (gpc_op(t, KVM_LAB_OP_GPC_CHECK, 0))
		return true;
	if (!(page.state & KVM_LAB_PAGE_PRIVATE))
		return !gpc.pinned;
	return gpc.pinned && page.state & KVM_LAB_PAGE_POPULATED &&
	       page.pfn == gpc.pfn;
}

static bool out_of_direct_map(struct labtest *t, u64 pfn)
{
	return !(lab_page_of_pfn(t->observer, pfn).state &
		 KVM_LAB_PAGE_PRESENT);
}

TEST_F(gpc, at_rest_lets_its_page_go)
{
	variant->cause(&self->t, NULL);
	EXPECT_EQ(0, lt_gpc(&self->t, 0).valid);
	EXPECT_EQ(0, lt_gpc(&self->t, 0).pinned);

	/* The mapping is undone: the page is back, or as it was before. */
	EXPECT_EQ(lt_flags() && !variant->leaves_file,
		  out_of_direct_map(&self->t, self->pfn));

	gpc_op(&self->t, KVM_LAB_OP_GPC_REFRESH, 0);
	EXPECT_TRUE(gpc_is_sound(&self->t));
}

static void refresh(struct labtest *t, void *arg)
{
	gpc_op(t, KVM_LAB_OP_GPC_REFRESH, KVM_LAB_INVALIDATED);
}

/* Stop a refresh at @point, let the cause happen, let the refresh go on. */
static void overlap(struct labtest *t, const char *point, lt_func_t cause)
{
	struct lt_task refresher, causer;

	lt_arm(point);
	lt_start(&refresher, t, refresh, NULL);
	lt_wait_parked(point);
	lt_start(&causer, t, cause, NULL);
	lt_is_done(&causer); /* as far as it gets */
	lt_go();
	lt_join(&refresher);
	lt_join(&causer);
}

TEST_F(gpc, refresh_that_began_before_is_sound)
{
	overlap(&self->t, "gpc_lookup", variant->cause);
	EXPECT_TRUE(gpc_is_sound(&self->t));
}

TEST_F(gpc, refresh_that_had_pinned_the_page_is_sound)
{
	overlap(&self->t, "gpc_pinned", variant->cause);
	EXPECT_TRUE(gpc_is_sound(&self->t));

	/* Unless the very page came back as the next one behind the gfn. */
	if (variant->leaves_file && lt_page(&self->t, 0).pfn != self->pfn)
		EXPECT_FALSE(out_of_direct_map(&self->t, self->pfn));

	/* What the refresh gave up is undone. */
	if (!variant->leaves_file && lt_gpc(&self->t, 0).pfn != self->pfn)
		EXPECT_EQ(!!lt_flags(), out_of_direct_map(&self->t, self->pfn));
}

FIXTURE(order)
{
	struct labtest t;
	u64 pfn;
};

FIXTURE_SETUP(order)
{
	lt_create(&self->t, lt_flags());
	lt_write8(&self->t, lt_gpa(0), 0x600d);
	self->pfn = lt_page(&self->t, 0).pfn;
	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0));
}

FIXTURE_TEARDOWN(order)
{
	lt_sabotage("");
	lt_destroy(&self->t);
}

TEST_F(order, mapping_is_undone_before_the_page_leaves_the_file)
{
	struct lt_task puncher;

	lt_arm("gmem_truncate");
	lt_start(&puncher, &self->t, punch, NULL);
	lt_wait_parked("gmem_truncate");
	EXPECT_EQ(self->pfn, lt_page(&self->t, 0).pfn);
	EXPECT_EQ(0, lt_gpc(&self->t, 0).pinned);
	EXPECT_EQ(!!lt_flags(), out_of_direct_map(&self->t, self->pfn));
	lt_go();
	lt_join(&puncher);
}

TEST_F(order, mapping_is_undone_before_the_gfn_is_converted)
{
	struct lt_task converter;

	lt_arm("attr_store");
	lt_start(&converter, &self->t, convert_to_shared, NULL);
	lt_wait_parked("attr_store");
	EXPECT_NE(0, lt_page(&self->t, 0).state & KVM_LAB_PAGE_PRIVATE);
	EXPECT_EQ(0, lt_gpc(&self->t, 0).pinned);
	lt_go();
	lt_join(&converter);
}

TEST_F(order, truncation_waits_until_a_cache_has_let_go)
{
	struct lt_task refresher, puncher;

	/* Parked while it unpins: still in the file, still in the direct map. */
	lt_arm("gpc_unpin");
	lt_start(&refresher, &self->t, refresh, NULL);
	lt_wait_parked("gpc_unpin");
	lt_start(&puncher, &self->t, punch, NULL);
	EXPECT_FALSE(lt_is_done(&puncher));
	EXPECT_EQ(self->pfn, lt_page(&self->t, 0).pfn);
	lt_go();
	lt_join(&refresher);
	lt_join(&puncher);
	EXPECT_TRUE(gpc_is_sound(&self->t));
}

TEST_F(order, memory_failure_takes_the_page_from_the_cache)
{
	u64 value;

	hwpoison_corrupt(self->pfn); /* an error: it stays in the page cache */
	EXPECT_EQ(0, lt_gpc(&self->t, 0).pinned);
	EXPECT_EQ(-EFAULT, gpc_op(&self->t, KVM_LAB_OP_GPC_REFRESH, 0));
	EXPECT_EQ(-EFAULT, lab_once(self->t.vcpu, KVM_LAB_OP_READ, lt_gpa(0),
				    &value, 8));
	EXPECT_EQ(!!lt_flags(), out_of_direct_map(&self->t, self->pfn));

	/* A poisoned page does not come back. */
	lt_close_file(&self->t);
	EXPECT_EQ(!!lt_flags(), out_of_direct_map(&self->t, self->pfn));
}

TEST_F(order, cache_of_a_shared_gfn_ends_when_it_becomes_private)
{
	u64 value = 0;

	lt_set_private(&self->t, 1, false);
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 1, 0,
				 lt_gpa(1), NULL, 8));
	ASSERT_EQ(1, lt_gpc(&self->t, 1).valid);
	EXPECT_EQ(0, lt_gpc(&self->t, 1).pinned);

	lt_set_private(&self->t, 1, true);
	EXPECT_EQ(0, lt_gpc(&self->t, 1).valid);
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_REFRESH, 1, 0, 0,
				 NULL, 8));
	EXPECT_EQ(1, lt_gpc(&self->t, 1).pinned);
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_READ, 1, 0, 0, &value,
				 8));
	EXPECT_EQ(0, value);
}

TEST_F(order, conversion_of_a_neighbour_leaves_the_cache_alone)
{
	lt_set_private(&self->t, 1, false);
	lt_punch(&self->t, 2);
	EXPECT_EQ(1, lt_gpc(&self->t, 0).valid);
	EXPECT_EQ(self->pfn, lt_gpc(&self->t, 0).pfn);
}

TEST_F(order, unmapping_the_shared_backing_leaves_a_private_cache_alone)
{
	madvise(self->t.shared, getpagesize(), MADV_DONTNEED);
	EXPECT_EQ(1, lt_gpc(&self->t, 0).valid);
}

TEST_F(order, refresh_for_a_new_generation_keeps_the_mapping)
{
	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_REFRESH,
			    KVM_LAB_STALE_GENERATION));
	EXPECT_EQ(1, lt_gpc(&self->t, 0).valid);
	EXPECT_EQ(self->pfn, lt_gpc(&self->t, 0).pfn);
}

/* By the hva alone nobody could tell that anything has changed. */
TEST_F(order, cache_that_moves_to_another_gfn_of_the_same_hva_maps_its_page)
{
	const u64 gpa = LT_GPA + LT_FILE_SIZE;
	u64 value = 0;

	vm_set_user_memory_region2(self->t.vm, LT_SLOT + 1, KVM_MEM_GUEST_MEMFD,
				   gpa, getpagesize(), self->t.shared,
				   self->t.fd, LT_FILE_SIZE / 2);
	vm_mem_set_private(self->t.vm, gpa, getpagesize());
	lt_write8(&self->t, gpa, 0xa11a5);
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0, gpa,
				 NULL, 8));
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_READ, 0, 0, gpa,
				 &value, 8));
	EXPECT_EQ(0xa11a5, value);
	EXPECT_EQ(!!lt_flags(), out_of_direct_map(&self->t, self->pfn));
}

/* As the last one, from shared to private. */
TEST_F(order, shared_cache_that_moves_to_a_private_gfn_maps_its_page)
{
	const u64 gpa = LT_GPA + LT_FILE_SIZE;

	lt_set_private(&self->t, 0, false);
	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_REFRESH, 0));
	ASSERT_EQ(0, lt_gpc(&self->t, 0).pinned);
	vm_set_user_memory_region2(self->t.vm, LT_SLOT + 1, KVM_MEM_GUEST_MEMFD,
				   gpa, getpagesize(), self->t.shared,
				   self->t.fd, LT_FILE_SIZE / 2);
	vm_mem_set_private(self->t.vm, gpa, getpagesize());
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0, gpa,
				 NULL, 8));
	EXPECT_EQ(1, lt_gpc(&self->t, 0).pinned);
}

static void read_first(struct labtest *t, void *arg)
{
	u64 value;

	lab_once(t->observer, KVM_LAB_OP_READ, lt_gpa(0), &value,
		 sizeof(value));
}

static void move_away(struct labtest *t, void *arg)
{
	const u64 gpa = *(const u64 *)arg;

	lt_gpc_call(t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0, gpa, NULL, 8);
}

/* It waits for the page's lock, while the cache is of another gfn, or none, already. */
static void convert_while_moving(struct labtest *t, u64 gpa, bool *done)
{
	struct lt_task reader, mover, converter;

	lt_arm("access_locked");
	lt_start(&reader, t, read_first, NULL);
	lt_wait_parked("access_locked");
	lt_start(&mover, t, move_away, &gpa);
	lt_is_done(&mover);
	lt_start(&converter, t, convert_to_shared, NULL);
	*done = lt_is_done(&converter);
	lt_go();
	lt_join(&reader);
	lt_join(&mover);
	lt_join(&converter);
}

TEST_F(order, conversion_waits_for_a_cache_that_moves_to_another_gfn)
{
	bool done;

	convert_while_moving(&self->t, lt_gpa(1), &done);
	EXPECT_FALSE(done);
	EXPECT_EQ(1, lt_gpc(&self->t, 0).pinned);
}

TEST_F(order, conversion_waits_for_a_cache_that_moves_to_where_nothing_is)
{
	bool done;

	convert_while_moving(&self->t, LT_GPA + 2 * LT_FILE_SIZE, &done);
	EXPECT_FALSE(done);
	EXPECT_EQ(0, lt_gpc(&self->t, 0).pinned);
}

TEST_F(order, cache_that_has_moved_when_a_walk_comes_keeps_its_new_page)
{
	u64 gpa = lt_gpa(1);
	struct lt_task puncher;

	lt_arm("gpc_found");
	lt_start(&puncher, &self->t, punch, NULL);
	lt_wait_parked("gpc_found");
	move_away(&self->t, &gpa);
	lt_go();
	lt_join(&puncher);
	EXPECT_EQ(1, lt_gpc(&self->t, 0).pinned);
	EXPECT_EQ(lt_page(&self->t, 1).pfn, lt_gpc(&self->t, 0).pfn);
}

static void refresh_shared(struct labtest *t, void *arg)
{
	lt_gpc_call(t, KVM_LAB_OP_GPC_REFRESH, 0, KVM_LAB_INVALIDATED, 0, NULL,
		    8);
}

static void convert_to_private(struct labtest *t, void *arg)
{
	lt_set_private(t, 0, true);
}

TEST_F(order, refresh_that_found_the_gfn_shared_does_not_end_so)
{
	struct lt_task refresher, converter;

	lt_set_private(&self->t, 0, false);
	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_REFRESH, 0));
	lt_arm("gpc_shared");
	lt_start(&refresher, &self->t, refresh_shared, NULL);
	lt_wait_parked("gpc_shared");
	lt_start(&converter, &self->t, convert_to_private, NULL);
	EXPECT_TRUE(lt_is_done(&converter));
	lt_go();
	lt_join(&refresher);
	lt_join(&converter);
	EXPECT_TRUE(gpc_is_sound(&self->t));
}

TEST_F(order, cache_that_moves_to_where_nothing_is_lets_its_page_go)
{
	EXPECT_EQ(-EFAULT, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0,
				       LT_GPA + 2 * LT_FILE_SIZE, NULL, 8));
	EXPECT_EQ(0, lt_gpc(&self->t, 0).pinned);
	EXPECT_EQ(!!lt_flags(), out_of_direct_map(&self->t, self->pfn));
}

TEST_F(order, slot_with_guest_memfd_can_not_be_moved)
{
	EXPECT_EQ(-1, __vm_set_user_memory_region2(
			      self->t.vm, LT_SLOT, KVM_MEM_GUEST_MEMFD,
			      LT_GPA + LT_FILE_SIZE, LT_PAGES * getpagesize(),
			      self->t.shared, self->t.fd, 0));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(1, lt_gpc(&self->t, 0).valid);
}

static void set_plain_slot(struct labtest *t)
{
	vm_set_user_memory_region(t->vm, LT_SLOT + 1, 0, LT_GPA + LT_FILE_SIZE,
				  getpagesize(), t->shared);
}

/* KVM warns of a change that changes nothing; here caches would be stale for it. */
TEST_F(order, slot_that_is_set_again_as_it_is_does_not_change)
{
	set_plain_slot(&self->t);
	ASSERT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_REFRESH, 0));
	set_plain_slot(&self->t);
	EXPECT_EQ(0, gpc_op(&self->t, KVM_LAB_OP_GPC_CHECK, 0));
}

TEST_F(order, control_cache_that_is_not_told_keeps_a_page_that_is_gone)
{
	lt_sabotage("no_gpc_invalidate");
	lt_punch(&self->t, 0);
	EXPECT_EQ(1, lt_gpc(&self->t, 0).pinned);
	EXPECT_FALSE(gpc_is_sound(&self->t));
}

TEST_F(order, control_refresh_without_retry_ends_on_the_old_kind_of_memory)
{
	lt_sabotage("no_gpc_retry");
	overlap(&self->t, "gpc_pinned", convert_to_shared);
	EXPECT_FALSE(gpc_is_sound(&self->t));
}

TEST_F(order, control_refresh_without_retry_ends_on_a_page_that_is_gone)
{
	lt_sabotage("no_gpc_retry");
	overlap(&self->t, "gpc_pinned", punch);
	EXPECT_FALSE(gpc_is_sound(&self->t));
}

TEST_HARNESS_MAIN
