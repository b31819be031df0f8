// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "die.h"
#include "lab_ioctl.h"

void lab_info(struct kvm_vcpu *vcpu, struct kvm_lab_info *info)
{
	if (__vcpu_ioctl(vcpu, KVM_LAB_GET_INFO, info))
		die("kernel without the lab ioctl (%s): set CONFIG_KVM_LAB=y",
		    strerror(errno));
	if (info->version != KVM_LAB_VERSION)
		die("the kernel's lab ioctl is version %u, not %u: rebuild",
		    info->version, KVM_LAB_VERSION);
}

void lab_settle(struct kvm_vcpu *vcpu)
{
	if (__vcpu_ioctl(vcpu, KVM_LAB_SETTLE, NULL))
		die("KVM_LAB_SETTLE: %s", strerror(errno));
}

static int call_batch(struct kvm_vcpu *vcpu, struct kvm_lab_call *call)
{
	if (__vcpu_ioctl(vcpu, KVM_LAB_CALL, call))
		return -errno;
	return call->error;
}

int lab_call(struct kvm_vcpu *vcpu, const struct kvm_lab_call *call,
	     unsigned int per_call)
{
	struct kvm_lab_call batch = *call;
	u32 left = call->iterations;
	int ret;

	while (left) {
		batch.iterations = min_t(u32, left, KVM_LAB_MAX_BATCH);
		ret = call_batch(vcpu, &batch);
		if (ret)
			return ret;
		left -= batch.iterations;
		if (batch.samples)
			batch.samples +=
				batch.iterations * per_call * sizeof(u64);
	}
	return 0;
}

int lab_once(struct kvm_vcpu *vcpu, u32 op, u64 gpa, void *data, u32 len)
{
	const struct kvm_lab_call call = {
		.op = op,
		.gpa = gpa,
		.len = len,
		.iterations = 1,
		.data = (uintptr_t)data,
	};

	return lab_call(vcpu, &call, 1);
}

int lab_read(struct kvm_vcpu *vcpu, u64 gpa, void *data, u32 len)
{
	return lab_once(vcpu, KVM_LAB_OP_READ, gpa, data, len);
}

int lab_write(struct kvm_vcpu *vcpu, u64 gpa, const void *data, u32 len)
{
	return lab_once(vcpu, KVM_LAB_OP_WRITE, gpa, (void *)data, len);
}

static void get_page(struct kvm_vcpu *vcpu, struct kvm_lab_page *page)
{
	if (__vcpu_ioctl(vcpu, KVM_LAB_GET_PAGE, page))
		die("KVM_LAB_GET_PAGE: %s", strerror(errno));
}

struct kvm_lab_page lab_page(struct kvm_vcpu *vcpu, u64 gpa)
{
	struct kvm_lab_page page = { .gpa = gpa };

	get_page(vcpu, &page);
	return page;
}

struct kvm_lab_page lab_page_of_pfn(struct kvm_vcpu *vcpu, u64 pfn)
{
	struct kvm_lab_page page = { .by = KVM_LAB_PAGE_BY_PFN, .pfn = pfn };

	get_page(vcpu, &page);
	return page;
}
