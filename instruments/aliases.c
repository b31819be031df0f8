// SPDX-License-Identifier: GPL-2.0
/*
 * Who else maps a page: the entries of the kernel's page tables outside of the direct
 * map, found by looking at all of them.
 */
#include <linux/kvm_host.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include <asm/pgtable.h>

#include "lab.h"

/**
 * kvm_lab_count_aliases - entries of the vmalloc area that map a page
 * @arg: KVM_LAB_GET_PAGE's argument, with its pfn
 *
 * Where there is no table the whole of its range is left out. Larger entries are
 * of no guest_memfd. May sleep.
 */
void kvm_lab_count_aliases(struct kvm_lab_page *arg)
{
	unsigned long addr = VMALLOC_START;
	unsigned int level;
	pte_t *pte;

	while (addr >= VMALLOC_START && addr < VMALLOC_END) {
		pte = lookup_address(addr, &level);
		if (pte && level == PG_LEVEL_4K && pte_present(*pte) &&
		    pte_pfn(*pte) == arg->pfn)
			arg->aliases++;
		addr = (addr & page_level_mask(level)) + page_level_size(level);
		cond_resched();
	}
}
