// SPDX-License-Identifier: GPL-2.0
/*
 * batched_flush: as sync_flush, but the flush is deferred. The direct map entry is
 * zapped at once. One broadcast flushes many stale translations. Two bounds limit
 * them: kvm.batched_pages is hard, kvm.batched_usecs is kept by a worker and
 * exceeded by the time that this needs to be scheduled.
 *
 * A page with a stale translation is flushed before its next owner gets it.
 */
#include "flush_batch.h"

static const struct kvm_gmem_exposure batched_flush_exposure = {
	.restores = true,
	.shares = true,
	.after_take_out = KVM_GMEM_STALE_BATCHED,
	.after_unmap = KVM_GMEM_STALE_BATCHED,
	.after_unpin = KVM_GMEM_STALE_BATCHED,
};

static void batched_flush_folio(struct folio *folio)
{
	kvm_gmem_batch_add(folio, (unsigned long)folio_address(folio));
}

static int batched_flush_take_out(struct folio *folio)
{
	int r = kvm_gmem_zap_folio(folio);

	if (!r)
		batched_flush_folio(folio);
	return r;
}

static int batched_flush_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_map_entry(folio);
}

static int batched_flush_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	int r = kvm_gmem_unmap_entry(folio);

	if (r <= 0)
		return r;
	kvm_gmem_batch_add(folio, (unsigned long)map->kaddr);
	return 0;
}

static int batched_flush_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_pin_entry(folio);
}

static void batched_flush_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	if (kvm_gmem_unpin_entry(folio))
		batched_flush_folio(folio);
}

static void batched_flush_drain(void)
{
	kvm_gmem_batch_drain();
}

#define KVM_GMEM_STRATEGY batched_flush
#include "strategy-define.h"
