/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Put in front of a file, by -include, it makes the file's page table writes
 * and broadcasts count. The file itself stays as it is.
 */
#ifndef __KVM_LAB_COUNTED_H
#define __KVM_LAB_COUNTED_H

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/smp.h>

#include "events.h"
#include "pause.h"

static inline void kvm_lab_count_pte(void)
{
	if (!kvm_lab_sabotaged(no_pte_count))
		kvm_lab_count(PTE_WRITES);
}

static inline void kvm_lab_set_pte(pte_t *ptep, pte_t pte)
{
	kvm_lab_count_pte();
	set_pte(ptep, pte);
}

/*
 * In the vmalloc area also live the stacks of new tasks: only what maps a page that
 * a guest_memfd has taken out of the direct map counts.
 */
static inline bool kvm_lab_maps_guest_page(pte_t pte)
{
	return pte_present(pte) && pfn_valid(pte_pfn(pte)) &&
	       PagePrivate(pfn_to_page(pte_pfn(pte)));
}

static inline void kvm_lab_set_alias(pte_t *ptep, pte_t pte)
{
	if (kvm_lab_maps_guest_page(pte))
		kvm_lab_count_pte();
	set_pte(ptep, pte);
}

static inline pte_t kvm_lab_get_and_clear(struct mm_struct *mm,
					  unsigned long addr, pte_t *ptep)
{
	pte_t pte = ptep_get_and_clear(mm, addr, ptep);

	if (kvm_lab_maps_guest_page(pte))
		kvm_lab_count_pte();
	return pte;
}

#undef set_pte
#undef set_pte_atomic
#undef set_pte_at
#undef pte_clear
#define set_pte(ptep, pte) kvm_lab_set_pte(ptep, pte)
#define set_pte_atomic(ptep, pte) kvm_lab_set_pte(ptep, pte)
#define set_pte_at(mm, addr, ptep, pte) kvm_lab_set_alias(ptep, pte)
#define pte_clear(mm, addr, ptep) kvm_lab_set_pte(ptep, __pte(0))
#define ptep_get_and_clear(mm, addr, ptep) kvm_lab_get_and_clear(mm, addr, ptep)
#define on_each_cpu(func, info, wait) kvm_lab_on_each_cpu(func, info, wait)

#endif /* __KVM_LAB_COUNTED_H */
