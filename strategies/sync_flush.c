// SPDX-License-Identifier: GPL-2.0
/*
 * sync_flush: noflush with a flush. Whenever the direct map entry is zapped, every
 * CPU flushes it before the operation returns, so no CPU can reach a page that KVM
 * is not using. Later series on the list also flush after take_out. The flush after
 * each access is what the RFC would have cost with its design and a flush.
 *
 * Any number of caches may share a page. The folio counts them, and the last one
 * zaps the entry.
 */
#include <asm/tlbflush.h>

#include "strategy.h"

static const struct kvm_gmem_exposure sync_flush_exposure = {
	.restores = true,
	.shares = true,
};

static void sync_flush_folio(struct folio *folio)
{
	unsigned long addr = (unsigned long)folio_address(folio);

	flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
}

static int sync_flush_take_out(struct folio *folio)
{
	int r = kvm_gmem_zap_folio(folio);

	if (!r)
		sync_flush_folio(folio);
	return r;
}

static int sync_flush_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_map_entry(folio);
}

static int sync_flush_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	int r = kvm_gmem_unmap_entry(folio);

	if (r > 0)
		sync_flush_folio(folio);
	return min(r, 0);
}

static int sync_flush_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_pin_entry(folio);
}

static void sync_flush_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	if (kvm_gmem_unpin_entry(folio))
		sync_flush_folio(folio);
}

static void sync_flush_drain(void)
{
}

#define KVM_GMEM_STRATEGY sync_flush
#include "strategy-define.h"
