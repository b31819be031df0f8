// SPDX-License-Identifier: GPL-2.0
/*
 * KVM_LAB_ORACLE: after KVM has let a page go, on which CPUs does which address still
 * read it?
 *
 * An access leaves a record: the page's address in the direct map, the address that
 * the strategy gave it, the CPU. While the page is mapped adversaries touch both
 * addresses on every CPU, with loads that may fault, as a speculating attacker would;
 * to look is to touch them again. Who reads the page's secret although it should be
 * gone has a stale translation.
 *
 * Forced: the window is held open while every CPU touches the page, by IPI, once; or
 * one CPU alone, so that CPUs may come to hold different pages. Free: a thread on each
 * CPU touches the page all the time, and whoever reads it after the access has returned
 * is counted.
 *
 * With PCID a CPU keeps translations of address spaces that aren't loaded. Adversaries
 * can be had to touch, and to look, in one of their own, which no flush is aimed at.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/kvm_host.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/smp.h>
#include <linux/uaccess.h>
#include <asm/tlbflush.h>

#include "../gmem_strategies/strategy.h"
#include "../gmem_strategies/temp_mm.h"
#include "../kvm_mm.h"
#include "lab.h"
#include "oracle.h"

#define ORACLE_USECS 20 /* for which free adversaries have a chance to look */

struct oracle_record {
	void *direct;
	void *alias; /* as @direct, if the strategy uses that */
	u64 secret;
	int cpu;
	struct cpumask flushed; /* by a drain: CPUs that flushed @alias */
};

struct task_struct *kvm_lab_oracle_task;

static DEFINE_MUTEX(oracle_lock); /* all below but @oracle_touched */
static struct oracle_record oracle_records[KVM_LAB_ORACLE_RECORDS];
static unsigned int oracle_nr;
static u64 oracle_secret; /* of the access that is under way */
static u32 oracle_cpu; /* the one that touches, or KVM_LAB_ALL_CPUS */
static struct mm_struct *oracle_mm; /* where adversaries are, or NULL: anywhere */
static struct mm_struct *oracle_other_mm; /* made when it is first asked for */
static atomic_t oracle_touched;
static bool oracle_is_free;

static bool oracle_reads(const void *addr, u64 secret)
{
	u64 value;

	return !copy_from_kernel_nofault(&value, addr, sizeof(value)) &&
	       value == secret;
}

/* Call @func where the adversaries of this access are. Interrupts are off. */
static void oracle_call(void (*func)(void *arg), void *arg)
{
	struct mm_struct *prev;

	if (!oracle_mm) {
		func(arg);
		return;
	}
	prev = kvm_gmem_load_mm(oracle_mm);
	func(arg);
	kvm_gmem_unload_mm(prev);
}

/* Both addresses; the count is of those that read the secret. */
static void oracle_touch_both(void *arg)
{
	const struct oracle_record *record = arg;

	atomic_add(oracle_reads(record->direct, record->secret),
		   &oracle_touched);
	if (record->alias != record->direct)
		atomic_add(oracle_reads(record->alias, record->secret),
			   &oracle_touched);
}

static void oracle_touch(void *arg)
{
	oracle_call(oracle_touch_both, arg);
}

/* --- free adversaries ----------------------------------------------------- */

/*
 * Odd while the page is known to be mapped, even while it should not be, 0 when either
 * may be. What @oracle_target holds is valid for one number.
 */
static unsigned int oracle_seq;
static unsigned int oracle_number;
static struct oracle_record oracle_target;
static atomic_t oracle_free_open, oracle_free_here, oracle_free_elsewhere;
static atomic_t oracle_free_running;

static void oracle_free_look(void)
{
	/* Pairs with the release in oracle_set_window(). */
	unsigned int seq = smp_load_acquire(&oracle_seq);
	/* It may be changing; then the number does too, and it isn't used. */
	struct oracle_record target = data_race(oracle_target);
	bool read = oracle_reads(target.direct, target.secret) ||
		    oracle_reads(target.alias, target.secret);

	/* Pairs with the barrier in oracle_begin(). */
	smp_rmb();
	if (!read || !seq || seq != READ_ONCE(oracle_seq))
		return;

	if (seq & 1)
		atomic_inc(&oracle_free_open);
	else if (target.cpu == raw_smp_processor_id())
		atomic_inc(&oracle_free_here);
	else
		atomic_inc(&oracle_free_elsewhere);
}

static int oracle_free_thread(void *unused)
{
	atomic_inc(&oracle_free_running);
	while (!kthread_should_stop()) {
		oracle_free_look();
		cpu_relax();
		cond_resched();
	}
	return 0;
}

/* Nothing is known of the page: KVM may map it at any time. */
static void oracle_begin(void)
{
	WRITE_ONCE(oracle_seq, 0);
	/* Pairs with the barrier in oracle_free_look(). */
	smp_wmb();
}

/* The page is mapped, or the access has ended: look at it under a new number. */
static void oracle_set_window(bool open)
{
	oracle_number += 2;
	/* Pairs with the acquire in oracle_free_look(). */
	smp_store_release(&oracle_seq, oracle_number | open);
}

static int oracle_free_start(struct task_struct **threads)
{
	unsigned int cpu;

	atomic_set(&oracle_free_open, 0);
	atomic_set(&oracle_free_here, 0);
	atomic_set(&oracle_free_elsewhere, 0);
	atomic_set(&oracle_free_running, 0);
	oracle_seq = 0;
	for_each_online_cpu(cpu) {
		threads[cpu] = kthread_create_on_cpu(oracle_free_thread, NULL,
						     cpu, "kvm_lab/%u");
		if (IS_ERR(threads[cpu]))
			return PTR_ERR(threads[cpu]);
		wake_up_process(threads[cpu]);
	}

	while (atomic_read(&oracle_free_running) < num_online_cpus())
		schedule_timeout_uninterruptible(1);
	return 0;
}

static void oracle_free_stop(struct task_struct **threads)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (!IS_ERR_OR_NULL(threads[cpu]))
			kthread_stop(threads[cpu]);
	}
}

/* --- accesses ------------------------------------------------------------- */

/**
 * __kvm_lab_window - a page is mapped for the oracle's own access
 * @folio: the folio, whose lock is held
 * @kaddr: where the strategy has it mapped
 *
 * Does not sleep. Interrupts are on.
 */
void __kvm_lab_window(struct folio *folio, void *kaddr)
{
	struct oracle_record *record = &oracle_records[oracle_nr];

	*record = (struct oracle_record){
		.direct = folio_address(folio),
		.alias = kaddr,
		.secret = oracle_secret,
		.cpu = raw_smp_processor_id(),
	};
	if (oracle_is_free) {
		/* Nobody uses it while the number is 0. */
		data_race(oracle_target = *record);
		oracle_set_window(true);
		udelay(ORACLE_USECS);
		return;
	}

	oracle_nr++;
	if (oracle_cpu == KVM_LAB_ALL_CPUS)
		on_each_cpu(oracle_touch, record, 1);
	else
		smp_call_function_single(oracle_cpu, oracle_touch, record, 1);
}

/**
 * kvm_lab_note_flush - a drain flushes a page on this CPU
 * @addr: the page, or 0 for everything
 *
 * Interrupts are off. For what the emulator's TLB can't show: as it may forget more than
 * it is told to, a page that was left out of a flush is gone all the same.
 */
void kvm_lab_note_flush(unsigned long addr)
{
	unsigned int i, nr = READ_ONCE(oracle_nr);

	for (i = 0; i < nr; i++) {
		if (!addr ||
		    (addr ^ (unsigned long)oracle_records[i].alias) < PAGE_SIZE)
			cpumask_set_cpu(raw_smp_processor_id(),
					&oracle_records[i].flushed);
	}
}

static int oracle_copy(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	u64 value = arg->secret;

	if (arg->op == KVM_LAB_ORACLE_WRITE)
		return kvm_write_guest(vcpu->kvm, arg->gpa, &value,
				       sizeof(value));
	return kvm_read_guest(vcpu->kvm, arg->gpa, &value, sizeof(value));
}

/* Cache number 0 of the vCPU: mapped for as long as it is active. */
static int oracle_cache(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	struct gfn_to_pfn_cache *gpc = kvm_lab_gpc(vcpu, 0);
	int r;

	if (!gpc)
		return -ENOMEM;

	r = kvm_gpc_activate(gpc, arg->gpa, sizeof(u64));
	if (r)
		return r;

	if (gpc->gmem_folio)
		__kvm_lab_window(gpc->gmem_folio, gpc->khva);
	kvm_gpc_deactivate(gpc);
	return 0;
}

/* A page that is allocated but not prepared yet leaves the direct map. */
static int oracle_take_out(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	struct kvm_lab_page page = { .gpa = arg->gpa };
	gfn_t gfn = gpa_to_gfn(arg->gpa);
	kvm_pfn_t pfn;
	int r;

	r = kvm_lab_get_page(vcpu, &page);
	if (r)
		return r;
	if (!(page.state & KVM_LAB_PAGE_POPULATED))
		return -ENOENT;

	oracle_secret = 0;
	__kvm_lab_window(pfn_folio(page.pfn), pfn_to_kaddr(page.pfn));
	r = kvm_gmem_get_pfn(vcpu->kvm, gfn_to_memslot(vcpu->kvm, gfn), gfn,
			     &pfn, NULL);
	if (!r)
		kvm_release_pfn_clean(pfn);
	return r;
}

static int oracle_access(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	int r;

	if (oracle_nr == KVM_LAB_ORACLE_RECORDS)
		return -ENOSPC;

	oracle_secret = arg->secret;
	WRITE_ONCE(kvm_lab_oracle_task, current);
	if (arg->op == KVM_LAB_ORACLE_CACHE)
		r = oracle_cache(vcpu, arg);
	else if (arg->op == KVM_LAB_ORACLE_TAKE_OUT)
		r = oracle_take_out(vcpu, arg);
	else
		r = oracle_copy(vcpu, arg);
	WRITE_ONCE(kvm_lab_oracle_task, NULL);
	return r;
}

static int oracle_run_free(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	unsigned int i;
	int r = 0;

	for (i = 0; !r && i < arg->rounds; i++) {
		oracle_begin();
		r = oracle_access(vcpu, arg);
		oracle_set_window(false);
		udelay(ORACLE_USECS);
		cond_resched();
	}
	return r;
}

static int oracle_free(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	struct task_struct **threads;
	int r;

	threads = kcalloc(nr_cpu_ids, sizeof(*threads), GFP_KERNEL);
	if (!threads)
		return -ENOMEM;

	cpus_read_lock();
	r = oracle_free_start(threads);
	cpus_read_unlock();
	oracle_is_free = true;
	if (!r)
		r = oracle_run_free(vcpu, arg);
	oracle_is_free = false;
	oracle_free_stop(threads);
	kfree(threads);

	arg->open = atomic_read(&oracle_free_open);
	arg->here = atomic_read(&oracle_free_here);
	arg->elsewhere = atomic_read(&oracle_free_elsewhere);
	return r;
}

/* --- looking -------------------------------------------------------------- */

struct oracle_look {
	atomic_t here;
	atomic_t elsewhere;
	DECLARE_BITMAP(pages, KVM_LAB_ORACLE_RECORDS);
};

static void oracle_look_at_all(void *arg)
{
	struct oracle_look *look = arg;
	const struct oracle_record *record;
	unsigned int i;

	for (i = 0; i < oracle_nr; i++) {
		record = &oracle_records[i];
		if (!oracle_reads(record->direct, record->secret) &&
		    !oracle_reads(record->alias, record->secret))
			continue;
		set_bit(i, look->pages);
		atomic_inc(record->cpu == raw_smp_processor_id() ?
				   &look->here :
				   &look->elsewhere);
	}
}

static void oracle_look_here(void *arg)
{
	oracle_call(oracle_look_at_all, arg);
}

static unsigned int oracle_unflushed(void)
{
	unsigned int i, unflushed = 0;

	for (i = 0; i < oracle_nr; i++)
		unflushed += num_online_cpus() -
			     cpumask_weight(&oracle_records[i].flushed);
	return unflushed;
}

static void oracle_look(struct kvm_lab_oracle *arg)
{
	struct oracle_look look = {};

	on_each_cpu(oracle_look_here, &look, 1);
	arg->here = atomic_read(&look.here);
	arg->elsewhere = atomic_read(&look.elsewhere);
	arg->pages = bitmap_weight(look.pages, KVM_LAB_ORACLE_RECORDS);
	arg->unflushed = oracle_unflushed();
}

static void oracle_flush(void *unused)
{
	if (oracle_mm)
		flush_tlb_local();
	else
		__flush_tlb_all();
}

/* Say where the adversaries of @arg are. */
static int oracle_place(const struct kvm_lab_oracle *arg)
{
	bool other = arg->flags & KVM_LAB_ORACLE_OTHER_MM;

	if (other && !oracle_other_mm)
		oracle_other_mm = mm_alloc();
	if (other && !oracle_other_mm)
		return -ENOMEM;

	oracle_mm = other ? oracle_other_mm : NULL;
	oracle_cpu = arg->cpu;
	return 0;
}

static int oracle_do(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	switch (arg->op) {
	case KVM_LAB_ORACLE_FORGET:
		oracle_nr = 0;
		atomic_set(&oracle_touched, 0);
		return 0;
	case KVM_LAB_ORACLE_FLUSH:
		on_each_cpu(oracle_flush, NULL, 1);
		return 0;
	case KVM_LAB_ORACLE_LOOK:
		oracle_look(arg);
		return 0;
	default:
		return arg->rounds ? oracle_free(vcpu, arg) :
				     oracle_access(vcpu, arg);
	}
}

/**
 * kvm_lab_oracle - KVM_LAB_ORACLE
 * @vcpu: a loaded vCPU, its mutex and kvm->srcu held
 * @arg: the ioctl's argument
 *
 * May sleep. Records are shared by all vCPUs, so that another process can look.
 * An error of the access is returned in @arg->error.
 *
 * Return: 0, or -EINVAL if @arg makes no sense.
 */
int kvm_lab_oracle(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg)
{
	bool copies = arg->op == KVM_LAB_ORACLE_READ ||
		      arg->op == KVM_LAB_ORACLE_WRITE;

	if (arg->op >= KVM_LAB_ORACLE_NR_OPS ||
	    arg->flags & ~KVM_LAB_ORACLE_OTHER_MM ||
	    (arg->cpu != KVM_LAB_ALL_CPUS &&
	     (arg->cpu >= nr_cpu_ids || !cpu_online(arg->cpu))) ||
	    offset_in_page(arg->gpa) || (arg->rounds && !copies) ||
	    (arg->rounds && arg->flags) || arg->rounds > KVM_LAB_MAX_BATCH)
		return -EINVAL;

	guard(mutex)(&oracle_lock);

	arg->error = oracle_place(arg);
	if (!arg->error)
		arg->error = oracle_do(vcpu, arg);
	arg->touched = atomic_read(&oracle_touched);
	arg->records = oracle_nr;
	return 0;
}
