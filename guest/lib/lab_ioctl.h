/* SPDX-License-Identifier: GPL-2.0 */
/* The lab's ioctls on a vCPU. */
#ifndef GUEST_LAB_IOCTL_H
#define GUEST_LAB_IOCTL_H

#include "kvm_lab.h"
#include "types.h"

struct kvm_vcpu;

/* Asks the kernel what it is. Ends the program if it has no lab ioctl. */
void lab_info(struct kvm_vcpu *vcpu, struct kvm_lab_info *info);

/*
 * Has the pages that were allocated up to now reach their LRU list, without which
 * every second access to one costs more (KVM_LAB_SETTLE).
 */
void lab_settle(struct kvm_vcpu *vcpu);

/*
 * Makes @call->iterations calls, any number of them, in batches that the ioctl
 * accepts. @call->samples advances with the batches, @per_call samples for
 * each call, unless it is 0. Returns 0 or the negative errno of the first call
 * that failed.
 */
int lab_call(struct kvm_vcpu *vcpu, const struct kvm_lab_call *call,
	     unsigned int per_call);

/* One untimed operation at @gpa, which may write to @data. Returns 0 or a negative errno. */
int lab_once(struct kvm_vcpu *vcpu, u32 op, u64 gpa, void *data, u32 len);

/* One untimed access to guest memory. Returns 0 or a negative errno. */
int lab_read(struct kvm_vcpu *vcpu, u64 gpa, void *data, u32 len);
int lab_write(struct kvm_vcpu *vcpu, u64 gpa, const void *data, u32 len);

/* What the kernel says of the page at @gpa, or of page frame @pfn. */
struct kvm_lab_page lab_page(struct kvm_vcpu *vcpu, u64 gpa);
struct kvm_lab_page lab_page_of_pfn(struct kvm_vcpu *vcpu, u64 pfn);

#endif /* GUEST_LAB_IOCTL_H */
