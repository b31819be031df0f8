/* SPDX-License-Identifier: GPL-2.0 */
/* The threads that do the measured work, one for each vCPU that takes part. */
#ifndef BENCH_CONTENDERS_H
#define BENCH_CONTENDERS_H

#include <pthread.h>

#include "gmem.h"
#include "guest.h"
#include "split_map.h"

struct contender {
	struct contenders *all;
	struct kvm_vcpu *vcpu;
	struct guest_area *area;
	int pin; /* CPU, or -1 */
	u64 gpa;
	u8 *data; /* KVM_LAB_MAX_LEN bytes, what is written */
	u8 *readback; /* as many, what is read */
	u64 *notes; /* a word for each of its pages, for the bench's own use */
	u32 next_page; /* of its pages, the first that no call has had */
	u64 *samples;
	u64 start;
	u64 finish;
	int error;
};

/* Called by one of the threads, while the others wait. */
struct contenders_watch {
	void (*start)(void *arg); /* after the warm-up, or NULL */
	void (*between)(void *arg); /* after each call of all, or NULL */
	void (*stop)(
		void *arg); /* when all have ended, what makes up too, or NULL */
	void *arg;
};

struct contenders {
	const struct gmem_vm *g;
	const struct bench_params *p;
	unsigned int nr;
	struct contender list[BENCH_MAX_VCPUS];
	pthread_barrier_t start;

	/* Of those who populate. */
	struct split_map split;
	bool rehearsed;

	/* The job of the moment. */
	const struct bench_cell *cell;
	bench_run_fn run;
	bench_step_fn make_up;
	const struct contenders_watch *watch; /* it, or NULL */
};

/*
 * Sets up a contender for each vCPU of @g that takes part: all of them, or
 * only the first if there is no contention. Of those that are stopped on purpose
 * the one after the last is set up too, as the one to be stopped.
 */
void contenders_create(struct contenders *cs, const struct gmem_vm *g,
		       const struct bench_params *p);

/*
 * Lets every contender do @run in a thread of its own: the warm-up, then the
 * timed calls, which all begin together, then @make_up unless it is NULL. Who
 * watches @cs, if anybody, sees from there to the end of the last; if it looks
 * between calls, contenders wait for each other after each. Leaves
 * samples, start and finish, which is after @make_up, in the contenders. Returns
 * 0 or the negative errno of one that failed.
 */
int contenders_run(struct contenders *cs, const struct bench_cell *cell,
		   bench_run_fn run, bench_step_fn make_up);

/*
 * Calls @step, which may be NULL, for every contender in turn. Returns 0 or the
 * negative errno of one that failed.
 */
int contenders_step(struct contenders *cs, const struct bench_cell *cell,
		    bench_step_fn step);

#endif /* BENCH_CONTENDERS_H */
