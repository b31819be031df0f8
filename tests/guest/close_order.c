// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test,all-test mode=parallel cpus=4 */
/*
 * VM, vCPU and guest_memfd go away in every order, with a cache active: when the
 * last is closed each page that was the guest's is back in the direct map.
 */
#include "labtest.h"
#include "processor.h"
#include "kselftest_harness.h"

enum { VM, VCPU, GMEM, NR };

FIXTURE(close)
{
	struct kvm_vm *other;
	struct kvm_vcpu *observer; /* outlives the VM under test */
};

FIXTURE_VARIANT(close)
{
	int order[NR];
};

/* clang-format off */
FIXTURE_VARIANT_ADD(close, vm_vcpu_gmem)
{
	.order = { VM, VCPU, GMEM },
};

FIXTURE_VARIANT_ADD(close, vm_gmem_vcpu)
{
	.order = { VM, GMEM, VCPU },
};

FIXTURE_VARIANT_ADD(close, vcpu_vm_gmem)
{
	.order = { VCPU, VM, GMEM },
};

FIXTURE_VARIANT_ADD(close, vcpu_gmem_vm)
{
	.order = { VCPU, GMEM, VM },
};

FIXTURE_VARIANT_ADD(close, gmem_vm_vcpu)
{
	.order = { GMEM, VM, VCPU },
};

FIXTURE_VARIANT_ADD(close, gmem_vcpu_vm)
{
	.order = { GMEM, VCPU, VM },
};

/* clang-format on */

static void guest_idle(void)
{
	GUEST_DONE();
}

FIXTURE_SETUP(close)
{
	program_invocation_name = "/proc/self/exe";
	self->other = vm_create_with_one_vcpu(&self->observer, guest_idle);
}

FIXTURE_TEARDOWN(close)
{
	kvm_vm_free(self->other);
}

/* The mapping of kvm_run holds a reference too. */
static void close_vcpu(struct kvm_vcpu *vcpu)
{
	int fd = open_kvm_dev_path_or_exit();

	munmap(vcpu->run, ioctl(fd, KVM_GET_VCPU_MMAP_SIZE, NULL));
	close(fd);
	close(vcpu->fd);
}

static void close_one(struct labtest *t, int what)
{
	switch (what) {
	case VM:
		close(t->vm->fd);
		break;
	case VCPU:
		close_vcpu(t->vcpu);
		close_vcpu(t->observer);
		close_vcpu(t->third);
		break;
	case GMEM:
		lt_close_file(t);
		break;
	}
}

TEST_F(close, gives_every_page_back)
{
	u64 pfns[LT_PAGES];
	struct labtest t;
	int i, back = 0;

	lt_create(&t, lt_flags());
	for (i = 0; i < LT_PAGES; i++) {
		lt_write8(&t, lt_gpa(i), i);
		pfns[i] = lt_page(&t, i).pfn;
		EXPECT_EQ(!lt_flags(), lt_mapped(&t, i));
	}
	ASSERT_EQ(0, lt_gpc_call(&t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0, lt_gpa(0),
				 NULL, 8));

	for (i = 0; i < NR; i++)
		close_one(&t, variant->order[i]);

	for (i = 0; i < LT_PAGES; i++)
		back += !!(lt_pfn(self->observer, pfns[i]).state &
			   KVM_LAB_PAGE_PRESENT);
	EXPECT_EQ(LT_PAGES, back);

	/* As any page of the direct map, but for the global bit: restoring loses it. */
	EXPECT_EQ(KVM_LAB_PAGE_WRITABLE | KVM_LAB_PAGE_NX,
		  lt_pfn(self->observer, pfns[0]).state &
			  (KVM_LAB_PAGE_WRITABLE | KVM_LAB_PAGE_NX));
}

TEST_HARNESS_MAIN
