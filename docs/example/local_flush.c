// SPDX-License-Identifier: GPL-2.0
/*
 * local_flush: restore the direct map entry around each copy, and flush it on this
 * CPU only. That is as cheap as noflush, and closes its hole on the CPU that did the
 * work; any other one that looked at the page meanwhile keeps its translation.
 *
 * What is rare is flushed everywhere: a page that is prepared, or let go by a cache.
 */
#include <linux/preempt.h>
#include <asm/tlbflush.h>

#include "strategy.h"

static const struct kvm_gmem_exposure local_flush_exposure = {
	.restores = true,
	.shares = true,
	.after_unmap = {
		.elsewhere = true,
		.pages = KVM_GMEM_UNBOUNDED,
		.usecs = KVM_GMEM_UNBOUNDED,
	},
};

static void local_flush_everywhere(struct folio *folio)
{
	unsigned long addr = (unsigned long)folio_address(folio);

	flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
}

static int local_flush_take_out(struct folio *folio)
{
	int r = kvm_gmem_zap_folio(folio);

	if (!r)
		local_flush_everywhere(folio);
	return r;
}

/* "This CPU" must be the same one until unmap. */
static int local_flush_map(struct folio *folio, struct kvm_gmem_map *map)
{
	int r;

	migrate_disable();
	map->kaddr = folio_address(folio);
	r = kvm_gmem_map_entry(folio);
	if (r)
		migrate_enable();
	return r;
}

static int local_flush_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	int r = kvm_gmem_unmap_entry(folio);

	if (r > 0)
		flush_tlb_one_kernel((unsigned long)map->kaddr);
	migrate_enable();
	return min(r, 0);
}

static int local_flush_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_pin_entry(folio);
}

static void local_flush_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	if (kvm_gmem_unpin_entry(folio))
		local_flush_everywhere(folio);
}

/* Nothing is deferred. */
static void local_flush_drain(void)
{
}

#define KVM_GMEM_STRATEGY local_flush
#include "strategy-define.h"
