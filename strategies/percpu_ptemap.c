// SPDX-License-Identifier: GPL-2.0
/*
 * percpu_ptemap: a temporary mapping for one CPU. The direct map is not changed
 * after take_out.
 *
 * Copies: each CPU has one address (slot) with one page table entry. A copy writes
 * the entry, then clears it and invalidates the translation on this CPU only. No
 * lock, no allocation, no IPI. Preemption is disabled in between, because the slot
 * belongs to the CPU. No interrupt uses the slot, because a copy needs the folio
 * lock. Every possible CPU has its slot from boot, so CPU hotplug needs no code: a
 * slot is empty whenever its CPU comes or goes.
 *
 * Exposure of a copy: the entry is in init_mm, so another CPU may load it, but only
 * speculatively, since only the owner uses the address. That translation stays until
 * something flushes the other CPU. The next use of the slot does not replace it. So
 * each other CPU may keep a different page of the slot. With PTI the entry is not
 * global, so a CPU may keep one for each of the address spaces that it caches.
 *
 * Caches: a cache lives long and is used from any CPU, so it gets a slot in a window
 * that all CPUs share. Mapping makes a non-present entry present, which needs no
 * flush. A cleared entry waits for one broadcast with up to 63 others before its
 * slot is used again. The window grows by a chunk if all slots are in use, charged to
 * the VM that needs one. It never shrinks. kvm.gmem_max_pins limits the slots of each
 * VM.
 *
 * Exposure of a cache: every CPU that used the slot may keep reading the page after
 * unpin, until the page leaves its file, for KVM_GMEM_BATCH_USECS at most. This can
 * be the case for at most KVM_GMEM_BATCH_PAGES pages at a time.
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
#define PTEMAP_CHUNKS 8192 /* all that KVM_GMEM_FOLIO_SLOT can number */

/* after_unmap depends on the machine: ptemap_declare() sets it. */
static struct kvm_gmem_exposure percpu_ptemap_exposure __ro_after_init = {
	.shares = true,
	.after_unpin = KVM_GMEM_STALE_BATCHED,
};

/* An address and its page table entry. */
struct ptemap_slot {
	unsigned long addr;
	pte_t *pte;

	/* Only in slots for caches. */
	struct ptemap_slot *next_free;
	u32 number;
	u16 round; /* not to be used before this round is flushed */
};

/* For copies. @pte is NULL if there was no memory at boot. */
static DEFINE_PER_CPU(struct ptemap_slot, ptemap_slots);

/* The window for caches. Chunks are added under the lock and never removed. */
static DEFINE_MUTEX(ptemap_grow_lock);
static struct ptemap_slot *ptemap_chunks[PTEMAP_CHUNKS];
static unsigned int ptemap_nr_chunks;

/*
 * The free slots of the window, in the order in which they became free, so that the
 * first one has waited longest for its flush.
 */
static DEFINE_SPINLOCK(ptemap_lock);
static struct ptemap_slot *ptemap_free;
static struct ptemap_slot **ptemap_last_free = &ptemap_free;

/* PAGE_KERNEL as this machine supports it. */
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
	/* In use (two mappings at a time are a bug), or missing. */
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
 * Addresses with page tables, never freed; NULL without memory. VM_SPARSE, so that
 * /proc/kcore skips them: it would retry for ever to read them through the direct map.
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

/* Adds slots, unless another task just did. Returns 0, -ENOSPC or -ENOMEM. */
static int ptemap_grow(void)
{
	struct ptemap_slot *slots;
	unsigned int i;

	guard(mutex)(&ptemap_grow_lock);

	/* If those slots are gone meanwhile, the caller tries again. */
	if (data_race(ptemap_free))
		return 0;
	if (ptemap_nr_chunks == PTEMAP_CHUNKS)
		return -ENOSPC;

	slots = ptemap_create_window(PTEMAP_CHUNK);
	if (!slots)
		return -ENOMEM;

	/* ptemap_lock orders this before any use of the slots. */
	ptemap_chunks[ptemap_nr_chunks] = slots;
	for (i = 0; i < PTEMAP_CHUNK; i++) {
		slots[i].number = ptemap_nr_chunks * PTEMAP_CHUNK + i;
		ptemap_put_slot(&slots[i], 0);
	}
	ptemap_nr_chunks++;
	return 0;
}

/* The slot that was freed first, or an error. Sleeps if it has yet to be flushed. */
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
 * Declares what other CPUs may keep of each CPU's slot. A TLB has kernel entries for
 * several address spaces only if they are not global.
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
