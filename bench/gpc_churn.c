// SPDX-License-Identifier: GPL-2.0
/*
 * What the life of a gfn_to_pfn_cache costs: activate, refresh, check and
 * deactivate alone, and caused by the guest (MSR_KVM_SYSTEM_TIME_NEW) and by
 * the VMM (Xen's vcpu_info).
 */
#include "kvm_util.h"

#include <asm/kvm_para.h>
#include <asm/pvclock-abi.h>

#include "clock.h"
#include "op_steps.h"

/* The page's bit in MSR_KVM_SYSTEM_TIME_NEW that switches it on. */
#define SYSTEM_TIME_ENABLED 1

/* sizeof(struct vcpu_info) on 64 bits, which Xen's headers don't export */
#define XEN_VCPU_INFO_SIZE 64

/* Caches that stay active on a page while another one comes and goes. */
#define NR_SHARERS 7

/* One call on cache number @gpc of the contender's vCPU. */
static int lab_gpc(struct contender *c, const struct bench_cell *cell, u32 gpc,
		   u32 op)
{
	const struct kvm_lab_call call = {
		.op = op,
		.gpa = c->gpa,
		.len = cell->len.bytes,
		.gpc = gpc,
		.iterations = 1,
	};

	return lab_call(c->vcpu, &call, 1);
}

/* Populates the page: a cache that is set to a new page pays for that too. */
static int populate(struct contender *c, const struct bench_cell *cell)
{
	memset(c->data, 0, cell->len.bytes);
	return lab_write(c->vcpu, c->gpa, c->data, cell->len.bytes);
}

static int prepare_active(struct contender *c, const struct bench_cell *cell)
{
	int ret = populate(c, cell);

	return ret ? ret : lab_gpc(c, cell, 0, KVM_LAB_OP_GPC_ACTIVATE);
}

static int each_sharer(struct contender *c, const struct bench_cell *cell,
		       u32 op)
{
	int ret = 0;

	for (u32 gpc = 1; !ret && gpc <= NR_SHARERS; gpc++)
		ret = lab_gpc(c, cell, gpc, op);
	return ret;
}

static int prepare_shared(struct contender *c, const struct bench_cell *cell)
{
	int ret = populate(c, cell);

	return ret ? ret : each_sharer(c, cell, KVM_LAB_OP_GPC_ACTIVATE);
}

static int verify_shared(struct contender *c, const struct bench_cell *cell)
{
	return each_sharer(c, cell, KVM_LAB_OP_GPC_DEACTIVATE);
}

static bool is_first(const struct contender *c)
{
	return c == &c->all->list[0];
}

/* The first vCPU's cache comes and goes, the others read the same page. */
static int run_with_reads(struct contender *c, const struct bench_cell *cell,
			  u32 calls, u64 *samples)
{
	const struct kvm_lab_call read = {
		.op = KVM_LAB_OP_READ,
		.gpa = c->all->list[0].gpa,
		.len = cell->len.bytes,
		.iterations = calls,
		.samples = (uintptr_t)samples,
	};

	if (is_first(c))
		return op_call(c, cell, calls, samples);
	return lab_call(c->vcpu, &read, 1);
}

/* ... and the others punch it out of the file again and again. */
static int run_with_punches(struct contender *c, const struct bench_cell *cell,
			    u32 calls, u64 *samples)
{
	int ret = 0;

	if (is_first(c))
		return op_call(c, cell, calls, samples);
	for (u32 i = 0; !ret && i < calls; i++)
		ret = gmem_free(c->all->g, c->all->list[0].gpa, 1);
	return ret;
}

/* A cache that had lost its page would make for pleasant figures. */
static int verify_active(struct contender *c, const struct bench_cell *cell)
{
	struct kvm_lab_gpc gpc = {};

	if (__vcpu_ioctl(c->vcpu, KVM_LAB_GET_GPC, &gpc))
		return -errno;
	if (!gpc.active || !gpc.valid ||
	    !!gpc.pinned != gmem_is_private(c->all->g))
		return -ESTALE;
	return lab_gpc(c, cell, 0, KVM_LAB_OP_GPC_DEACTIVATE);
}

static int write_system_time(struct contender *c, unsigned int nr_writes,
			     u32 calls, u64 *samples)
{
	const struct guest_write on_off[] = {
		{ MSR_KVM_SYSTEM_TIME_NEW, c->gpa | SYSTEM_TIME_ENABLED },
		{ MSR_KVM_SYSTEM_TIME_NEW, 0 },
	};

	return guest_run(c->vcpu, c->area, on_off, nr_writes, calls, samples);
}

static int run_system_time(struct contender *c, const struct bench_cell *cell,
			   u32 calls, u64 *samples)
{
	return write_system_time(c, 2, calls, samples);
}

/* KVM tells nobody that an activation failed: look for the clock it writes. */
static int verify_system_time(struct contender *c,
			      const struct bench_cell *cell)
{
	struct pvclock_vcpu_time_info clock = {};
	int ret = populate(c, cell);

	if (!ret)
		ret = write_system_time(c, 1, 1, NULL);
	if (!ret)
		ret = lab_read(c->vcpu, c->gpa, &clock, sizeof(clock));
	if (!ret)
		ret = write_system_time(c, 2, 1, NULL);
	if (ret)
		return ret;
	return clock.version ? 0 : -EILSEQ;
}

static int set_vcpu_info(struct contender *c, u64 gpa, u64 *ticks)
{
	struct kvm_xen_vcpu_attr attr = {
		.type = KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO,
		.u.gpa = gpa,
	};
	u64 start = clock_ticks();
	int ret = __vcpu_ioctl(c->vcpu, KVM_XEN_VCPU_SET_ATTR, &attr);

	*ticks = clock_ticks() - start;
	return ret ? -errno : 0;
}

static int run_vcpu_info(struct contender *c, const struct bench_cell *cell,
			 u32 calls, u64 *samples)
{
	int ret = 0;

	for (u32 i = 0; !ret && i < calls; i++) {
		ret = set_vcpu_info(c, c->gpa, samples++);
		if (!ret)
			ret = set_vcpu_info(c, KVM_XEN_INVALID_GPA, samples++);
	}
	return ret;
}

static const struct bench_op ops[] = {
	{
		.name = "cycle",
		.samples = { { "activate" }, { "deactivate" } },
		.work = { .pins = 1 },
		.lab_op = KVM_LAB_OP_GPC_CYCLE,
		.prepare = populate,
	},
	{
		/* Where caches may share a page; the mapping is there already. */
		.name = "cycle_shared",
		.samples = { { "activate" }, { "deactivate" } },
		.shares = true,
		.work = { .shared_pins = 1 },
		.lab_op = KVM_LAB_OP_GPC_CYCLE,
		.prepare = prepare_shared,
		.verify = verify_shared,
	},
	{
		.name = "cycle_reads",
		.samples = { { "activate" }, { "deactivate" } },
		.mixed = true,
		.lab_op = KVM_LAB_OP_GPC_CYCLE,
		.prepare = populate,
		.run = run_with_reads,
	},
	{
		.name = "cycle_punches",
		.samples = { { "activate" }, { "deactivate" } },
		.mixed = true,
		.lab_op = KVM_LAB_OP_GPC_CYCLE,
		.prepare = populate,
		.run = run_with_punches,
	},
	{
		.name = "refresh",
		.samples = { { "refresh" } },
		.lab_op = KVM_LAB_OP_GPC_REFRESH,
		.prepare = prepare_active,
		.verify = verify_active,
	},
	{
		.name = "refresh_generation",
		.samples = { { "refresh" } },
		.lab_op = KVM_LAB_OP_GPC_REFRESH,
		.lab_flags = KVM_LAB_STALE_GENERATION,
		.prepare = prepare_active,
		.verify = verify_active,
	},
	{
		.name = "refresh_invalidated",
		.samples = { { "refresh" } },
		.lab_op = KVM_LAB_OP_GPC_REFRESH,
		.lab_flags = KVM_LAB_INVALIDATED,
		.work = { .pins = 1 },
		.prepare = prepare_active,
		.verify = verify_active,
	},
	{
		.name = "check",
		.samples = { { "check" } },
		.lab_op = KVM_LAB_OP_GPC_CHECK,
		.prepare = prepare_active,
		.verify = verify_active,
	},
	{
		/* On entry after "on" KVM writes the clock through the cache. */
		.name = "system_time",
		.path = BENCH_PATH_ABI,
		.samples = { {
				   .metric = "activate",
				   .composition = {
					   .reads = 1,
					   .writes = 3,
					   .bytes = 4 + 4 + 32 + 4,
				   },
			   },
			   { .metric = "deactivate" } },
		.fixed_len = sizeof(struct pvclock_vcpu_time_info),
		.work = { .pins = 1 },
		.prepare = populate,
		.run = run_system_time,
		.overhead = overhead_guest,
		.verify = verify_system_time,
	},
	{
		.name = "xen_vcpu_info",
		.path = BENCH_PATH_ABI,
		.samples = { { "activate" }, { "deactivate" } },
		.fixed_len = XEN_VCPU_INFO_SIZE,
		.work = { .pins = 1 },
		.prepare = populate,
		.run = run_vcpu_info,
		.overhead = overhead_vmm,
	},
};

const struct bench bench = {
	.name = "gpc_churn",
	.about = "Measures the life of KVM's gfn_to_pfn_cache on guest memory.",
	.default_lens = "64",
	.max_len = 4096,
	.caches = true,
	.ops = ops,
	.nr_ops = ARRAY_SIZE(ops),
};
