/* SPDX-License-Identifier: GPL-2.0 */
/* Where KVM calls the instruments. */
#ifndef __KVM_LAB_HOOKS_H
#define __KVM_LAB_HOOKS_H

#include <linux/errno.h>

struct kvm_vcpu;

#ifdef CONFIG_KVM_LAB
long kvm_lab_vcpu_ioctl(struct kvm_vcpu *vcpu, unsigned int ioctl,
			unsigned long arg);
void kvm_lab_vcpu_release(struct kvm_vcpu *vcpu);
void kvm_lab_vcpu_destroy(struct kvm_vcpu *vcpu);
#else
static inline long kvm_lab_vcpu_ioctl(struct kvm_vcpu *vcpu, unsigned int ioctl,
				      unsigned long arg)
{
	return -ENOTTY;
}

static inline void kvm_lab_vcpu_release(struct kvm_vcpu *vcpu)
{
}

static inline void kvm_lab_vcpu_destroy(struct kvm_vcpu *vcpu)
{
}
#endif /* CONFIG_KVM_LAB */

#endif /* __KVM_LAB_HOOKS_H */
