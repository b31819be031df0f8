// SPDX-License-Identifier: GPL-2.0
/*
 * What one kvm_read_guest() or kvm_write_guest() costs: alone, and inside
 * MSR_KVM_WALL_CLOCK_NEW, the interface through which a guest causes it.
 */
#include "kvm_util.h"

#include <asm/kvm_para.h>

#include "op_steps.h"

/* What KVM writes to the page of MSR_KVM_WALL_CLOCK_NEW. */
struct wall_clock {
	u32 version;
	u32 sec;
	u32 nsec;
};

static int prepare_wall_clock(struct contender *c,
			      const struct bench_cell *cell)
{
	const struct wall_clock zero = {};

	return lab_write(c->vcpu, c->gpa, &zero, sizeof(zero));
}

static int run_wall_clock(struct contender *c, const struct bench_cell *cell,
			  u32 calls, u64 *samples)
{
	const struct guest_write write = {
		.msr = MSR_KVM_WALL_CLOCK_NEW,
		.value = c->gpa,
	};

	return guest_run(c->vcpu, c->area, &write, 1, calls, samples);
}

/*
 * KVM ignores its own failures here, but each call that worked moved the
 * version on by two.
 */
static int verify_wall_clock(struct contender *c, const struct bench_cell *cell)
{
	const struct bench_params *p = c->all->p;
	u32 expected = 2 * (cell->warmup + cell->calls);
	struct wall_clock clock;
	int ret = lab_read(c->vcpu, c->gpa, &clock, sizeof(clock));

	if (ret)
		return ret;
	if (p->contention == BENCH_CONTENTION_SAME)
		return clock.version ? 0 : -EILSEQ;
	return clock.version == expected ? 0 : -EILSEQ;
}

static const struct bench_op ops[] = {
	{
		.name = "read",
		.samples = { { .metric = "access" } },
		.work = { .copies = 1 },
		.has_parts = true,
		.lab_op = KVM_LAB_OP_READ,
		.reads = true,
		.prepare = op_prepare_read,
		.verify = op_verify_read,
	},
	{
		.name = "write",
		.samples = { { .metric = "access" } },
		.work = { .copies = 1 },
		.has_parts = true,
		.lab_op = KVM_LAB_OP_WRITE,
		.prepare = op_prepare_write,
		.verify = op_verify_write,
	},
	{
		.name = "wall_clock",
		.path = BENCH_PATH_ABI,
		.samples = { {
			.metric = "access",
			.composition = {
				.reads = 1,
				.writes = 3,
				.bytes = 4 + 4 + 12 + 4,
			},
		} },
		.fixed_len = 24,
		.work = { .copies = 4 },
		.prepare = prepare_wall_clock,
		.run = run_wall_clock,
		.overhead = overhead_guest,
		.verify = verify_wall_clock,
	},
};

const struct bench bench = {
	.name = "gmem_rw_latency",
	.about = "Measures one access of KVM to guest memory.",
	.default_lens = "8,64,512,4096,65536",
	.max_len = KVM_LAB_MAX_LEN,
	.may_cross = true,
	.ops = ops,
	.nr_ops = ARRAY_SIZE(ops),
};
