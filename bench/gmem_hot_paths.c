// SPDX-License-Identifier: GPL-2.0
/*
 * What the paths cost that KVM takes often and that reach guest memory through
 * something other than kvm_read_guest(): the cached accesses behind PV EOI and
 * asynchronous page faults, walks of guest page tables, emulated locked
 * instructions, and steal time.
 */
#include "kvm_util.h"
#include "processor.h"

#include <asm/kvm_para.h>

#include "op_steps.h"

/*
 * A page table entry that refers to its own page, in word 0. The page serves as
 * tables of three levels, of which the last maps the page itself; so three steps of
 * a walk are in the measured memory, and the first is in the guest's own table.
 */
#define ENTRY_FLAGS                                                 \
	(PTE_PRESENT_MASK | PTE_WRITABLE_MASK | PTE_ACCESSED_MASK | \
	 PTE_DIRTY_MASK)
#define TABLE_STEPS 3
#define PML4_SHIFT 39

/* Where the guest's virtual memory has nothing else, for each contender. */
static unsigned int pml4_index(const struct contender *c)
{
	return 1 + (c - c->all->list);
}

static u64 gva(const struct contender *c)
{
	return (u64)pml4_index(c) << PML4_SHIFT;
}

static int prepare_tables(struct contender *c, const struct bench_cell *cell)
{
	struct kvm_vm *vm = c->all->g->vm;
	u64 *pml4 = addr_gpa2hva(vm, vm->pgd);
	const u64 words[2] = { c->gpa | ENTRY_FLAGS, 0 };

	pml4[pml4_index(c)] = words[0];
	memset(c->data, 0, sizeof(u64));
	return lab_write(c->vcpu, c->gpa, words, sizeof(words));
}

static int run_walk(struct contender *c, const struct bench_cell *cell,
		    u32 calls, u64 *samples)
{
	return op_call_at(c, cell, gva(c), calls, samples);
}

/* On word 1, which no walk needs. */
static int run_cmpxchg(struct contender *c, const struct bench_cell *cell,
		       u32 calls, u64 *samples)
{
	return op_call_at(c, cell, gva(c) + sizeof(u64), calls, samples);
}

static int run_steal_time(struct contender *c, const struct bench_cell *cell,
			  u32 calls, u64 *samples)
{
	const struct guest_write write = {
		.msr = MSR_KVM_STEAL_TIME,
		.value = c->gpa | KVM_MSR_ENABLED,
	};

	return guest_run(c->vcpu, c->area, &write, 1, calls, samples);
}

static int verify_walk(struct contender *c, const struct bench_cell *cell)
{
	return memcmp(&c->gpa, c->readback, sizeof(c->gpa)) ? -EILSEQ : 0;
}

/* Each exchange added one. */
static int verify_cmpxchg(struct contender *c, const struct bench_cell *cell)
{
	u64 sum;
	int ret = lab_read(c->vcpu, c->gpa + sizeof(sum), &sum, sizeof(sum));

	if (ret)
		return ret;
	return sum == cell->warmup + cell->calls ? 0 : -EILSEQ;
}

/* So that no cache is left for other operations. */
static int turn_steal_time_off(struct contender *c)
{
	return _vcpu_set_msr(c->vcpu, MSR_KVM_STEAL_TIME, 0) == 1 ? 0 : -EIO;
}

static int prepare_steal_time(struct contender *c,
			      const struct bench_cell *cell)
{
	const struct kvm_steal_time zero = {};

	return lab_write(c->vcpu, c->gpa, &zero, sizeof(zero));
}

/* KVM tells nobody that it failed; each time that it records moves the version by two. */
static int verify_steal_time(struct contender *c, const struct bench_cell *cell)
{
	struct kvm_steal_time st;
	int off = turn_steal_time_off(c);
	int ret = lab_read(c->vcpu, c->gpa, &st, sizeof(st));

	if (off || ret)
		return off ? off : ret;
	return st.version >= 2 * (cell->warmup + cell->calls) ? 0 : -EILSEQ;
}

static const struct bench_op ops[] = {
	{
		.name = "read_cached",
		.samples = { { .metric = "access" } },
		.work = { .copies = 1 },
		.lab_op = KVM_LAB_OP_READ_CACHED,
		.reads = true,
		.prepare = op_prepare_read,
		.verify = op_verify_read,
	},
	{
		.name = "write_cached",
		.samples = { { .metric = "access" } },
		.work = { .copies = 1 },
		.lab_op = KVM_LAB_OP_WRITE_CACHED,
		.prepare = op_prepare_write,
		.verify = op_verify_write,
	},
	{
		.name = "walk",
		.samples = { { .metric = "access" } },
		.fixed_len = sizeof(u64),
		.work = { .copies = TABLE_STEPS },
		.lab_op = KVM_LAB_OP_WALK,
		.reads = true,
		.prepare = prepare_tables,
		.run = run_walk,
		.verify = verify_walk,
	},
	{
		.name = "cmpxchg",
		.samples = { { .metric = "access" } },
		.fixed_len = sizeof(u64),
		.work = { .copies = TABLE_STEPS + 1 },
		.lab_op = KVM_LAB_OP_CMPXCHG,
		.prepare = prepare_tables,
		.run = run_cmpxchg,
		.verify = verify_cmpxchg,
	},
	{
		.name = "steal_time",
		.path = BENCH_PATH_ABI,
		.samples = { {
			.metric = "access",
			.composition = {
				.reads = 2,
				.writes = 4,
				.bytes = 4 + 8 + 1 + 4 + 8 + 4,
			},
		} },
		.fixed_len = sizeof(struct kvm_steal_time),
		.prepare = prepare_steal_time,
		.run = run_steal_time,
		.overhead = overhead_guest,
		.verify = verify_steal_time,
	},
};

const struct bench bench = {
	.name = "gmem_hot_paths",
	.about = "Measures paths to guest memory that KVM takes often.",
	.default_lens = "8",
	.max_len = KVM_LAB_MAX_LEN,
	.ops = ops,
	.nr_ops = ARRAY_SIZE(ops),
};
