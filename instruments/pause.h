/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pause points and sabotage: for tests only, CONFIG_KVM_LAB_PAUSE.
 */
#ifndef __KVM_LAB_PAUSE_H
#define __KVM_LAB_PAUSE_H

#include <linux/types.h>

#define KVM_LAB_PAUSE_POINT(name) KVM_LAB_PAUSE_##name
enum kvm_lab_pause_point {
#include "pause-points.h"
	KVM_LAB_NR_PAUSE_POINTS,
};

#define KVM_LAB_SABOTAGE(name) KVM_LAB_SABOTAGE_##name
enum kvm_lab_sabotage {
#include "sabotages.h"
	KVM_LAB_NR_SABOTAGES,
};

/* Defined only where sabotage is possible. */
extern unsigned long kvm_lab_raced;
void kvm_lab_race(void);

#ifdef CONFIG_KVM_LAB_PAUSE
void __kvm_lab_pause(enum kvm_lab_pause_point point, bool may_sleep);
bool __kvm_lab_sabotaged(enum kvm_lab_sabotage rule);

/* Stop here if a test has armed @name.  May sleep. */
#define kvm_lab_pause(name) __kvm_lab_pause(KVM_LAB_PAUSE_##name, true)
/* The same where the caller must not sleep: the CPU spins. */
#define kvm_lab_spin(name) __kvm_lab_pause(KVM_LAB_PAUSE_##name, false)
/* Has a test asked to break rule @name? */
#define kvm_lab_sabotaged(name) __kvm_lab_sabotaged(KVM_LAB_SABOTAGE_##name)
#else
#define kvm_lab_pause(name) ((void)KVM_LAB_PAUSE_##name)
#define kvm_lab_spin(name) ((void)KVM_LAB_PAUSE_##name)
#define kvm_lab_sabotaged(name) (KVM_LAB_SABOTAGE_##name < 0)
#endif

#endif /* __KVM_LAB_PAUSE_H */
