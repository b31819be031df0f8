// SPDX-License-Identifier: GPL-2.0
/*
 * noflush: restore the direct map entry around each access, never flush.
 *
 * The rules are those of "[RFC PATCH 6/8] kvm: gmem: Temporarily restore direct
 * map entries when needed" (Patrick Roy, July 2024):
 *
 * - A copy restores the entry, touches the page and zaps the entry again within
 *   one hold of the folio lock.
 * - The folio's state says whether it is zapped. A page behind a gfn_to_pfn_cache
 *   is not zapped, so a copy to or from it does not change the direct map.
 * - A cache restores the entry when it maps the page and zaps it when it unmaps
 *   the page, each under the folio lock.
 * - A second cache of the same page gets -EINVAL: the first one to be unmapped
 *   would zap the entry under the other. The RFC says so; its code returned -EFAULT
 *   from the activation instead. With kvm.noflush_share=1 the folio counts its
 *   caches and the last one zaps the entry.
 * - If the entry cannot be zapped after the copy, the access fails.
 * - Nothing is flushed. A CPU that touched the page while its entry was present
 *   may keep reading it for an unbounded time.
 */
#include <linux/moduleparam.h>

#include "strategy.h"

static bool noflush_share;
module_param(noflush_share, bool, 0644);
MODULE_PARM_DESC(noflush_share,
		 "let caches share a page (default: N, as the RFC)");

static const struct kvm_gmem_exposure noflush_exposure = {
	.restores = true,
	.after_take_out = KVM_GMEM_STALE_FOREVER,
	.after_unmap = KVM_GMEM_STALE_FOREVER,
	.after_unpin = KVM_GMEM_STALE_FOREVER,
};

static int noflush_take_out(struct folio *folio)
{
	return kvm_gmem_zap_folio(folio);
}

static int noflush_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_map_entry(folio);
}

static int noflush_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	return min(kvm_gmem_unmap_entry(folio), 0);
}

static int noflush_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	if (!kvm_gmem_folio_zapped(folio) && !READ_ONCE(noflush_share))
		return -EINVAL;

	map->kaddr = folio_address(folio);
	return kvm_gmem_pin_entry(folio);
}

static void noflush_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	kvm_gmem_unpin_entry(folio);
}

/* Nothing is deferred: stale translations are never flushed. */
static void noflush_drain(void)
{
}

#define KVM_GMEM_STRATEGY noflush
#include "strategy-define.h"
