// SPDX-License-Identifier: GPL-2.0
/*
 * Clears a page without direct map entry, for every strategy. Each CPU has an address
 * space for this. It loads it with interrupts off, clears the page, invalidates the only
 * translation and unloads it. No other CPU can load the translation, not even
 * speculatively, so no other CPU needs a flush.
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/percpu.h>
#include <linux/sched/mm.h>
#include <linux/sizes.h>
#include <asm/tlbflush.h>

#include "clear_folio.h"
#include "temp_mm.h"

#define CLEAR_ADDR SZ_1G /* in the user half; nothing else is there */

static bool gmem_clear = true;
module_param(gmem_clear, bool, 0644);
MODULE_PARM_DESC(
	gmem_clear,
	"clear pages that leave a guest_memfd without direct map (default: Y)");

struct clear_mm {
	struct mm_struct *mm; /* NULL: no memory at boot */
	pte_t *pte;
};

static DEFINE_PER_CPU(struct clear_mm, clear_mms);

/* Not global: it is only in that address space. Not a user page, so no SMAP. */
static pteval_t clear_prot __ro_after_init;

/**
 * kvm_gmem_clears - are pages cleared when they leave their file?
 *
 * Any context.
 */
bool kvm_gmem_clears(void)
{
	return READ_ONCE(gmem_clear);
}

/**
 * kvm_gmem_clear_folio - clear a page before it leaves its guest_memfd
 * @folio: locked folio of a guest_memfd, of one page, with or without direct map entry
 *
 * Does nothing with kvm.gmem_clear=N. Does not sleep. Interrupts are off meanwhile.
 *
 * Return: 0, or -ENOMEM if there was no memory for this CPU's address space at boot.
 */
int kvm_gmem_clear_folio(struct folio *folio)
{
	struct clear_mm *clear;
	struct mm_struct *prev;

	if (!kvm_gmem_clears())
		return 0;

	guard(irqsave)();

	clear = this_cpu_ptr(&clear_mms);
	if (!clear->mm)
		return -ENOMEM;

	set_pte(clear->pte, __pte(PFN_PHYS(folio_pfn(folio)) | clear_prot));
	prev = kvm_gmem_load_mm(clear->mm);
	clear_page((void *)CLEAR_ADDR);
	pte_clear(clear->mm, CLEAR_ADDR, clear->pte);
	/* Before it is unloaded: INVLPG only reaches the loaded address space. */
	flush_tlb_one_user(CLEAR_ADDR);
	kvm_gmem_unload_mm(prev);
	return 0;
}

static void __init clear_mm_create(struct clear_mm *clear)
{
	struct mm_struct *mm = mm_alloc();
	spinlock_t *ptl; /* of the page table; needed only here */
	pte_t *pte;

	if (!mm)
		return;

	/* The page tables stay. Later only their CPU writes them, without lock. */
	pte = get_locked_pte(mm, CLEAR_ADDR, &ptl);
	if (!pte) {
		mmput(mm);
		return;
	}
	pte_unmap_unlock(pte, ptl);
	clear->pte = pte;
	clear->mm = mm;
}

static int __init clear_folio_init(void)
{
	unsigned int cpu;

	clear_prot = pte_val(pfn_pte(0, PAGE_KERNEL)) & ~_PAGE_GLOBAL;
	for_each_possible_cpu(cpu)
		clear_mm_create(per_cpu_ptr(&clear_mms, cpu));
	return 0;
}
core_initcall(clear_folio_init);
