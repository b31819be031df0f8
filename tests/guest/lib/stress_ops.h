/* SPDX-License-Identifier: GPL-2.0 */
/* What the stress test does at random, and what each may return. */
#ifndef STRESS_OPS_H
#define STRESS_OPS_H

#include <pthread.h>

#include "labtest.h"
#include "pattern.h"
#include "random.h"
#include "switch.h"

#define STRESS_CACHES 4 /* of each vCPU */
#define STRESS_GVA 0xc0000000ul /* where a guest finds the slot */

/* The VM that all workers share. */
struct stress_vm {
	struct labtest t;
	struct strategy_switch strategies;
	pthread_rwlock_t file_lock; /* for write: slot and file are replaced */
	bool stop; /* end as soon as possible */
};

struct stress_operation;
struct stress_touches;

struct stress_worker {
	struct stress_vm *vm;
	struct labtest t; /* the VM, but with this worker's vCPU */
	struct stress_touches *touches; /* what its guest is to do */
	bool lost; /* the emulator has lost its guest */
	unsigned int index;
	struct random random;
	unsigned int cached[STRESS_CACHES]; /* the page each was last of */
	const struct stress_operation *now; /* what it is doing */
	pthread_t thread;
};

struct stress_operation {
	const char *name;
	int (*run)(struct stress_worker *w); /* returns 0 or a negative errno */
	unsigned int weight;
	int errors[2]; /* what it may return besides 0 */
	u64 done, refused;
};

#define STRESS_OPERATIONS 16
extern struct stress_operation stress_operations[STRESS_OPERATIONS];

/* What guests met: gfns of the other kind or without a slot; and guests that were lost. */
extern struct stress_met {
	u64 faults, devices, lost;
} stress_met;

/* The guest of every vCPU. */
void stress_guest(struct stress_touches *touches);

/*
 * Makes a KVM_RUN of @w return that would have done so long ago by itself. Ends the test
 * unless it is the emulator that has lost the guest.
 */
void stress_interrupt_guest(struct stress_worker *w);

/* Gives the vCPU of @w its guest's memory and argument. */
void stress_load_guest(struct stress_worker *w);

/* One by random; ends the test if it returns what it may not. */
void stress_run_any(struct stress_worker *w);

#endif /* STRESS_OPS_H */
