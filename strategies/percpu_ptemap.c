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

#define PTEMAP_DEPTH 4 /* slots of a CPU: task, softirq, irq, NMI */
#define PTEMAP_CHUNK \
	PTRS_PER_PTE /* slots for caches that the window grows by */
#define PTEMAP_CHUNKS 8192 /* as many as KVM_GMEM_FOLIO_SLOT can tell apart */

static const struct kvm_gmem_exposure percpu_ptemap_exposure = {
	.shares = true,
	.after_unmap = {
		.elsewhere = true,
		.pages = PTEMAP_DEPTH * NR_CPUS,
		.usecs = KVM_GMEM_UNBOUNDED,
	},
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

struct ptemap_cpu {
	unsigned int depth; /* slots in use, the last one by who runs now */
	struct ptemap_slot slots[PTEMAP_DEPTH];
};

/* Without memory for a window all slots stay in use for good. */
static DEFINE_PER_CPU(struct ptemap_cpu, ptemap_cpus) = {
	.depth = PTEMAP_DEPTH,
};

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
	struct ptemap_cpu *cpu;
	unsigned int depth;

	preempt_disable();
	cpu = this_cpu_ptr(&ptemap_cpus);
	depth = cpu->depth;
	if (unlikely(depth >= PTEMAP_DEPTH)) {
		preempt_enable();
		return -EBUSY;
	}

	/* Who interrupts from here on leaves it as it was. */
	WRITE_ONCE(cpu->depth, depth + 1);
	ptemap_set(&cpu->slots[depth], folio, map);
	return 0;
}

static void percpu_ptemap_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	struct ptemap_cpu *cpu = this_cpu_ptr(&ptemap_cpus);
	unsigned int depth = cpu->depth - 1;

	pte_clear(&init_mm, (unsigned long)map->kaddr, cpu->slots[depth].pte);
	flush_tlb_one_kernel((unsigned long)map->kaddr);
	/* Only now may an interrupt use the slot. */
	barrier();
	WRITE_ONCE(cpu->depth, depth);
	preempt_enable();
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

/* Addresses with page tables, never freed; NULL without memory. */
static struct ptemap_slot *ptemap_create_window(unsigned int nr)
{
	struct ptemap_slot *slots =
		kvcalloc(nr, sizeof(*slots), GFP_KERNEL_ACCOUNT);
	struct vm_struct *area = get_vm_area(nr * PAGE_SIZE, VM_MAP);
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
	struct ptemap_slot *slots =
		ptemap_create_window(nr_cpu_ids * PTEMAP_DEPTH);
	unsigned int cpu;

	if (!slots)
		return;

	for_each_possible_cpu(cpu) {
		memcpy(per_cpu(ptemap_cpus, cpu).slots,
		       &slots[cpu * PTEMAP_DEPTH],
		       PTEMAP_DEPTH * sizeof(*slots));
		per_cpu(ptemap_cpus, cpu).depth = 0;
	}
	kvfree(slots);
}

static int __init percpu_ptemap_init(void)
{
	BUILD_BUG_ON(PTEMAP_CHUNK * PTEMAP_CHUNKS - 1 !=
		     FIELD_MAX(KVM_GMEM_FOLIO_SLOT));
	ptemap_prot = pte_val(pfn_pte(0, PAGE_KERNEL));
	ptemap_create_local();
	return 0;
}
core_initcall(percpu_ptemap_init);

#define KVM_GMEM_STRATEGY percpu_ptemap
#include "strategy-define.h"
