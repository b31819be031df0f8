// SPDX-License-Identifier: GPL-2.0
/*
 * Counters of what happens to kernel translations, a set for each CPU, and witnesses
 * of the broadcasts among them: the kernel's own tracepoints of calls to other CPUs
 * and of the interrupts that are sent for them, and its count of those that are taken.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/hardirq.h>
#include <linux/kvm_host.h>
#include <linux/mutex.h>
#include <linux/nospec.h>
#include <linux/spinlock.h>
#include <asm/tsc.h>
#include <trace/events/csd.h>
#include <trace/events/ipi.h>
#include <trace/events/sched.h>

#include "events.h"
#include "lab.h"

DEFINE_PER_CPU(u64[KVM_LAB_NR_EVENTS], kvm_lab_events);

/* For read: a broadcast is on its way. For write: what is counted is being read. */
static DEFINE_RWLOCK(lab_broadcasts);

struct lab_broadcast {
	smp_call_func_t func;
	void *info;
	int sender;

	/* What the sender's own handler did, which tells which kind it was. */
	u64 pages;
	u64 full;
};

/* Interrupts are off, so whatever is counted meanwhile is of this broadcast. */
static void lab_run_own(struct lab_broadcast *broadcast)
{
	const u64 *here = this_cpu_ptr(kvm_lab_events);
	u64 pages = here[KVM_LAB_EVENT_LOCAL_INVALIDATIONS];
	u64 full = here[KVM_LAB_EVENT_LOCAL_FULL_FLUSHES];

	broadcast->func(broadcast->info);
	broadcast->pages = here[KVM_LAB_EVENT_LOCAL_INVALIDATIONS] - pages;
	broadcast->full = here[KVM_LAB_EVENT_LOCAL_FULL_FLUSHES] - full;
}

static void lab_handler(void *arg)
{
	struct lab_broadcast *broadcast = arg;
	u64 start = rdtsc_ordered();

	kvm_lab_count(HANDLERS);
	if (smp_processor_id() == broadcast->sender) {
		lab_run_own(broadcast);
		return;
	}
	broadcast->func(broadcast->info);
	this_cpu_add(kvm_lab_events[KVM_LAB_EVENT_HANDLER_TICKS],
		     rdtsc_ordered() - start);
}

static void lab_count_broadcast(const struct lab_broadcast *broadcast)
{
	kvm_lab_count(BROADCASTS);
	this_cpu_add(kvm_lab_events[KVM_LAB_EVENT_CPUS_INTERRUPTED],
		     num_online_cpus() - 1);
	if (broadcast->full) {
		kvm_lab_count(FULL_FLUSHES);
		return;
	}
	kvm_lab_count(RANGE_FLUSHES);
	this_cpu_add(kvm_lab_events[KVM_LAB_EVENT_RANGE_PAGES],
		     broadcast->pages);
}

/**
 * kvm_lab_on_each_cpu - on_each_cpu() for flushes, counted
 * @func: what to call on every CPU
 * @info: its argument
 * @wait: true: nobody in the counted files sends a flush without waiting
 *
 * Context as of on_each_cpu().
 */
void kvm_lab_on_each_cpu(smp_call_func_t func, void *info, bool wait)
{
	struct lab_broadcast broadcast = { .func = func, .info = info };

	guard(read_lock)(&lab_broadcasts);

	WARN_ON_ONCE(!wait);
	broadcast.sender = smp_processor_id();
	kvm_lab_stamp(FLUSH);
	on_each_cpu(lab_handler, &broadcast, true);
	kvm_lab_stamp(FLUSHED);
	lab_count_broadcast(&broadcast);
}

static void lab_probe_queued(void *unused, const unsigned int cpu,
			     unsigned long callsite, smp_call_func_t func,
			     call_single_data_t *csd)
{
	if (func == lab_handler)
		kvm_lab_count(CSD_QUEUED);
	else
		kvm_lab_count(CSD_FOREIGN);
}

static void lab_probe_entered(void *unused, smp_call_func_t func,
			      call_single_data_t *csd)
{
	if (func == lab_handler)
		kvm_lab_count(CSD_ENTERED);
}

static void lab_probe_ipi(void *unused, const unsigned int cpu,
			  unsigned long callsite, void *callback)
{
	if (callback == generic_smp_call_function_single_interrupt)
		kvm_lab_count(CALL_IPIS);
	else
		kvm_lab_count(OTHER_IPIS);
	kvm_lab_count(IPI_STORES);
}

/* All others at once take one store; some of them may take one each. */
static void lab_probe_ipis(void *unused, const struct cpumask *mask,
			   unsigned long callsite, void *callback)
{
	unsigned int nr = cpumask_weight(mask);

	kvm_lab_count(CALL_IPIS);
	this_cpu_add(kvm_lab_events[KVM_LAB_EVENT_IPI_STORES],
		     nr == num_online_cpus() - 1 ? 1 : nr);
}

/* An idle CPU that has not halted yet looks for itself, and is sent nothing. */
static void lab_probe_woken(void *unused, int cpu)
{
	kvm_lab_count(IPIS_SPARED);
}

static int lab_watch(void)
{
	int r = register_trace_csd_queue_cpu(lab_probe_queued, NULL);

	if (r)
		return r;

	r = register_trace_csd_function_entry(lab_probe_entered, NULL);
	if (r)
		goto no_entry;

	r = register_trace_ipi_send_cpu(lab_probe_ipi, NULL);
	if (r)
		goto no_ipi;

	r = register_trace_ipi_send_cpumask(lab_probe_ipis, NULL);
	if (r)
		goto no_ipis;

	r = register_trace_sched_wake_idle_without_ipi(lab_probe_woken, NULL);
	if (!r)
		return 0;

	unregister_trace_ipi_send_cpumask(lab_probe_ipis, NULL);
no_ipis:
	unregister_trace_ipi_send_cpu(lab_probe_ipi, NULL);
no_ipi:
	unregister_trace_csd_function_entry(lab_probe_entered, NULL);
no_entry:
	unregister_trace_csd_queue_cpu(lab_probe_queued, NULL);
	return r;
}

static void lab_unwatch(void)
{
	unregister_trace_sched_wake_idle_without_ipi(lab_probe_woken, NULL);
	unregister_trace_ipi_send_cpumask(lab_probe_ipis, NULL);
	unregister_trace_ipi_send_cpu(lab_probe_ipi, NULL);
	unregister_trace_csd_function_entry(lab_probe_entered, NULL);
	unregister_trace_csd_queue_cpu(lab_probe_queued, NULL);
}

static DEFINE_MUTEX(lab_events_lock); /* what is below */
static struct kvm_vcpu *lab_watcher; /* who watches, or NULL */
static u64 lab_region;

/* A NOP that does nothing but be seen. */
#define lab_mark(mark) asm volatile("nopl %c0(%%rax)" : : "i"(mark) : "memory")

static void lab_add_events(struct kvm_lab_events *arg, unsigned int cpu)
{
	const u64 *counts = per_cpu(kvm_lab_events, cpu);
	int event;

	for (event = 0; event < KVM_LAB_NR_EVENTS; event++)
		arg->count[event] += READ_ONCE(counts[event]);
	arg->count[KVM_LAB_EVENT_CALL_INTERRUPTS] +=
		READ_ONCE(per_cpu(irq_stat, cpu).irq_call_count);
}

static void lab_sum_events(struct kvm_lab_events *arg)
{
	unsigned int cpu;

	memset(arg->count, 0, sizeof(arg->count));
	if (arg->cpu != KVM_LAB_ALL_CPUS) {
		lab_add_events(arg, array_index_nospec(arg->cpu, nr_cpu_ids));
		return;
	}
	for_each_possible_cpu(cpu)
		lab_add_events(arg, cpu);
}

/*
 * No interrupt of this CPU comes between what is counted and what is marked, and no
 * broadcast, whoever sends it, is cut in two.
 */
static void lab_read_events(struct kvm_lab_events *arg, bool begins, bool ends)
{
	unsigned long flags;

	/* One that is on its way waits for this CPU too. */
	while (!write_trylock_irqsave(&lab_broadcasts, flags))
		usleep_range(10, 20);

	if (ends)
		lab_mark(KVM_LAB_MARK_END);
	lab_sum_events(arg);
	if (begins)
		lab_mark(KVM_LAB_MARK_BEGIN);
	write_unlock_irqrestore(&lab_broadcasts, flags);
}

/**
 * kvm_lab_get_events - KVM_LAB_GET_EVENTS
 * @vcpu: the vCPU whose file was asked
 * @arg: the ioctl's argument
 *
 * May sleep.
 *
 * Return: 0, -EINVAL if there is no such CPU, -EBUSY while the file of another vCPU
 * watches, or an error of the tracepoints.
 */
int kvm_lab_get_events(struct kvm_vcpu *vcpu, struct kvm_lab_events *arg)
{
	bool begins, ends;
	int r;

	if (arg->watch > 1 ||
	    (arg->cpu != KVM_LAB_ALL_CPUS &&
	     (arg->cpu >= nr_cpu_ids || !cpu_possible(arg->cpu))))
		return -EINVAL;

	guard(mutex)(&lab_events_lock);

	if (lab_watcher && lab_watcher != vcpu)
		return -EBUSY;

	begins = arg->watch && !lab_watcher;
	ends = !arg->watch && lab_watcher;
	if (begins) {
		r = lab_watch();
		if (r)
			return r;
		lab_watcher = vcpu;
		lab_region++;
	}

	lab_read_events(arg, begins, ends);
	arg->region = lab_region;

	if (ends) {
		lab_unwatch();
		lab_watcher = NULL;
	}
	return 0;
}

/**
 * kvm_lab_end_watch - whoever watched by the file of a vCPU is gone
 * @vcpu: the vCPU
 *
 * May sleep. Its region ends here, for those outside too.
 */
void kvm_lab_end_watch(struct kvm_vcpu *vcpu)
{
	guard(mutex)(&lab_events_lock);

	if (lab_watcher != vcpu)
		return;

	lab_mark(KVM_LAB_MARK_END);
	lab_unwatch();
	lab_watcher = NULL;
}
