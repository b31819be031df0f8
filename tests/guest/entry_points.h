/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the entry_points tests share: the contents that tell private memory from
 * shared memory, and which of the two an access has changed.
 */
#ifndef ENTRY_POINTS_H
#define ENTRY_POINTS_H

#include "labtest.h"
#include "processor.h"
#include "kselftest_harness.h"

#define EP_PAGE 3 /* the page of the slot that tests use */
#define EP_PRIVATE 0xaa /* every byte of a private page at first */
#define EP_GVA 0xc0000000ul /* where a guest finds the slot */

#define EP_NEW 0x3c /* every byte that a write brings */
#define EP_LEN 48 /* of an access through the lab, at EP_OFFSET in a page */
#define EP_OFFSET 0x140

/* Copies of a page. */
#define EP_IN_PRIVATE BIT(0)
#define EP_IN_SHARED BIT(1)

/* Is every byte of @data equal to @value? */
static inline bool ep_all(const u8 *data, size_t len, u8 value)
{
	while (len && data[len - 1] == value)
		len--;
	return !len;
}

static inline u8 *ep_shared(struct labtest *t, unsigned int page)
{
	return t->shared + page * getpagesize();
}

/* Is the shared backing of the whole slot as lt_create() left it? */
static inline bool ep_shared_untouched(struct labtest *t)
{
	return ep_all(t->shared, LT_PAGES * getpagesize(), LT_SHARED);
}

/* The contents of a private page, valid until the next call. */
static inline const u8 *ep_private(struct labtest *t, unsigned int page)
{
	static u8 copy[4096];
	int r = lab_once(t->observer, KVM_LAB_OP_READ, lt_gpa(page), copy,
			 sizeof(copy));

	TEST_ASSERT(!r, "kvm_read_guest(): %s", strerror(-r));
	return copy;
}

/* Writes what both copies of @page are recognised by; leaves the gfn private. */
static inline void ep_reset(struct labtest *t, unsigned int page)
{
	u8 copy[4096];
	int r;

	memset(copy, EP_PRIVATE, sizeof(copy));
	memset(ep_shared(t, page), LT_SHARED, sizeof(copy));
	lt_set_private(t, page, true);
	r = lab_once(t->observer, KVM_LAB_OP_WRITE, lt_gpa(page), copy,
		     sizeof(copy));
	TEST_ASSERT(!r, "kvm_write_guest(): %s", strerror(-r));
}

/*
 * Which copies of @page have changed since ep_reset()? EP_IN_PRIVATE,
 * EP_IN_SHARED, both, or 0. The gfn is private afterwards.
 */
static inline int ep_changed(struct labtest *t, unsigned int page)
{
	int changed = 0;

	lt_set_private(t, page, true);
	if (!ep_all(ep_private(t, page), getpagesize(), EP_PRIVATE))
		changed |= EP_IN_PRIVATE;
	if (!ep_all(ep_shared(t, page), getpagesize(), LT_SHARED))
		changed |= EP_IN_SHARED;
	return changed;
}

enum ep_effect { NONE, READS, WRITES, CLEARS };

/* What memory that held @before holds after an access that has @effect. */
static inline u8 ep_after(enum ep_effect effect, u8 before)
{
	if (effect == CLEARS)
		return 0;
	return effect == WRITES ? EP_NEW : before;
}

/* A call on EP_LEN bytes at @gpa. @data gets what it read, 0 if it read nothing. */
static inline int ep_call(struct labtest *t, u32 op, u64 gpa, u8 *data)
{
	memset(data, EP_NEW, EP_LEN);
	return lab_once(t->vcpu, op, gpa, data, EP_LEN);
}

/* Does @page hold @inside in the EP_LEN bytes at EP_OFFSET, and @outside elsewhere? */
static inline bool ep_holds(const u8 *page, u8 outside, u8 inside)
{
	return ep_all(page, EP_OFFSET, outside) &&
	       ep_all(page + EP_OFFSET, EP_LEN, inside) &&
	       ep_all(page + EP_OFFSET + EP_LEN,
		      getpagesize() - EP_OFFSET - EP_LEN, outside);
}

/* What an access to a gfn returns for which there is no page: three reasons. */
static inline void ep_expect_no_page(struct __test_metadata *_metadata,
				     struct labtest *t, u32 op, int error)
{
	u64 no_slot = lt_gpa(LT_PAGES);
	u64 ordinary = no_slot + getpagesize();
	u8 data[EP_LEN];

	vm_set_user_memory_region(t->vm, LT_SLOT + 1, 0, ordinary,
				  getpagesize(), ep_shared(t, 0));
	EXPECT_EQ(0, ep_call(t, op, ordinary, data)); /* the control */
	memset(ep_shared(t, 0), LT_SHARED, getpagesize());
	vm_mem_set_private(t->vm, ordinary, getpagesize());
	EXPECT_EQ(error, ep_call(t, op, ordinary, data));

	EXPECT_EQ(error, ep_call(t, op, no_slot, data));
	vm_mem_set_private(t->vm, no_slot, getpagesize());
	EXPECT_EQ(error, ep_call(t, op, no_slot, data));

	lt_close_file(t);
	EXPECT_EQ(error, ep_call(t, op, lt_gpa(EP_PAGE), data));

	EXPECT_TRUE(ep_shared_untouched(t));
}

/* Gives the vCPU code to run, and the slot at EP_GVA. */
static inline void ep_load_guest(struct labtest *t, void *code)
{
	virt_map(t->vm, EP_GVA, LT_GPA, LT_PAGES);
	vcpu_arch_set_entry_point(t->vcpu, code);
}

/* Runs the guest up to its next GUEST_SYNC() and returns what that says. */
static inline u64 ep_run(struct labtest *t)
{
	struct ucall uc;

	vcpu_run(t->vcpu);
	switch (get_ucall(t->vcpu, &uc)) {
	case UCALL_SYNC:
		return uc.args[1];
	case UCALL_ABORT:
		REPORT_GUEST_ASSERT(uc);
		break;
	default:
		TEST_FAIL("the guest ended with exit reason %s",
			  exit_reason_str(t->vcpu->run->exit_reason));
	}
	return 0;
}

/*
 * Runs the guest until KVM says that it doesn't reach private memory, and returns the
 * gpa of that page.
 */
static inline u64 ep_run_until_memory_fault(struct labtest *t)
{
	struct kvm_run *run = t->vcpu->run;
	int r = __vcpu_run(t->vcpu);

	TEST_ASSERT(r == -1 && errno == EFAULT, "KVM_RUN returned %d, %s", r,
		    strerror(errno));
	TEST_ASSERT(run->exit_reason == KVM_EXIT_MEMORY_FAULT,
		    "the guest ended with exit reason %s",
		    exit_reason_str(run->exit_reason));
	TEST_ASSERT(run->memory_fault.flags == KVM_MEMORY_EXIT_FLAG_PRIVATE,
		    "flags %#llx", run->memory_fault.flags);
	TEST_ASSERT(run->memory_fault.size == 4096, "size %#llx",
		    run->memory_fault.size);
	return run->memory_fault.gpa;
}

#endif /* ENTRY_POINTS_H */
