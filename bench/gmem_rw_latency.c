// SPDX-License-Identifier: GPL-2.0
/*
 * What one kvm_read_guest() or kvm_write_guest() costs: alone, and inside
 * MSR_KVM_WALL_CLOCK_NEW, the interface through which a guest causes it.
 */
#include "kvm_util.h"

#include <asm/kvm_para.h>

#include "overhead.h"

/* What KVM writes to the page of MSR_KVM_WALL_CLOCK_NEW. */
struct wall_clock {
	u32 version;
	u32 sec;
	u32 nsec;
};

static u64 access_gpa(const struct contender *c, const struct bench_cell *cell)
{
	return c->gpa + bench_len_offset(cell->len);
}

static void fill(u8 *data, u32 len, u32 seed)
{
	struct guest_random_state rng = new_guest_random_state(seed);

	for (u32 i = 0; i < len; i++)
		data[i] = guest_random_u32(&rng);
}

/* Populates, and leaves the seed's bytes to be read. */
static int prepare_read(struct contender *c, const struct bench_cell *cell)
{
	fill(c->data, cell->len.bytes, cell->seed);
	return lab_write(c->vcpu, access_gpa(c, cell), c->data,
			 cell->len.bytes);
}

/* Populates, and leaves bytes that none of the timed writes will write. */
static int prepare_write(struct contender *c, const struct bench_cell *cell)
{
	int ret = prepare_read(c, cell);

	for (u32 i = 0; i < cell->len.bytes; i++)
		c->data[i] = ~c->data[i];
	return ret;
}

static int run_access(struct contender *c, const struct bench_cell *cell,
		      u32 calls, u64 *samples)
{
	bool reads = cell->op->lab_op == KVM_LAB_OP_READ;
	const struct kvm_lab_call call = {
		.op = cell->op->lab_op,
		.gpa = access_gpa(c, cell),
		.len = cell->len.bytes,
		.iterations = calls,
		.data = (uintptr_t)(reads ? c->readback : c->data),
		.samples = (uintptr_t)samples,
	};

	return lab_call(c->vcpu, &call, 1);
}

static int verify_read(struct contender *c, const struct bench_cell *cell)
{
	return memcmp(c->data, c->readback, cell->len.bytes) ? -EILSEQ : 0;
}

static int verify_write(struct contender *c, const struct bench_cell *cell)
{
	int ret = lab_read(c->vcpu, access_gpa(c, cell), c->readback,
			   cell->len.bytes);

	return ret ? ret : verify_read(c, cell);
}

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
		.path = BENCH_PATH_ISOLATED,
		.parts = { { .metric = "access" } },
		.metric_all_vcpus = "access_all_vcpus",
		.work = { .copies = 1 },
		.has_parts = true,
		.lab_op = KVM_LAB_OP_READ,
		.prepare = prepare_read,
		.run = run_access,
		.overhead = overhead_lab,
		.verify = verify_read,
	},
	{
		.name = "write",
		.path = BENCH_PATH_ISOLATED,
		.parts = { { .metric = "access" } },
		.metric_all_vcpus = "access_all_vcpus",
		.work = { .copies = 1 },
		.has_parts = true,
		.lab_op = KVM_LAB_OP_WRITE,
		.prepare = prepare_write,
		.run = run_access,
		.overhead = overhead_lab,
		.verify = verify_write,
	},
	{
		.name = "wall_clock",
		.path = BENCH_PATH_ABI,
		.parts = { {
			.metric = "access",
			.composition = {
				.reads = 1,
				.writes = 3,
				.bytes = 4 + 4 + 12 + 4,
			},
		} },
		.metric_all_vcpus = "access_all_vcpus",
		.fixed_len = 24,
		.work = { .copies = 4 },
		.prepare = prepare_wall_clock,
		.run = run_wall_clock,
		.overhead = overhead_guest,
		.verify = verify_wall_clock,
	},
};

static const struct bench bench = {
	.name = "gmem_rw_latency",
	.about = "Measures one access of KVM to guest memory.",
	.default_lens = "8,64,512,4096,65536",
	.max_len = KVM_LAB_MAX_LEN,
	.may_cross = true,
	.ops = ops,
	.nr_ops = ARRAY_SIZE(ops),
};

int main(int argc, char **argv)
{
	return bench_main(&bench, argc, argv);
}
