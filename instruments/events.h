/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of what happens to kernel translations, and stamps. Nothing at all without
 * CONFIG_KVM_LAB_EVENTS. Included by files outside KVM.
 */
#ifndef __KVM_LAB_EVENTS_H
#define __KVM_LAB_EVENTS_H

#include <linux/percpu.h>
#include <linux/smp.h>

#include "kvm_lab.h"
#include "stamps.h"

#ifdef CONFIG_KVM_LAB_EVENTS
DECLARE_PER_CPU(u64[KVM_LAB_NR_EVENTS], kvm_lab_events);

/* One event on this CPU; in any context. */
#define kvm_lab_count(name) this_cpu_inc(kvm_lab_events[KVM_LAB_EVENT_##name])

void kvm_lab_on_each_cpu(smp_call_func_t func, void *info, bool wait);
#else
#define kvm_lab_count(name) ((void)KVM_LAB_EVENT_##name)
#endif

#endif /* __KVM_LAB_EVENTS_H */
