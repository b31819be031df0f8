// SPDX-License-Identifier: GPL-2.0
/*
 * Clears a page that has no direct map entry, whatever the strategy, through an address
 * space of the CPU's own: it is loaded for that alone, with interrupts off, and its only
 * translation is invalidated before it is left. So no other CPU can load that, not even
 * speculatively, and nothing needs to be flushed elsewhere.
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
	struct mm_struct *mm; /* NULL if there was no memory for it */
	pte_t *pte;
};

static DEFINE_PER_CPU(struct clear_mm, clear_mms);

/* Not global: it belongs to that address space. Not for user space, so no SMAP. */
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
 * kvm_gmem_clear_folio - clear a page before anybody else can reach it
 * @folio: locked folio of a guest_memfd, of one page, with or without direct map entry
 *
 * Nothing happens with kvm.gmem_clear=N. Interrupts are off while it clears. Does not
 * sleep.
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
	/* While it is loaded: this is where its translation can be reached. */
	flush_tlb_one_user(CLEAR_ADDR);
	kvm_gmem_unload_mm(prev);
	return 0;
}

static void __init clear_mm_create(struct clear_mm *clear)
{
	struct mm_struct *mm = mm_alloc();
	spinlock_t *ptl; /* of the page table, only now */
	pte_t *pte;

	if (!mm)
		return;

	/* The page tables stay; no lock, as only their CPU writes to them. */
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
