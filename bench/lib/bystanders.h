/* SPDX-License-Identifier: GPL-2.0 */
/* vCPUs that only run guest code, each on a CPU of its own, and what that loses. */
#ifndef BENCH_BYSTANDERS_H
#define BENCH_BYSTANDERS_H

#include <pthread.h>

#include "gmem.h"
#include "spun.h"

struct guest_area;

struct bystander {
	struct kvm_vcpu *vcpu;
	struct guest_area *area;
	pthread_t thread;
	int cpu;
	int stats; /* KVM's binary stats of the vCPU */
	int error;
};

struct bystanders {
	unsigned int nr;
	struct bystander list[BENCH_MAX_VCPUS];
};

/* Makes one of each vCPU of @g but the first; none unless @p asks for them. */
void bystanders_create(struct bystanders *bs, const struct gmem_vm *g,
		       const struct bench_params *p);

/* Lets them run; returns when every one has entered its guest. */
void bystanders_start(struct bystanders *bs);

/* Stops them. Ends the program if one of them did anything but run. */
void bystanders_stop(struct bystanders *bs);

/* What one has run from the first call to the second. */
void bystander_begin(struct bystander *b, struct spun *spun);
void bystander_end(struct bystander *b, struct spun *spun);

/* VM exits of one until now. */
u64 bystander_exits(const struct bystander *b);

#endif /* BENCH_BYSTANDERS_H */
