/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the guest runs on the ABI path, again and again, with a time stamp on
 * both sides of each: writes to one or two MSRs in turn, or a write to the next
 * page.
 */
#ifndef BENCH_GUEST_H
#define BENCH_GUEST_H

#include "bench.h"
#include "kvm_lab.h"
#include "types.h"

struct kvm_vm;
struct kvm_vcpu;

/* One write; @msr 0 stands for none, to measure the time stamps alone. */
struct guest_write {
	u32 msr;
	u64 value;
};

/* What the guest is to do and what it found, in memory that it shares. */
struct guest_area {
	struct guest_write writes[BENCH_CALL_SAMPLES];
	u32 nr_writes; /* 0: touch pages */
	u32 stride;
	u64 page; /* the first to be touched, a gva */
	u32 calls;
	u64 samples[BENCH_CALL_SAMPLES * KVM_LAB_MAX_BATCH];
	u64 gva; /* of this area */
	u64 spins; /* run until told to stop, in place of all that */
	u64 stop;
	u64 loops;
	u64 gap; /* the longest between two loops, in TSC ticks */
	u8 scratch; /* to be touched when only the time stamps are of interest */
};

/* Pages that the area of a vCPU takes. */
static inline unsigned int guest_area_pages(void)
{
	return (sizeof(struct guest_area) + 4095) / 4096;
}

/* The guest's program. */
void guest_code(u64 area);

/* Gives @vcpu its area. Returns the area as the VMM sees it. */
struct guest_area *guest_area_create(struct kvm_vm *vm, struct kvm_vcpu *vcpu);

/*
 * Runs @nr_writes writes (1 or 2) @calls times over and stores a sample for
 * each unless @samples is NULL. Returns 0, or -EIO if the guest didn't come
 * back as it should.
 */
int guest_run(struct kvm_vcpu *vcpu, struct guest_area *area,
	      const struct guest_write *writes, unsigned int nr_writes,
	      u32 calls, u64 *samples);

/*
 * Writes one byte at @gva and then @calls - 1 more, each @stride bytes further
 * on, and stores a sample for each. Returns as guest_run().
 */
int guest_touch(struct kvm_vcpu *vcpu, struct guest_area *area, u64 gva,
		u32 stride, u32 calls, u64 *samples);

/*
 * Runs guest code that does nothing but count @area->loops and keep @area->gap, until
 * somebody sets @area->stop. Returns as guest_run().
 */
int guest_spin(struct kvm_vcpu *vcpu, struct guest_area *area);

#endif /* BENCH_GUEST_H */
