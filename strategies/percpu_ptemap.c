// SPDX-License-Identifier: GPL-2.0
/*
 * percpu_ptemap: a temporary mapping of this CPU's own. The direct map is never
 * touched after take_out.
 *
 * A copy writes one of a few page table entries that belong to the CPU, and
 * afterwards clears it and invalidates its translation on this CPU only. No lock,
 * no allocation, no IPI. Preemption is disabled in between, so that the task stays
 * where its slot is; who interrupts it takes the CPU's next slot and is done before
 * the interrupted task goes on. Slots exist for every possible CPU from the start:
 * one that comes or goes finds and leaves its slots empty.
 *
 * Exposure of a copy: the entry is in init_mm, so another CPU may fill its TLB from
 * it, but only speculatively: nobody else uses the address. What it has caught stays
 * until something flushes that CPU, for one page a slot: the slot's next user does
 * not disturb it.
 *
 * A cache lives long and is used from any CPU, so it gets a slot in a window that
 * all CPUs share. To map is to make an entry present that was not, which needs no
 * flush. An entry that was cleared waits for one broadcast with up to 63 others
 * before its slot is used again.
 *
 * Exposure of a cache: every CPU that used the slot may go on reading the page
 * after unpin, at most KVM_GMEM_BATCH_PAGES pages, for KVM_GMEM_BATCH_USECS or
 * until the page leaves its file, whichever is first.
 */
#include <linux/init.h>
#include <linux/pgtable.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/tlbflush.h>

#include "flush_batch.h"
#include "strategy.h"

#define PTEMAP_DEPTH 4 /* slots of a CPU: task, softirq, irq, NMI */
#define PTEMAP_PINS 4096 /* slots for caches */

/* Addresses with page tables, and their entries. */
struct ptemap_window {
	unsigned long base;
	pte_t **ptes;
	unsigned int filled;
};

static struct ptemap_window ptemap_local, ptemap_shared;
static DEFINE_PER_CPU(unsigned int, ptemap_depth);

/* Slots of ptemap_shared whose translation no CPU holds; under pins.lock. */
static u16 *ptemap_clean;
static unsigned int ptemap_nr_clean;

static void ptemap_recycle(const unsigned long *addrs, unsigned int nr);

static struct kvm_gmem_flush_batch pins = {
	.max_pages = KVM_GMEM_BATCH_PAGES,
	.max_usecs = KVM_GMEM_BATCH_USECS,
	.done = ptemap_recycle,
};

static unsigned long ptemap_addr(struct ptemap_window *window,
				 unsigned int slot)
{
	return window->base + slot * PAGE_SIZE;
}

static void ptemap_set(struct ptemap_window *window, unsigned int slot,
		       struct folio *folio, struct kvm_gmem_map *map)
{
	set_pte(window->ptes[slot], mk_pte(&folio->page, PAGE_KERNEL));
	map->kaddr = (void *)ptemap_addr(window, slot);
}

static int percpu_ptemap_take_out(struct folio *folio)
{
	unsigned long addr = (unsigned long)folio_address(folio);
	int r = kvm_gmem_zap_folio(folio);

	if (!r)
		flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
	return r;
}

static void percpu_ptemap_give_back(struct folio *folio)
{
	if (kvm_gmem_batch_pending(
		    &pins, kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_ROUND)))
		kvm_gmem_batch_drain(&pins);

	WARN_ON_ONCE(kvm_gmem_restore_folio(folio));
}

static int percpu_ptemap_map(struct folio *folio, struct kvm_gmem_map *map)
{
	unsigned int depth;

	if (unlikely(!ptemap_local.ptes))
		return -ENOMEM;

	preempt_disable();
	depth = this_cpu_inc_return(ptemap_depth) - 1;
	if (WARN_ON_ONCE(depth >= PTEMAP_DEPTH)) {
		this_cpu_dec(ptemap_depth);
		preempt_enable();
		return -EBUSY;
	}

	ptemap_set(&ptemap_local, smp_processor_id() * PTEMAP_DEPTH + depth,
		   folio, map);
	return 0;
}

static void percpu_ptemap_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	unsigned long addr = (unsigned long)map->kaddr;
	unsigned int slot = (addr - ptemap_local.base) >> PAGE_SHIFT;

	pte_clear(&init_mm, addr, ptemap_local.ptes[slot]);
	flush_tlb_one_kernel(addr);
	this_cpu_dec(ptemap_depth);
	preempt_enable();
}

static int ptemap_get_slot(void)
{
	guard(spinlock)(&pins.lock);

	return ptemap_nr_clean ? ptemap_clean[--ptemap_nr_clean] : -ENOSPC;
}

/* A slot that no CPU has a translation of, or -ENOSPC. Sleeps. */
static int ptemap_get_clean_slot(void)
{
	int slot = ptemap_get_slot();

	if (slot >= 0)
		return slot;

	kvm_gmem_batch_drain(&pins);
	return ptemap_get_slot();
}

/* All caches of a page share a slot. */
static int percpu_ptemap_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	u64 pins_of_folio = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS);
	int slot;

	if (pins_of_folio == KVM_GMEM_MAX_PINS)
		return -EBUSY;

	if (pins_of_folio) {
		slot = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_SLOT);
		map->kaddr = (void *)ptemap_addr(&ptemap_shared, slot);
	} else {
		slot = ptemap_get_clean_slot();
		if (slot < 0)
			return slot;
		ptemap_set(&ptemap_shared, slot, folio, map);
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_SLOT, slot);
	}
	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_PINS, pins_of_folio + 1);
	return 0;
}

static void percpu_ptemap_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	u64 pins_of_folio = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS);
	unsigned int slot = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_SLOT);
	unsigned long addr = ptemap_addr(&ptemap_shared, slot);

	if (WARN_ON_ONCE(!pins_of_folio))
		return;

	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_PINS, pins_of_folio - 1);
	if (pins_of_folio > 1)
		return;

	pte_clear(&init_mm, addr, ptemap_shared.ptes[slot]);
	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_ROUND,
			   kvm_gmem_batch_add(&pins, addr));
}

/* Called by the batch, pins.lock held: these are flushed everywhere. */
static void ptemap_recycle(const unsigned long *addrs, unsigned int nr)
{
	while (nr--)
		ptemap_clean[ptemap_nr_clean++] =
			(*addrs++ - ptemap_shared.base) >> PAGE_SHIFT;
}

static int __init ptemap_add_pte(pte_t *pte, unsigned long addr, void *arg)
{
	struct ptemap_window *window = arg;

	window->ptes[window->filled++] = pte;
	return 0;
}

/* Without memory ->ptes stays NULL. The area is never freed. */
static void __init ptemap_create_window(struct ptemap_window *window,
					unsigned int slots)
{
	struct vm_struct *area = get_vm_area(slots * PAGE_SIZE, VM_MAP);

	window->ptes = kvcalloc(slots, sizeof(*window->ptes), GFP_KERNEL);
	if (!area || !window->ptes)
		goto fail;

	window->base = (unsigned long)area->addr;
	if (!apply_to_page_range(&init_mm, window->base, slots * PAGE_SIZE,
				 ptemap_add_pte, window))
		return;
fail:
	kvfree(window->ptes);
	window->ptes = NULL;
}

static int __init percpu_ptemap_init(void)
{
	unsigned int slot;

	kvm_gmem_batch_init(&pins);
	ptemap_create_window(&ptemap_local, nr_cpu_ids * PTEMAP_DEPTH);
	ptemap_create_window(&ptemap_shared, PTEMAP_PINS);
	ptemap_clean = kvcalloc(PTEMAP_PINS, sizeof(*ptemap_clean), GFP_KERNEL);
	if (!ptemap_shared.ptes || !ptemap_clean)
		return 0; /* no slot is clean, so pin() fails */

	for (slot = 0; slot < PTEMAP_PINS; slot++)
		ptemap_clean[ptemap_nr_clean++] = PTEMAP_PINS - 1 - slot;
	return 0;
}
core_initcall(percpu_ptemap_init);

#define KVM_GMEM_STRATEGY percpu_ptemap
#include "strategy-define.h"
