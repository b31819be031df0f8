/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The contract between KVM and a strategy. KVM knows what a guest_memfd page is
 * for. The strategy knows how to reach a page that is not in the direct map.
 *
 * A strategy is one file. It defines the operations of strategy-ops.h as static
 * functions foo_<operation>(), declares what it leaves exposed as foo_exposure, and
 * ends with
 *
 *	#define KVM_GMEM_STRATEGY foo
 *	#include "strategy-define.h"
 *
 * KVM holds the folio lock in every operation on a folio, and from map() to
 * unmap(). Operations on one page never run in parallel; on different pages they
 * do. A strategy gets only folios of files with KVM_GMEM_NO_DIRECT_MAP, unless the
 * kernel has only a strategy that cannot serve such files (direct).
 */
#ifndef __KVM_GMEM_STRATEGY_H
#define __KVM_GMEM_STRATEGY_H

#include <linux/bits.h>
#include <linux/kvm_types.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/set_memory.h>

struct seq_file;

#define KVM_GMEM_UNBOUNDED UINT_MAX

/**
 * struct kvm_gmem_stale - which CPUs may still reach a page after its mapping went
 * @here: the CPU that used the mapping
 * @elsewhere: other CPUs that touched the mapping, maybe only speculatively
 * @pages: at most this many pages at a time
 * @usecs: for at most this long, plus the time that a worker needs to be scheduled
 */
struct kvm_gmem_stale {
	bool here;
	bool elsewhere;
	unsigned int pages;
	unsigned int usecs;
};

#define KVM_GMEM_STALE_FOREVER                                                \
	{                                                                     \
		.here = true, .elsewhere = true, .pages = KVM_GMEM_UNBOUNDED, \
		.usecs = KVM_GMEM_UNBOUNDED                                   \
	}

/**
 * struct kvm_gmem_exposure - what a strategy declares to leave exposed
 * @restores: a page is in the direct map while it is accessed or pinned
 * @shares: caches may share a page
 * @after_take_out: stale after a page was taken out of the direct map
 * @after_unmap: stale after a copy
 * @after_unpin: stale after the last cache of a page was unpinned
 *
 * This is a promise: tests hold the strategy to it.
 */
struct kvm_gmem_exposure {
	bool restores;
	bool shares;
	struct kvm_gmem_stale after_take_out;
	struct kvm_gmem_stale after_unmap;
	struct kvm_gmem_stale after_unpin;
};

/**
 * struct kvm_gmem_strategy - a strategy
 * @name: its name
 * @exposure: what it declares
 *
 * The operations are here only if the kernel has several strategies. A single
 * strategy is called by name.
 */
struct kvm_gmem_strategy {
	const char *name;
	const struct kvm_gmem_exposure *exposure;
#ifdef CONFIG_KVM_GMEM_STRATEGY_ALL
	u16 index; /* see KVM_GMEM_FOLIO_OWNER */
#define KVM_GMEM_STRATEGY_OP(ret, op, params, args) ret(*op) params;
#include "strategy-ops.h"
#endif
};

/* The functions that KVM calls. */
#define KVM_GMEM_STRATEGY_OP(ret, op, params, args) \
	ret kvm_gmem_strategy_##op params;
#include "strategy-ops.h"

#ifdef CONFIG_KVM_GMEM_STRATEGY_ALL
int kvm_gmem_strategy_register(struct kvm_gmem_strategy *strategy);
int kvm_gmem_strategy_select(const char *name);
const struct kvm_gmem_strategy *kvm_gmem_strategy_current(void);
void kvm_gmem_strategy_show(struct seq_file *m);
#else
extern const struct kvm_gmem_strategy kvm_gmem_strategy_only;

static inline const struct kvm_gmem_strategy *kvm_gmem_strategy_current(void)
{
	return &kvm_gmem_strategy_only;
}
#endif

/*
 * Between take_out() and kvm_gmem_give_back() PG_private is set and folio->private
 * holds the state below. The folio lock protects both. A guest_memfd has no large
 * folios yet, so a folio is one page.
 */
#define KVM_GMEM_FOLIO_ZAPPED BIT(0) /* no direct map entry */
#define KVM_GMEM_FOLIO_PINS GENMASK(15, 1) /* caches that share one mapping */
#define KVM_GMEM_FOLIO_ROUND GENMASK(31, 16) /* of the last deferred flush */
#define KVM_GMEM_FOLIO_OWNER \
	GENMASK(35, 32) /* switch.c: strategy of the mapping if PINS */
#define KVM_GMEM_FOLIO_SLOT GENMASK(57, 36) /* of the shared mapping if PINS */

#define KVM_GMEM_MAX_PINS 0x7fff

static inline u64 kvm_gmem_folio_get(struct folio *folio, u64 mask)
{
	return ((unsigned long)folio->private & mask) >> __ffs64(mask);
}

/* Replaces the bits of @mask, which may cover several fields. */
static inline void kvm_gmem_folio_update(struct folio *folio, u64 mask,
					 u64 bits)
{
	unsigned long state = (unsigned long)folio->private & ~mask;

	folio->private = (void *)(state | bits);
}

static inline void kvm_gmem_folio_set(struct folio *folio, u64 mask, u64 value)
{
	kvm_gmem_folio_update(folio, mask, value << __ffs64(mask));
}

/**
 * kvm_gmem_folio_zapped - is the folio out of the direct map for good?
 * @folio: locked folio of a guest_memfd
 *
 * Return: false also for a folio that was never taken out.
 */
static inline bool kvm_gmem_folio_zapped(struct folio *folio)
{
	return kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_ZAPPED);
}

/**
 * kvm_gmem_zap_folio - remove the direct map entry, flush nothing
 * @folio: locked folio with a direct map entry
 *
 * May sleep: the first page out of a 2M mapping splits the mapping. A page that was
 * zapped and restored before needs no memory.
 *
 * Return: 0 or -ENOMEM.
 */
static inline int kvm_gmem_zap_folio(struct folio *folio)
{
	int r = set_direct_map_invalid_noflush(&folio->page);

	if (!r)
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ZAPPED, 1);
	return r;
}

/**
 * kvm_gmem_restore_folio - restore the direct map entry
 * @folio: locked folio that kvm_gmem_zap_folio() has zapped
 *
 * Nothing is flushed: an entry that becomes present needs no flush.
 *
 * Return: 0 or an error of set_direct_map_default_noflush(). A page that is mapped
 * by a 4K entry gives no error.
 */
static inline int kvm_gmem_restore_folio(struct folio *folio)
{
	int r = set_direct_map_default_noflush(&folio->page);

	if (!r)
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ZAPPED, 0);
	return r;
}

/*
 * For strategies that restore the direct map entry. While a cache pins the page the
 * entry is present, and a copy does not change it. The unmap and unpin forms return
 * more than 0 (true) if they zapped the entry, so that the caller must flush it. The
 * unmap form returns an error if it cannot zap the entry.
 */
static inline int kvm_gmem_map_entry(struct folio *folio)
{
	if (!kvm_gmem_folio_zapped(folio))
		return 0;
	return set_direct_map_default_noflush(&folio->page);
}

static inline int kvm_gmem_unmap_entry(struct folio *folio)
{
	if (!kvm_gmem_folio_zapped(folio))
		return 0;
	return set_direct_map_invalid_noflush(&folio->page) ?: 1;
}

static inline int kvm_gmem_pin_entry(struct folio *folio)
{
	u64 pins = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS);
	int r = 0;

	if (pins == KVM_GMEM_MAX_PINS)
		return -EBUSY;
	if (!pins)
		r = kvm_gmem_restore_folio(folio);
	if (!r)
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_PINS, pins + 1);
	return r;
}

static inline bool kvm_gmem_unpin_entry(struct folio *folio)
{
	u64 pins = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS);

	if (WARN_ON_ONCE(!pins))
		return false;
	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_PINS, pins - 1);
	if (pins > 1)
		return false;
	WARN_ON_ONCE(kvm_gmem_zap_folio(folio));
	return true;
}

#endif /* __KVM_GMEM_STRATEGY_H */
