/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Put in front of strategies, by -include, it makes pause points of a deferred flush
 * that is added, and of its broadcast, tells the oracle what is flushed, and lets the zap
 * of a direct map entry fail where a test asks for it. The files themselves stay as they
 * are.
 */
#ifndef __KVM_LAB_PAUSED_H
#define __KVM_LAB_PAUSED_H

#include <linux/set_memory.h>
#include <linux/smp.h>

#include <linux/bit_spinlock.h>
#include <asm/tlbflush.h>

#include "oracle.h"
#include "pause.h"

/* Sleeps, as what it stands for may not; a drain may. Counts where counted.h has it. */
static inline void kvm_lab_pause_on_each_cpu(smp_call_func_t func, void *info,
					     bool wait)
{
	kvm_lab_pause(batch_flush);
	on_each_cpu(func, info, wait);
}

#undef on_each_cpu
#define on_each_cpu(func, info, wait) \
	kvm_lab_pause_on_each_cpu(func, info, wait)

/* Whoever takes the lock of the batch first after the point was armed stops there. */
static __always_inline void kvm_lab_lock_and_pause(int bit, unsigned long *lock)
{
	bit_spin_lock(bit, lock);
	kvm_lab_spin(batch_add);
}

#define bit_spin_lock(bit, lock) kvm_lab_lock_and_pause(bit, lock)

static inline void kvm_lab_flush_page(unsigned long addr)
{
	kvm_lab_note_flush(addr);
	flush_tlb_one_kernel(addr);
}

static inline void kvm_lab_flush_all(void)
{
	kvm_lab_note_flush(0);
	__flush_tlb_all();
}

#define flush_tlb_one_kernel(addr) kvm_lab_flush_page(addr)
#define __flush_tlb_all() kvm_lab_flush_all()

static inline int kvm_lab_zap(struct page *page)
{
	if (kvm_lab_sabotaged(no_zap))
		return -ENOMEM;
	return set_direct_map_invalid_noflush(page);
}

#define set_direct_map_invalid_noflush(page) kvm_lab_zap(page)

#endif /* __KVM_LAB_PAUSED_H */
