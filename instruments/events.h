/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of what happens to kernel translations, and time stamps within an
 * access. Nothing at all without CONFIG_KVM_LAB_EVENTS. Included by files
 * outside KVM.
 */
#ifndef __KVM_LAB_EVENTS_H
#define __KVM_LAB_EVENTS_H

#include <linux/percpu.h>
#include <linux/smp.h>

#include "kvm_lab.h"

#ifdef CONFIG_KVM_LAB_EVENTS
DECLARE_PER_CPU(u64[KVM_LAB_NR_EVENTS], kvm_lab_events);

/* One event on this CPU; in any context. */
#define kvm_lab_count(name) this_cpu_inc(kvm_lab_events[KVM_LAB_EVENT_##name])

void kvm_lab_on_each_cpu(smp_call_func_t func, void *info, bool wait);
void __kvm_lab_stamp(enum kvm_lab_point point);

/* The vCPU that is loaded has got to @name. */
#define kvm_lab_stamp(name) __kvm_lab_stamp(KVM_LAB_POINT_##name)
#else
#define kvm_lab_count(name) ((void)KVM_LAB_EVENT_##name)
#define kvm_lab_stamp(name) ((void)KVM_LAB_POINT_##name)
#endif

#endif /* __KVM_LAB_EVENTS_H */
