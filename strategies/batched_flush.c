// SPDX-License-Identifier: GPL-2.0
/*
 * batched_flush: as sync_flush, but the flush comes later. The entry is zapped at
 * once; what CPUs may still hold is bounded by kvm.batched_pages accesses (hard)
 * and kvm.batched_usecs microseconds (kept by a worker, so give or take what it
 * needs to be scheduled), and flushed by one broadcast for all of them.
 *
 * A page that may still be reachable is flushed before its next owner gets it.
 */
#include <linux/init.h>
#include <linux/moduleparam.h>

#include "flush_batch.h"
#include "strategy.h"

static struct kvm_gmem_flush_batch batched = {
	.max_pages = KVM_GMEM_BATCH_PAGES,
	.max_usecs = KVM_GMEM_BATCH_USECS,
};

static int batched_set_pages(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 1, KVM_GMEM_BATCH_PAGES);
}

static int batched_set_usecs(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 1, KVM_GMEM_BATCH_USECS);
}

static const struct kernel_param_ops batched_pages_ops = {
	.set = batched_set_pages,
	.get = param_get_uint,
};

static const struct kernel_param_ops batched_usecs_ops = {
	.set = batched_set_usecs,
	.get = param_get_uint,
};

module_param_cb(batched_pages, &batched_pages_ops, &batched.max_pages, 0644);
MODULE_PARM_DESC(batched_pages, "accesses after which to flush (1 to 64)");
module_param_cb(batched_usecs, &batched_usecs_ops, &batched.max_usecs, 0644);
MODULE_PARM_DESC(batched_usecs,
		 "microseconds after which to flush (1 to 1000)");

static void batched_flush_add(struct folio *folio)
{
	u64 round = kvm_gmem_batch_add(&batched,
				       (unsigned long)folio_address(folio));

	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ROUND, round);
}

static int batched_flush_take_out(struct folio *folio)
{
	int r = kvm_gmem_zap_folio(folio);

	if (!r)
		batched_flush_add(folio);
	return r;
}

static void batched_flush_give_back(struct folio *folio)
{
	if (kvm_gmem_batch_pending(
		    &batched, kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_ROUND)))
		kvm_gmem_batch_drain(&batched);

	if (kvm_gmem_folio_zapped(folio))
		WARN_ON_ONCE(kvm_gmem_restore_folio(folio));
}

static int batched_flush_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_map_entry(folio);
}

static void batched_flush_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	if (kvm_gmem_unmap_entry(folio))
		batched_flush_add(folio);
}

static int batched_flush_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	map->kaddr = folio_address(folio);
	return kvm_gmem_pin_entry(folio);
}

static void batched_flush_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	if (kvm_gmem_unpin_entry(folio))
		batched_flush_add(folio);
}

static int __init batched_flush_init(void)
{
	kvm_gmem_batch_init(&batched);
	return 0;
}
early_initcall(batched_flush_init);

#define KVM_GMEM_STRATEGY batched_flush
#include "strategy-define.h"
