/* SPDX-License-Identifier: GPL-2.0 */
/* Time stamps within an access. Nothing at all without CONFIG_KVM_LAB_EVENTS. */
#ifndef __KVM_LAB_STAMPS_H
#define __KVM_LAB_STAMPS_H

#include "kvm_lab.h"

#ifdef CONFIG_KVM_LAB_EVENTS
void __kvm_lab_stamp(enum kvm_lab_point point);

/* The vCPU that is loaded has got to @name. */
#define kvm_lab_stamp(name) __kvm_lab_stamp(KVM_LAB_POINT_##name)
#else
#define kvm_lab_stamp(name) ((void)KVM_LAB_POINT_##name)
#endif

#endif /* __KVM_LAB_STAMPS_H */
