/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The contract between KVM, which knows what a guest_memfd page is for, and a
 * strategy, which knows how to reach one that is not in the direct map.
 *
 * A strategy is one file that defines the operations of strategy-ops.h as static
 * functions foo_<operation>() and what it leaves exposed as foo_exposure, and ends
 * with
 *
 *	#define KVM_GMEM_STRATEGY foo
 *	#include "strategy-define.h"
 *
 * KVM holds the folio's lock over every operation on it, and from map() to
 * unmap(), so operations on one page never run in parallel; on different pages
 * they do. Only folios of a file with KVM_GMEM_NO_DIRECT_MAP get here, unless the
 * kernel has no strategy that could serve such a file.
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
 * struct kvm_gmem_stale - who may still reach a page after its mapping went
 * @here: the CPU that used the mapping
 * @elsewhere: others, if they looked at it meanwhile, speculatively too
 * @pages: at most so many pages at a time
 * @usecs: for at most so long, give or take what a worker needs to be scheduled
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
 * @after_take_out: left when a page has been taken out of the direct map
 * @after_unmap: left when a copy is done
 * @after_unpin: left when the last cache of a page lets it go
 *
 * A promise: tests hold the strategy to it.
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
 * The operations are here only where there are several strategies to choose from;
 * a single one is called by name.
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

/* What KVM calls. */
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
 * holds the state below, both under the folio lock. Large folios don't exist in a
 * guest_memfd yet, so a folio is one page.
 */
#define KVM_GMEM_FOLIO_ZAPPED BIT(0) /* no direct map entry */
#define KVM_GMEM_FOLIO_PINS GENMASK(15, 1) /* caches that share one mapping */
#define KVM_GMEM_FOLIO_ROUND GENMASK(31, 16) /* of the last deferred flush */
#define KVM_GMEM_FOLIO_OWNER \
	GENMASK(35, 32) /* strategy of the mapping if PINS */
#define KVM_GMEM_FOLIO_SLOT GENMASK(57, 36) /* where those have it mapped */

#define KVM_GMEM_MAX_PINS 0x7fff

static inline u64 kvm_gmem_folio_get(struct folio *folio, u64 mask)
{
	return ((unsigned long)folio->private & mask) >> __ffs64(mask);
}

/* Replace the bits of @mask, which may be those of several fields. */
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
 * May sleep: the first page taken out of a 2M mapping splits it. No memory is
 * needed for one that was zapped and restored before.
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
 * kvm_gmem_restore_folio - bring the direct map entry back
 * @folio: locked folio that kvm_gmem_zap_folio() has zapped
 *
 * Nothing is flushed, and for an entry that becomes present nothing needs to be.
 *
 * Return: 0 or an error of set_direct_map_default_noflush(), which a page that
 * is mapped by a 4K entry does not give.
 */
static inline int kvm_gmem_restore_folio(struct folio *folio)
{
	int r = set_direct_map_default_noflush(&folio->page);

	if (!r)
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ZAPPED, 0);
	return r;
}

/*
 * For strategies that reach the page through its own direct map entry. While a
 * cache pins the page the entry is there, and a copy leaves it alone. The unmap
 * and unpin forms return a number above 0 if the entry went and its flush is due;
 * the former also an error, if the entry could not be zapped.
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
