/* SPDX-License-Identifier: GPL-2.0 */
/* The virtual machine and the memory that is measured. */
#ifndef BENCH_GMEM_H
#define BENCH_GMEM_H

#include "exposure.h"
#include "lab_ioctl.h"
#include "params.h"

struct kvm_vm;
struct kvm_vcpu;

struct gmem_vm {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpus[BENCH_MAX_VCPUS];
	struct kvm_lab_info info;
	const char *strategy; /* the one that runs, as in the records */
	const struct bench_params *p;
	u64 vcpu_size; /* bytes of each vCPU's own pages */
	u64 spare_size; /* at least so much of the slot is no vCPU's */
	u64 size; /* of the slot */
};

/*
 * Makes a VM with @p's vCPUs and the memory that its bench needs for them, backed
 * as @p's strategy says, with one page of it populated, the last. Ends the
 * program with one line if the kernel can't do it or if @p's gpa isn't in that
 * memory. @p has to live as long as @g.
 */
void gmem_vm_create(struct gmem_vm *g, const struct bench_params *p);

/* True if the measured memory is private, i.e. not the strategy `hva`. */
bool gmem_is_private(const struct gmem_vm *g);

/* True if populated pages are out of the direct map. */
bool gmem_is_zapped(const struct gmem_vm *g);

/*
 * From now on pages that leave a file without direct map are cleared, or not. Nothing
 * happens in a kernel that has no such files.
 */
void gmem_set_clear(bool clear);

/* What the strategy in force declares. Ends the program where none is. */
struct exposure gmem_exposure(void);

/* True if several caches may map one page. */
bool gmem_shares(const struct gmem_vm *g);

/* Where vCPU number @index works. */
u64 gmem_gpa(const struct gmem_vm *g, unsigned int index);

/*
 * The pages at the end of the slot that are no vCPU's, but for the last one,
 * which has to stay: where they begin and how many they are.
 */
u64 gmem_spare_gpa(const struct gmem_vm *g);
u64 gmem_spare_pages(const struct gmem_vm *g);

/*
 * Puts pages into the file, untouched, and takes pages out of it. Both return 0
 * or a negative errno.
 */
int gmem_allocate(const struct gmem_vm *g, u64 gpa, u64 pages);
int gmem_free(const struct gmem_vm *g, u64 gpa, u64 pages);

#endif /* BENCH_GMEM_H */
