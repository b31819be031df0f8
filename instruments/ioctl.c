// SPDX-License-Identifier: GPL-2.0
/*
 * The vCPU ioctls of the lab.  They are vCPU ioctls and not VM ioctls so that
 * contenders, each with a vCPU of its own, don't wait for one another here.
 */
#include <linux/kvm_host.h>
#include <linux/swap.h>
#include <linux/uaccess.h>
#include <asm/tsc.h>

#include "hooks.h"
#include "lab.h"

static const u32 lab_features =
	(IS_ENABLED(CONFIG_KVM_LAB_PAUSE) ? KVM_LAB_F_PAUSE : 0) |
	(IS_ENABLED(CONFIG_KVM_LAB_EVENTS) ? KVM_LAB_F_EVENTS : 0);

static int lab_get_info(struct kvm_lab_info __user *argp)
{
	struct kvm_lab_info info = {
		.version = KVM_LAB_VERSION,
		.features = lab_features,
		.tsc_khz = tsc_khz,
	};

	strscpy(info.strategy, lab_strategy_name(), sizeof(info.strategy));
	return copy_to_user(argp, &info, sizeof(info)) ? -EFAULT : 0;
}

/* The argument of any of the ioctls below. */
union lab_arg {
	struct kvm_lab_call call;
	struct kvm_lab_page page;
	struct kvm_lab_gpc gpc;
	struct kvm_lab_oracle oracle;
	struct kvm_lab_events events;
	struct kvm_lab_stamps stamps;
};

static int lab_dispatch(struct kvm_vcpu *vcpu, unsigned int ioctl,
			union lab_arg *arg)
{
	switch (ioctl) {
	case KVM_LAB_CALL:
		return kvm_lab_call(vcpu, &arg->call);
	case KVM_LAB_GET_PAGE:
		return kvm_lab_get_page(vcpu, &arg->page);
	case KVM_LAB_GET_GPC:
		return kvm_lab_get_gpc(vcpu, &arg->gpc);
	case KVM_LAB_ORACLE:
		return kvm_lab_oracle(vcpu, &arg->oracle);
	case KVM_LAB_GET_EVENTS:
		return kvm_lab_get_events(vcpu, &arg->events);
	case KVM_LAB_GET_STAMPS:
		return kvm_lab_get_stamps(vcpu, &arg->stamps);
	default:
		return -ENOTTY;
	}
}

/* With the vCPU loaded and kvm->srcu held, as in KVM_RUN. */
static int lab_dispatch_loaded(struct kvm_vcpu *vcpu, unsigned int ioctl,
			       union lab_arg *arg)
{
	int idx, r;

	vcpu_load(vcpu);
	idx = srcu_read_lock(&vcpu->kvm->srcu);
	r = lab_dispatch(vcpu, ioctl, arg);
	srcu_read_unlock(&vcpu->kvm->srcu, idx);
	vcpu_put(vcpu);
	return r;
}

/**
 * kvm_lab_vcpu_ioctl - the lab's ioctls on a vCPU file
 * @vcpu: the vCPU, its mutex held by the caller
 * @ioctl: the request
 * @arg: its argument
 *
 * Return: 0 or an error; -ENOTTY if the request is not the lab's.
 */
long kvm_lab_vcpu_ioctl(struct kvm_vcpu *vcpu, unsigned int ioctl,
			unsigned long arg)
{
	void __user *argp = (void __user *)arg;
	union lab_arg copy;
	size_t size = min(_IOC_SIZE(ioctl), sizeof(copy));
	int r;

	switch (ioctl) {
	case KVM_LAB_GET_INFO:
		return lab_get_info(argp);
	case KVM_LAB_SETTLE:
		lru_add_drain_all();
		drain_all_pages(NULL);
		vm_unmap_aliases();
		return 0;
	case KVM_LAB_CALL:
	case KVM_LAB_GET_PAGE:
	case KVM_LAB_GET_GPC:
	case KVM_LAB_ORACLE:
	case KVM_LAB_GET_EVENTS:
	case KVM_LAB_GET_STAMPS:
		break;
	default:
		return -ENOTTY;
	}

	if (copy_from_user(&copy, argp, size))
		return -EFAULT;

	r = lab_dispatch_loaded(vcpu, ioctl, &copy);
	if (!r && copy_to_user(argp, &copy, size))
		r = -EFAULT;
	return r;
}

/**
 * kvm_lab_vcpu_release - the last reference to a vCPU file is gone
 * @vcpu: its vCPU
 *
 * May sleep.
 */
void kvm_lab_vcpu_release(struct kvm_vcpu *vcpu)
{
	kvm_lab_end_watch(vcpu);
}
