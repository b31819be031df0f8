// SPDX-License-Identifier: GPL-2.0
/*
 * vmap: map the page with vmap(), as Firecracker's kernel does for caches, here for
 * copies too. The direct map is not changed after take_out.
 *
 * vunmap() clears the entry and flushes lazily, when enough address space waits for
 * a flush. Until then every CPU that touched the alias may keep reading the page. No
 * address is used again before that flush. take_out does not flush, which is also
 * the default of Firecracker's kernel.
 */
#include <linux/vmalloc.h>

#include "strategy.h"

static const struct kvm_gmem_exposure vmap_exposure = {
	.shares = true,
	.after_take_out = KVM_GMEM_STALE_FOREVER,
	.after_unmap = KVM_GMEM_STALE_FOREVER,
	.after_unpin = KVM_GMEM_STALE_FOREVER,
};

static int vmap_take_out(struct folio *folio)
{
	return kvm_gmem_zap_folio(folio);
}

static int vmap_map(struct folio *folio, struct kvm_gmem_map *map)
{
	struct page *page = &folio->page;

	/* VM_SPARSE: /proc/kcore would read it through the direct map. */
	map->kaddr = vmap(&page, 1, VM_MAP | VM_SPARSE, PAGE_KERNEL);
	return map->kaddr ? 0 : -ENOMEM;
}

static int vmap_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	vunmap(map->kaddr);
	return 0;
}

static int vmap_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	return vmap_map(folio, map);
}

static void vmap_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	vmap_unmap(folio, map);
}

static void vmap_drain(void)
{
	vm_unmap_aliases();
}

#define KVM_GMEM_STRATEGY vmap
#include "strategy-define.h"
