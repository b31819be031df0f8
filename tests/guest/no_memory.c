// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test,all-test mode=parallel cpus=4 */
/*
 * Each operation again and again, in which the first allocation of memory fails,
 * then the second, and so on until there are no more. It returns the documented
 * error or does without; it leaks nothing, leaves no page out of the direct map
 * that is not in a file, and succeeds when it is tried once more.
 *
 * Only kernels with fault injection can do it: make test KERNEL=debug.
 */
#include "fault.h"
#include "labtest.h"
#include "page_audit.h"
#include "kselftest_harness.h"

#define MAX_ALLOCATIONS 300 /* more than any of them makes */

typedef void (*prepare_t)(struct labtest *t);
typedef int (*run_t)(struct labtest *t);

static u64 file_flags;

FIXTURE(no_memory)
{
	struct labtest t;
};

FIXTURE_VARIANT(no_memory)
{
	prepare_t prepare; /* before each try */
	run_t run;
	int errors[2];
	bool needs_memory; /* no second try makes up for a failure */
};

FIXTURE_SETUP(no_memory)
{
	file_flags = lt_flags();
	lt_create(&self->t, file_flags);
	fault_init();
}

FIXTURE_TEARDOWN(no_memory)
{
	lt_destroy(&self->t);
}

static void nothing(struct labtest *t)
{
}

static void punch(struct labtest *t)
{
	lt_punch(t, 0);
}

static void populate(struct labtest *t)
{
	lt_write8(t, lt_gpa(0), 1);
}

/* Plain ioctls: the selftests' wrappers ask the kernel other things first. */
static int vm_call(struct labtest *t, unsigned long request, void *argument)
{
	int r = ioctl(t->vm->fd, request, argument);

	return r < 0 ? -errno : r;
}

static int create_file(struct labtest *t)
{
	struct kvm_create_guest_memfd file = { .size = LT_FILE_SIZE,
					       .flags = file_flags };
	int fd = vm_call(t, KVM_CREATE_GUEST_MEMFD, &file);

	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

static int allocate(struct labtest *t)
{
	return fallocate(t->fd, FALLOC_FL_KEEP_SIZE, 0, getpagesize()) ?
		       -errno :
		       0;
}

/*
 * Returns what the function returned, or 1 if it wasn't called: the lab needs
 * memory too.
 */
static int call(struct labtest *t, u32 op)
{
	u64 value = 1;
	struct kvm_lab_call call = {
		.op = op,
		.gpa = lt_gpa(0),
		.len = sizeof(value),
		.iterations = 1,
		.data = (uintptr_t)&value,
	};

	return ioctl(t->vcpu->fd, KVM_LAB_CALL, &call) ? 1 : call.error;
}

static int read_page(struct labtest *t)
{
	return call(t, KVM_LAB_OP_READ);
}

static int write_page(struct labtest *t)
{
	return call(t, KVM_LAB_OP_WRITE);
}

static int activate(struct labtest *t)
{
	return call(t, KVM_LAB_OP_GPC_ACTIVATE);
}

static int refresh(struct labtest *t)
{
	return call(t, KVM_LAB_OP_GPC_REFRESH);
}

static void deactivate_and_punch(struct labtest *t)
{
	TEST_ASSERT(!call(t, KVM_LAB_OP_GPC_DEACTIVATE), "deactivate");
	lt_punch(t, 0);
}

/* A cache of a page that has gone: a refresh needs another. */
static void activate_then_punch(struct labtest *t)
{
	TEST_ASSERT(!activate(t), "activate");
	lt_punch(t, 0);
}

static void make_shared(struct labtest *t)
{
	vm_mem_set_shared(t->vm, LT_GPA, LT_PAGES * getpagesize());
}

static int make_private(struct labtest *t)
{
	struct kvm_memory_attributes attributes = {
		.address = LT_GPA,
		.size = LT_PAGES * getpagesize(),
		.attributes = KVM_MEMORY_ATTRIBUTE_PRIVATE,
	};

	return vm_call(t, KVM_SET_MEMORY_ATTRIBUTES, &attributes);
}

static int set_slot(struct labtest *t, u64 size)
{
	struct kvm_userspace_memory_region2 slot = {
		.slot = LT_SLOT,
		.flags = KVM_MEM_GUEST_MEMFD,
		.guest_phys_addr = LT_GPA,
		.memory_size = size,
		.userspace_addr = (uintptr_t)t->shared,
		.guest_memfd = t->fd,
	};

	return vm_call(t, KVM_SET_USER_MEMORY_REGION2, &slot);
}

static int delete_slot(struct labtest *t)
{
	return set_slot(t, 0);
}

static int create_slot(struct labtest *t)
{
	return set_slot(t, LT_PAGES * getpagesize());
}

static void have_slot(struct labtest *t)
{
	create_slot(t);
	lt_write8(t, lt_gpa(0), 1);
}

static void have_no_slot(struct labtest *t)
{
	delete_slot(t);
}

/* clang-format off */
FIXTURE_VARIANT_ADD(no_memory, create_file)
{
	.prepare = nothing,
	.run = create_file,
	.errors = { -ENOMEM, -ENFILE },
	.needs_memory = true,
};

FIXTURE_VARIANT_ADD(no_memory, allocate)
{
	.prepare = punch,
	.run = allocate,
	.errors = { -ENOMEM },
	.needs_memory = true,
};

FIXTURE_VARIANT_ADD(no_memory, first_read)
{
	.prepare = punch,
	.run = read_page,
	.errors = { -EFAULT, -ENOMEM },
	.needs_memory = true,
};

FIXTURE_VARIANT_ADD(no_memory, first_write)
{
	.prepare = punch,
	.run = write_page,
	.errors = { -EFAULT, -ENOMEM },
	.needs_memory = true,
};

FIXTURE_VARIANT_ADD(no_memory, read)
{
	.prepare = populate,
	.run = read_page,
	.errors = { -EFAULT, -ENOMEM },
};

FIXTURE_VARIANT_ADD(no_memory, activate)
{
	.prepare = deactivate_and_punch,
	.run = activate,
	.errors = { -EFAULT, -ENOMEM },
	.needs_memory = true,
};

FIXTURE_VARIANT_ADD(no_memory, refresh)
{
	.prepare = activate_then_punch,
	.run = refresh,
	.errors = { -EFAULT, -ENOMEM },
	.needs_memory = true,
};

FIXTURE_VARIANT_ADD(no_memory, convert)
{
	.prepare = make_shared,
	.run = make_private,
	.errors = { -ENOMEM },
};

FIXTURE_VARIANT_ADD(no_memory, delete_slot)
{
	.prepare = have_slot,
	.run = delete_slot,
	.errors = { -ENOMEM },
	.needs_memory = true,
};

FIXTURE_VARIANT_ADD(no_memory, create_slot)
{
	.prepare = have_no_slot,
	.run = create_slot,
	.errors = { -ENOMEM },
	.needs_memory = true,
};

/* clang-format on */

TEST_F(no_memory, is_reported_and_leaves_nothing_behind)
{
	unsigned int nth, failed = 0;
	bool injected = true;
	int r;

	for (nth = 1; nth <= MAX_ALLOCATIONS; nth++) {
		variant->prepare(&self->t);
		fault_arm(nth);
		r = variant->run(&self->t);
		injected = fault_disarm();
		if (!injected)
			break;

		page_audit_assert_back();
		if (r >= 0)
			continue;
		failed++;
		EXPECT_TRUE(r == variant->errors[0] || r == variant->errors[1])
		{
			TH_LOG("allocation %u: %s", nth, strerror(-r));
		}
		EXPECT_EQ(0, variant->run(&self->t));
	}
	EXPECT_FALSE(injected);
	EXPECT_EQ(0, r);
	EXPECT_TRUE(failed || !variant->needs_memory);
	TH_LOG("%u allocations, %u failures reported", nth - 1, failed);
}

#define BIG_GPA BIT_ULL(30)
#define BIG_SIZE (64 * BIT_ULL(20))

/* A page of the file that is still part of a large mapping, or none: @end. */
static u64 find_unsplit(struct labtest *t, u64 gpa, u64 end)
{
	struct kvm_lab_page page;

	for (; gpa < end; gpa += getpagesize()) {
		page = (struct kvm_lab_page){ .gpa = gpa };
		vcpu_ioctl(t->observer, KVM_LAB_GET_PAGE, &page);
		if (page.level > 1)
			break;
	}
	return gpa;
}

FIXTURE(split)
{
	struct labtest t;
};

FIXTURE_SETUP(split)
{
	file_flags = lt_flags();
	lt_create(&self->t, file_flags);
	fault_init();
}

FIXTURE_TEARDOWN(split)
{
	lt_destroy(&self->t);
}

/* The first page to leave a large mapping splits it, which takes memory. */
TEST_F(split, without_memory_leaves_the_page_as_it_was)
{
	struct kvm_vm *vm = self->t.vm;
	unsigned int nth, failed = 0;
	struct kvm_lab_page page;
	bool injected = true;
	u64 gpa = BIG_GPA, value;
	int fd, r;

	if (!file_flags)
		SKIP(return, "no page leaves the direct map");
	fd = vm_create_guest_memfd(vm, BIG_SIZE, file_flags);
	vm_mem_add(vm, VM_MEM_SRC_ANONYMOUS, BIG_GPA, LT_SLOT + 1,
		   BIG_SIZE / getpagesize(), KVM_MEM_GUEST_MEMFD, fd, 0);
	vm_mem_set_private(vm, BIG_GPA, BIG_SIZE);
	ASSERT_EQ(0, fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, BIG_SIZE));

	for (nth = 1; injected && nth <= MAX_ALLOCATIONS; nth++) {
		gpa = find_unsplit(&self->t, gpa, BIG_GPA + BIG_SIZE);
		if (gpa == BIG_GPA + BIG_SIZE)
			break;
		fault_arm(nth);
		r = lab_once(self->t.vcpu, KVM_LAB_OP_READ, gpa, &value, 8);
		injected = fault_disarm();
		if (r != -EFAULT)
			continue;

		failed++;
		page = (struct kvm_lab_page){ .gpa = gpa };
		vcpu_ioctl(self->t.observer, KVM_LAB_GET_PAGE, &page);
		EXPECT_EQ(KVM_LAB_PAGE_POPULATED,
			  page.state & (KVM_LAB_PAGE_POPULATED |
					KVM_LAB_PAGE_PREPARED));
		EXPECT_NE(0, page.state & KVM_LAB_PAGE_PRESENT);
		EXPECT_EQ(0, lab_once(self->t.vcpu, KVM_LAB_OP_READ, gpa,
				      &value, 8));
	}
	close(fd);
	TH_LOG("%u failures reported", failed);
	if (!failed)
		SKIP(return, "no page of 64 MB was in a large mapping");
}

int main(int argc, char **argv)
{
	if (!fault_possible())
		ksft_exit_skip(
			"kernel without fault injection: KERNEL=debug\n");
	return test_harness_run(argc, argv);
}
