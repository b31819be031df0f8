/* SPDX-License-Identifier: GPL-2.0 */
/* The virtual machine and the memory that is measured. */
#ifndef BENCH_GMEM_H
#define BENCH_GMEM_H

#include "lab.h"
#include "params.h"

struct kvm_vm;
struct kvm_vcpu;

/*
 * Pages of each vCPU: the longest access, across a page boundary, and no page
 * shared with the neighbour.
 */
#define GMEM_VCPU_SIZE (2 * KVM_LAB_MAX_LEN)

struct gmem_vm {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpus[BENCH_MAX_VCPUS];
	struct kvm_lab_info info;
	const char *strategy; /* the one that runs, as in the records */
};

/*
 * Makes a VM with @p's vCPUs and memory for all of them, backed as @p's
 * strategy says. Ends the program with one line if the kernel can't do it or
 * if @p's gpa isn't in that memory.
 */
void gmem_vm_create(struct gmem_vm *g, const struct bench_params *p);

/* True if the measured memory is private, i.e. not the strategy `hva`. */
bool gmem_is_private(const struct gmem_vm *g);

/* Where vCPU number @index works. */
u64 gmem_gpa(const struct bench_params *p, unsigned int index);

#endif /* BENCH_GMEM_H */
