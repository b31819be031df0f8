// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "clock.h"
#include "op_steps.h"

static u64 place(const struct contender *c, const struct bench_cell *cell)
{
	return c->gpa + bench_len_offset(cell->len);
}

int op_call_at(struct contender *c, const struct bench_cell *cell, u64 addr,
	       u32 calls, u64 *samples)
{
	const struct bench_op *op = cell->op;
	const struct kvm_lab_call call = {
		.op = op->lab_op,
		.flags = op->lab_flags,
		.gpa = addr,
		.len = cell->len.bytes,
		.iterations = calls,
		.data = (uintptr_t)(op->reads ? c->readback : c->data),
		.samples = (uintptr_t)samples,
	};

	return lab_call(c->vcpu, &call, bench_op_samples(op));
}

int op_call(struct contender *c, const struct bench_cell *cell, u32 calls,
	    u64 *samples)
{
	return op_call_at(c, cell, place(c, cell), calls, samples);
}

int op_prepare_read(struct contender *c, const struct bench_cell *cell)
{
	struct guest_random_state rng = new_guest_random_state(cell->seed);

	for (u32 i = 0; i < cell->len.bytes; i++)
		c->data[i] = guest_random_u32(&rng);
	return lab_write(c->vcpu, place(c, cell), c->data, cell->len.bytes);
}

int op_prepare_write(struct contender *c, const struct bench_cell *cell)
{
	int ret = op_prepare_read(c, cell);

	for (u32 i = 0; i < cell->len.bytes; i++)
		c->data[i] = ~c->data[i];
	return ret;
}

int op_verify_read(struct contender *c, const struct bench_cell *cell)
{
	return memcmp(c->data, c->readback, cell->len.bytes) ? -EILSEQ : 0;
}

int op_verify_write(struct contender *c, const struct bench_cell *cell)
{
	int ret =
		lab_read(c->vcpu, place(c, cell), c->readback, cell->len.bytes);

	return ret ? ret : op_verify_read(c, cell);
}

int overhead_lab(struct contender *c, const struct bench_cell *cell, u32 calls,
		 u64 *samples)
{
	const struct kvm_lab_call call = {
		.op = KVM_LAB_OP_NOP,
		.gpa = c->gpa,
		.len = cell->len.bytes,
		.iterations = calls,
		.samples = (uintptr_t)samples,
	};

	return lab_call(c->vcpu, &call, 1);
}

int overhead_guest(struct contender *c, const struct bench_cell *cell,
		   u32 calls, u64 *samples)
{
	const struct guest_write none = {};

	return guest_run(c->vcpu, c->area, &none, 1, calls, samples);
}

int overhead_guest_touch(struct contender *c, const struct bench_cell *cell,
			 u32 calls, u64 *samples)
{
	u64 gva = c->area->gva + offsetof(struct guest_area, scratch);

	return guest_touch(c->vcpu, c->area, gva, 0, calls, samples);
}

int overhead_vmm(struct contender *c, const struct bench_cell *cell, u32 calls,
		 u64 *samples)
{
	u64 start;

	for (u32 i = 0; i < calls; i++) {
		start = clock_ticks();
		samples[i] = clock_ticks() - start;
	}
	return 0;
}
