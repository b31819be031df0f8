// SPDX-License-Identifier: GPL-2.0
/*
 * direct: the reference without protection. The kernel refuses to create a
 * guest_memfd without direct map, so every page has its direct map entry.
 */
#include "strategy.h"

/* All pages stay in the direct map. */
static const struct kvm_gmem_exposure direct_exposure = {
	.restores = true,
	.shares = true,
	.after_take_out = KVM_GMEM_STALE_FOREVER,
	.after_unmap = KVM_GMEM_STALE_FOREVER,
	.after_unpin = KVM_GMEM_STALE_FOREVER,
};

static int direct_take_out(struct folio *folio)
{
	WARN_ON_ONCE(1);
	return -EOPNOTSUPP;
}

static int direct_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return 0;
}

static int direct_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	return 0;
}

static int direct_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	return direct_map(folio, map);
}

static void direct_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
}

static void direct_drain(void)
{
}

#define KVM_GMEM_STRATEGY direct
#include "strategy-define.h"
