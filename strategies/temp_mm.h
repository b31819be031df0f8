/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loads another address space for a moment, as use_temporary_mm() does in
 * arch/x86/kernel/alternative.c, which is static in 6.12.
 */
#ifndef __KVM_GMEM_TEMP_MM_H
#define __KVM_GMEM_TEMP_MM_H

#include <linux/hw_breakpoint.h>
#include <linux/mmu_context.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <asm/debugreg.h>
#include <asm/tlbflush.h>

/**
 * kvm_gmem_load_mm - switch to another address space
 * @mm: the address space
 *
 * The caller has interrupts off, until after kvm_gmem_unload_mm().
 *
 * Return: the address space that was loaded before.
 */
static inline struct mm_struct *kvm_gmem_load_mm(struct mm_struct *mm)
{
	struct mm_struct *prev;

	lockdep_assert_irqs_disabled();

	/* unload_mm() could not restore the lazy state. */
	if (this_cpu_read(cpu_tlbstate_shared.is_lazy))
		leave_mm();

	prev = this_cpu_read(cpu_tlbstate.loaded_mm);
	switch_mm_irqs_off(NULL, mm, current);
	/* The task's watchpoints are addresses of its own address space. */
	if (hw_breakpoint_active())
		hw_breakpoint_disable();
	return prev;
}

/**
 * kvm_gmem_unload_mm - switch back
 * @prev: what kvm_gmem_load_mm() returned
 */
static inline void kvm_gmem_unload_mm(struct mm_struct *prev)
{
	lockdep_assert_irqs_disabled();

	switch_mm_irqs_off(NULL, prev, current);
	if (hw_breakpoint_active())
		hw_breakpoint_restore();
}

#endif /* __KVM_GMEM_TEMP_MM_H */
