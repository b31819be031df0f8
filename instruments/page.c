// SPDX-License-Identifier: GPL-2.0
/*
 * What the direct map and the guest_memfd say of one page.  Asking changes
 * nothing: it neither populates nor prepares the page.
 */
#include <linux/file.h>
#include <linux/kvm_host.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include <asm/pgtable.h>

#include "lab.h"

static void lab_direct_map_state(struct kvm_lab_page *arg)
{
	unsigned int level;
	pte_t *pte =
		lookup_address((unsigned long)pfn_to_kaddr(arg->pfn), &level);

	arg->level = pte ? level : 0;
	if (!pte || !(pte_flags(*pte) & _PAGE_PRESENT))
		return;

	arg->state |= KVM_LAB_PAGE_PRESENT;
	if (pte_flags(*pte) & _PAGE_RW)
		arg->state |= KVM_LAB_PAGE_WRITABLE;
	if (pte_flags(*pte) & _PAGE_GLOBAL)
		arg->state |= KVM_LAB_PAGE_GLOBAL;
	if (pte_flags(*pte) & _PAGE_NX)
		arg->state |= KVM_LAB_PAGE_NX;
}

/* The pfn behind a private gfn, if its page is in the file. */
static void lab_find_pfn(struct kvm *kvm, struct kvm_lab_page *arg)
{
	gfn_t gfn = gpa_to_gfn(arg->gpa);
	struct kvm_memory_slot *slot = gfn_to_memslot(kvm, gfn);
	struct folio *folio;
	struct file *file;

	if (!kvm_mem_is_private(kvm, gfn))
		return;

	arg->state |= KVM_LAB_PAGE_PRIVATE;
	if (!kvm_slot_can_be_private(slot))
		return;

	file = get_file_active(&slot->gmem.file);
	if (!file)
		return;

	folio = filemap_get_folio(file->f_mapping,
				  gfn - slot->base_gfn + slot->gmem.pgoff);
	if (!IS_ERR(folio)) {
		arg->pfn = folio_pfn(folio);
		arg->state |= KVM_LAB_PAGE_POPULATED;
		if (folio_test_uptodate(folio))
			arg->state |= KVM_LAB_PAGE_PREPARED;
		folio_put(folio);
	}
	fput(file);
}

/*
 * Counts the entries of the vmalloc area that map the page. Where there is no table the
 * whole of its range is left out. Larger entries are of no guest_memfd.
 */
static void lab_count_aliases(struct kvm_lab_page *arg)
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

/**
 * kvm_lab_get_page - KVM_LAB_GET_PAGE
 * @vcpu: a vCPU of the VM that @arg.gpa belongs to; any, if by pfn
 * @arg: the ioctl's argument
 *
 * The caller holds kvm->srcu.  May sleep.
 *
 * Return: 0, or -EINVAL if there is no such pfn or @arg.by is not known.
 */
int kvm_lab_get_page(struct kvm_vcpu *vcpu, struct kvm_lab_page *arg)
{
	if (arg->by & ~(KVM_LAB_PAGE_BY_PFN | KVM_LAB_PAGE_ALIASES) || arg->pad)
		return -EINVAL;

	arg->state = 0;
	arg->level = 0;
	arg->refcount = 0;
	arg->aliases = 0;
	if (!(arg->by & KVM_LAB_PAGE_BY_PFN)) {
		arg->pfn = ~0ull;
		lab_find_pfn(vcpu->kvm, arg);
		if (arg->pfn == ~0ull)
			return 0;
	}

	if (arg->pfn > PHYSICAL_PAGE_MASK >> PAGE_SHIFT || !pfn_valid(arg->pfn))
		return -EINVAL;

	arg->refcount = page_count(pfn_to_page(arg->pfn));
	if (!arg->refcount)
		arg->state |= KVM_LAB_PAGE_FREE;
	lab_direct_map_state(arg);
	if (IS_ENABLED(CONFIG_KVM_LAB_PAUSE) && arg->by & KVM_LAB_PAGE_ALIASES)
		lab_count_aliases(arg);
	return 0;
}
