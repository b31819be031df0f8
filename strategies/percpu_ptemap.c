// SPDX-License-Identifier: GPL-2.0
/*
 * percpu_ptemap: a temporary mapping of this CPU's own. The direct map is never
 * touched after take_out.
 *
 * A copy writes the one page table entry that belongs to the CPU, and afterwards
 * clears it and invalidates its translation on this CPU only. No lock, no
 * allocation, no IPI. Preemption is disabled in between, so that the task stays
 * where its slot is; a folio lock is held, so no interrupt can want the slot. Slots
 * exist for every possible CPU from the start: one that comes or goes finds and
 * leaves its slot empty.
 *
 * Exposure of a copy: the entry is in init_mm, so another CPU may fill its TLB from
 * it, but only speculatively: nobody else uses the address. What it has caught stays
 * until something flushes that CPU, the slot's next user does not disturb it; and each
 * other CPU may have caught another page of the slot. With PTI the entry isn't global,
 * so a CPU may hold one in each of the address spaces that it keeps.
 *
 * A cache lives long and is used from any CPU, so it gets a slot in a window that
 * all CPUs share. To map is to make an entry present that was not, which needs no
 * flush. An entry that was cleared waits for one broadcast with up to 63 others
 * before its slot is used again. The window grows by a chunk when all slots are in
 * use, at the expense of the VM that wants one, and never shrinks: how far is up to
 * the limit that each VM has, kvm.gmem_max_pins.
 *
 * Exposure of a cache: every CPU that used the slot may go on reading the page
 * after unpin, at most KVM_GMEM_BATCH_PAGES pages, for KVM_GMEM_BATCH_USECS or
 * until the page leaves its file, whichever is first.
 */
#include <linux/bitfield.h>
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/pgtable.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/tlbflush.h>

#include "flush_batch.h"

#define PTEMAP_CHUNK \
	PTRS_PER_PTE /* slots for caches that the window grows by */
#define PTEMAP_CHUNKS 8192 /* as many as KVM_GMEM_FOLIO_SLOT can tell apart */

/* The pages of a copy depend on the machine: ptemap_declare(). */
static struct kvm_gmem_exposure percpu_ptemap_exposure __ro_after_init = {
	.shares = true,
	.after_unpin = KVM_GMEM_STALE_BATCHED,
};

/* An address and the page table entry that it is translated by. */
struct ptemap_slot {
	unsigned long addr;
	pte_t *pte;

	/* Of a slot for caches only. */
	struct ptemap_slot *next_free;
	u32 number;
	u16 round; /* of the flush that it must not be used before */
};

/* For copies. Without a pte if there was no memory for it. */
static DEFINE_PER_CPU(struct ptemap_slot, ptemap_slots);

/* The window for caches; chunks are added under the lock, and stay. */
static DEFINE_MUTEX(ptemap_grow_lock);
static struct ptemap_slot *ptemap_chunks[PTEMAP_CHUNKS];
static unsigned int ptemap_nr_chunks;

/*
 * Its free slots, in the order in which they became free, so that the first is the
 * one whose flush is the longest ago.
 */
static DEFINE_SPINLOCK(ptemap_lock);
static struct ptemap_slot *ptemap_free;
static struct ptemap_slot **ptemap_last_free = &ptemap_free;

/* PAGE_KERNEL as this CPU has it. */
static pteval_t ptemap_prot __ro_after_init;

static __always_inline void ptemap_set(const struct ptemap_slot *slot,
				       struct folio *folio,
				       struct kvm_gmem_map *map)
{
	set_pte(slot->pte, __pte(PFN_PHYS(folio_pfn(folio)) | ptemap_prot));
	map->kaddr = (void *)slot->addr;
}

static int percpu_ptemap_take_out(struct folio *folio)
{
	unsigned long addr = (unsigned long)folio_address(folio);
	int r = kvm_gmem_zap_folio(folio);

	if (!r)
		flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
	return r;
}

static int percpu_ptemap_map(struct folio *folio, struct kvm_gmem_map *map)
{
	const struct ptemap_slot *slot;

	preempt_disable();
	slot = this_cpu_ptr(&ptemap_slots);
	/* In use, or missing: to map two pages at a time is a mistake. */
	if (unlikely(!slot->pte || !pte_none(*slot->pte))) {
		preempt_enable();
		return -EBUSY;
	}

	ptemap_set(slot, folio, map);
	return 0;
}

static int percpu_ptemap_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	const struct ptemap_slot *slot = this_cpu_ptr(&ptemap_slots);

	pte_clear(&init_mm, slot->addr, slot->pte);
	flush_tlb_one_kernel(slot->addr);
	preempt_enable();
	return 0;
}

static struct ptemap_slot *ptemap_slot(unsigned int number)
{
	return &ptemap_chunks[number / PTEMAP_CHUNK][number % PTEMAP_CHUNK];
}

static void ptemap_put_slot(struct ptemap_slot *slot, u16 round)
{
	slot->round = round;
	slot->next_free = NULL;

	spin_lock(&ptemap_lock);
	*ptemap_last_free = slot;
	ptemap_last_free = &slot->next_free;
	spin_unlock(&ptemap_lock);
}

static struct ptemap_slot *ptemap_try_get_slot(void)
{
	struct ptemap_slot *slot;

	spin_lock(&ptemap_lock);
	slot = ptemap_free;
	if (likely(slot)) {
		ptemap_free = slot->next_free;
		if (!ptemap_free)
			ptemap_last_free = &ptemap_free;
	}
	spin_unlock(&ptemap_lock);
	return slot;
}

static int ptemap_add_pte(pte_t *pte, unsigned long addr, void *arg)
{
	struct ptemap_slot **slot = arg;

	*(*slot)++ = (struct ptemap_slot){ .addr = addr, .pte = pte };
	return 0;
}

/*
 * Addresses with page tables, never freed; NULL without memory. Sparse: who reads all of
 * the vmalloc area, e.g. /proc/kcore, does so by the direct map, in vain for ever.
 */
static struct ptemap_slot *ptemap_create_window(unsigned int nr)
{
	struct ptemap_slot *slots =
		kvcalloc(nr, sizeof(*slots), GFP_KERNEL_ACCOUNT);
	struct vm_struct *area = get_vm_area(nr * PAGE_SIZE, VM_SPARSE);
	struct ptemap_slot *next = slots;

	if (slots && area &&
	    !apply_to_page_range(&init_mm, (unsigned long)area->addr,
				 nr * PAGE_SIZE, ptemap_add_pte, &next))
		return slots;

	if (area)
		free_vm_area(area);
	kvfree(slots);
	return NULL;
}

/* More slots, unless somebody else has seen to that: 0, -ENOSPC or -ENOMEM. */
static int ptemap_grow(void)
{
	struct ptemap_slot *slots;
	unsigned int i;

	guard(mutex)(&ptemap_grow_lock);

	/* If they are taken meanwhile, the caller comes again. */
	if (data_race(ptemap_free))
		return 0;
	if (ptemap_nr_chunks == PTEMAP_CHUNKS)
		return -ENOSPC;

	slots = ptemap_create_window(PTEMAP_CHUNK);
	if (!slots)
		return -ENOMEM;

	/* Who gets one of the slots finds the chunk, by ptemap_lock. */
	ptemap_chunks[ptemap_nr_chunks] = slots;
	for (i = 0; i < PTEMAP_CHUNK; i++) {
		slots[i].number = ptemap_nr_chunks * PTEMAP_CHUNK + i;
		ptemap_put_slot(&slots[i], 0);
	}
	ptemap_nr_chunks++;
	return 0;
}

/* The slot that was freed first, or an error. Sleeps if its flush is still due. */
static struct ptemap_slot *ptemap_get_slot(void)
{
	struct ptemap_slot *slot;
	int r;

	while (!(slot = ptemap_try_get_slot())) {
		r = ptemap_grow();
		if (r)
			return ERR_PTR(r);
	}

	if (unlikely(kvm_gmem_batch_pending(slot->round)))
		kvm_gmem_batch_drain();
	return slot;
}

/* All caches of a page share a slot. */
static int percpu_ptemap_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	u64 pins = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS);
	struct ptemap_slot *slot;

	if (pins) {
		if (pins == KVM_GMEM_MAX_PINS)
			return -EBUSY;
		slot = ptemap_slot(
			kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_SLOT));
		map->kaddr = (void *)slot->addr;
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_PINS, pins + 1);
		return 0;
	}

	slot = ptemap_get_slot();
	if (IS_ERR(slot))
		return PTR_ERR(slot);

	ptemap_set(slot, folio, map);
	kvm_gmem_folio_update(folio, KVM_GMEM_FOLIO_PINS | KVM_GMEM_FOLIO_SLOT,
			      FIELD_PREP(KVM_GMEM_FOLIO_PINS, 1) |
				      FIELD_PREP(KVM_GMEM_FOLIO_SLOT,
						 slot->number));
	return 0;
}

static void percpu_ptemap_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	u64 pins = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS);
	struct ptemap_slot *slot;

	if (WARN_ON_ONCE(!pins))
		return;

	kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_PINS, pins - 1);
	if (pins > 1)
		return;

	slot = ptemap_slot(kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_SLOT));
	pte_clear(&init_mm, slot->addr, slot->pte);
	kvm_gmem_batch_add(folio, slot->addr);
	ptemap_put_slot(slot, kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_ROUND));
}

static void percpu_ptemap_drain(void)
{
	kvm_gmem_batch_drain();
}

static void __init ptemap_create_local(void)
{
	struct ptemap_slot *slots = ptemap_create_window(nr_cpu_ids);
	unsigned int cpu;

	if (!slots)
		return;

	for_each_possible_cpu(cpu)
		per_cpu(ptemap_slots, cpu) = slots[cpu];
	kvfree(slots);
}

/*
 * What other CPUs may hold of the slot of each. The TLB of a CPU keeps kernel entries
 * apart by address space only where they aren't global.
 */
static void __init ptemap_declare(void)
{
	unsigned int cpus = num_possible_cpus();
	unsigned int spaces = 1;

	if (boot_cpu_has(X86_FEATURE_PTI) && boot_cpu_has(X86_FEATURE_PCID))
		spaces = TLB_NR_DYN_ASIDS;
	if (cpus > 1)
		percpu_ptemap_exposure.after_unmap = (struct kvm_gmem_stale){
			.elsewhere = true,
			.pages = cpus * (cpus - 1) * spaces,
			.usecs = KVM_GMEM_UNBOUNDED,
		};
}

static int __init percpu_ptemap_init(void)
{
	BUILD_BUG_ON(PTEMAP_CHUNK * PTEMAP_CHUNKS - 1 !=
		     FIELD_MAX(KVM_GMEM_FOLIO_SLOT));
	ptemap_prot = pte_val(pfn_pte(0, PAGE_KERNEL));
	ptemap_create_local();
	ptemap_declare();
	return 0;
}
core_initcall(percpu_ptemap_init);

#define KVM_GMEM_STRATEGY percpu_ptemap
#include "strategy-define.h"
