// SPDX-License-Identifier: GPL-2.0
/*
 * Time stamps of one call. To take one costs the same everywhere, so that it
 * can be measured and subtracted.
 */
#include <linux/kvm_host.h>
#include <linux/uaccess.h>
#include <asm/tsc.h>

#include "lab.h"
#include "stamps.h"

/**
 * __kvm_lab_stamp - the call that the loaded vCPU is in has got to a point
 * @point: where it is
 *
 * In any context but NMI. Does nothing where no vCPU of the lab is loaded.
 */
void __kvm_lab_stamp(enum kvm_lab_point point)
{
	struct kvm_vcpu *vcpu = kvm_get_running_vcpu();
	struct kvm_lab_vcpu *lab = vcpu ? vcpu->lab : NULL;
	struct kvm_lab_stamp *stamp;

	if (!lab)
		return;

	stamp = &lab->stamps[lab->nr_stamps++ % KVM_LAB_MAX_STAMPS];
	stamp->point = point;
	stamp->ticks = rdtsc_ordered();
}

/**
 * kvm_lab_get_stamps - KVM_LAB_GET_STAMPS
 * @vcpu: the vCPU, its mutex held
 * @arg: the ioctl's argument
 *
 * Return: 0, -EINVAL, -ENOENT if no call was made yet, or -EFAULT.
 */
int kvm_lab_get_stamps(struct kvm_vcpu *vcpu, struct kvm_lab_stamps *arg)
{
	const struct kvm_lab_vcpu *lab = vcpu->lab;
	u32 nr = min_t(u32, arg->nr, KVM_LAB_MAX_STAMPS);

	if (arg->pad)
		return -EINVAL;
	if (!lab)
		return -ENOENT;

	arg->nr = lab->nr_stamps;
	nr = min(nr, arg->nr);
	if (copy_to_user(u64_to_user_ptr(arg->list), lab->stamps,
			 nr * sizeof(*lab->stamps)))
		return -EFAULT;
	return 0;
}
