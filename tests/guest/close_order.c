// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test,all-test mode=parallel cpus=4 */
/*
 * VM, vCPU and guest_memfd go away in every order, with a cache active: when the
 * last is closed each page that was the guest's is back in the direct map.
 */
#include "labtest.h"
#include "page_audit.h"
#include "kselftest_harness.h"

enum { VM, VCPU, GMEM, NR };

FIXTURE(close)
{
	struct audited_pages pages;
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

FIXTURE_SETUP(close)
{
}

FIXTURE_TEARDOWN(close)
{
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
	struct labtest t;
	int i;

	page_audit_forget();
	lt_create(&t, lt_flags());
	for (i = 0; i < LT_PAGES; i++) {
		lt_write8(&t, lt_gpa(i), i);
		EXPECT_EQ(!lt_flags(), lt_mapped(&t, i));
	}
	ASSERT_EQ(0, lt_gpc_call(&t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0, lt_gpa(0),
				 NULL, 8));

	for (i = 0; i < NR; i++)
		close_one(&t, variant->order[i]);

	page_audit_walk(&self->pages);
	EXPECT_EQ(LT_PAGES, self->pages.owned);
	EXPECT_EQ(0, self->pages.in_file);
	page_audit_assert_back();
}

TEST_HARNESS_MAIN
