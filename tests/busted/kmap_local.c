// SPDX-License-Identifier: GPL-2.0
/*
 * kmap_local, BUSTED: percpu_ptemap for the price of two calls, it seems. The slots
 * of kmap_local are this CPU's own, nesting and preemption are taken care of, and
 * this declares what one would expect of them: that nothing is left.
 *
 * But on x86-64 nobody invalidates the translation of a slot that was unmapped, see
 * docs/findings.md. This CPU goes on reading, and writing, the page that had the slot
 * before: after unmap, and when the slot has been given to another page.
 *
 * Caches are mapped with vmap() and are not busted.
 */
#include <linux/highmem.h>
#include <linux/vmalloc.h>
#include <asm/tlbflush.h>

#include "../gmem_strategies/strategy.h"

static const struct kvm_gmem_exposure kmap_local_exposure = {
	.shares = true,
};

static int kmap_local_take_out(struct folio *folio)
{
	unsigned long addr = (unsigned long)folio_address(folio);
	int r = kvm_gmem_zap_folio(folio);

	if (!r)
		flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
	return r;
}

static int kmap_local_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = __kmap_local_pfn_prot(folio_pfn(folio), PAGE_KERNEL);
	return 0;
}

/* Without HIGHMEM kunmap_local() itself does nothing. */
static int kmap_local_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	kunmap_local_indexed(map->kaddr);
	return 0;
}

static int kmap_local_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	struct page *page = &folio->page;

	map->kaddr = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	return map->kaddr ? 0 : -ENOMEM;
}

static void kmap_local_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	vunmap(map->kaddr);
	vm_unmap_aliases();
}

static void kmap_local_drain(void)
{
}

#define KVM_GMEM_STRATEGY kmap_local
#include "../gmem_strategies/strategy-define.h"
