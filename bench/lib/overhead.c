// SPDX-License-Identifier: GPL-2.0
#include "clock.h"
#include "overhead.h"

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
