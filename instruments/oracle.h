/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The oracle: who can reach a page through which address. For tests only,
 * CONFIG_KVM_LAB_PAUSE.
 */
#ifndef __KVM_LAB_ORACLE_H
#define __KVM_LAB_ORACLE_H

#include <linux/sched.h>
#include <linux/types.h>

struct folio;

#ifdef CONFIG_KVM_LAB_PAUSE
extern struct task_struct *kvm_lab_oracle_task;
void __kvm_lab_window(struct folio *folio, void *kaddr);
void kvm_lab_note_flush(unsigned long addr);

/* A page is mapped for an access: if the oracle asked for it, adversaries look. */
static inline void kvm_lab_window(struct folio *folio, void *kaddr)
{
	if (READ_ONCE(kvm_lab_oracle_task) == current)
		__kvm_lab_window(folio, kaddr);
}
#else
static inline void kvm_lab_window(struct folio *folio, void *kaddr)
{
}
#endif

#endif /* __KVM_LAB_ORACLE_H */
