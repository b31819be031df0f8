/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Put in front of a file, by -include, it makes the file's page table writes
 * and broadcasts count. The file itself stays as it is.
 */
#ifndef __KVM_LAB_COUNTED_H
#define __KVM_LAB_COUNTED_H

#include <linux/pgtable.h>
#include <linux/smp.h>

#include "events.h"

static inline void kvm_lab_set_pte(pte_t *ptep, pte_t pte)
{
	kvm_lab_count(PTE_WRITES);
	set_pte(ptep, pte);
}

static inline pte_t kvm_lab_get_and_clear(struct mm_struct *mm,
					  unsigned long addr, pte_t *ptep)
{
	kvm_lab_count(PTE_WRITES);
	return ptep_get_and_clear(mm, addr, ptep);
}

#undef set_pte
#undef set_pte_atomic
#undef set_pte_at
#undef pte_clear
#define set_pte(ptep, pte) kvm_lab_set_pte(ptep, pte)
#define set_pte_atomic(ptep, pte) kvm_lab_set_pte(ptep, pte)
#define set_pte_at(mm, addr, ptep, pte) kvm_lab_set_pte(ptep, pte)
#define pte_clear(mm, addr, ptep) kvm_lab_set_pte(ptep, __pte(0))
#define ptep_get_and_clear(mm, addr, ptep) kvm_lab_get_and_clear(mm, addr, ptep)
#define on_each_cpu(func, info, wait) kvm_lab_on_each_cpu(func, info, wait)

#endif /* __KVM_LAB_COUNTED_H */
