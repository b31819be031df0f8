/* SPDX-License-Identifier: GPL-2.0 */
/* A vCPU that is stopped at a pause point, in the way of the one that is measured. */
#ifndef BENCH_BLOCKER_H
#define BENCH_BLOCKER_H

#include <pthread.h>

#include "contenders.h"

struct blocker {
	const struct bench_cell *cell;
	struct contender *holder; /* who is stopped */
	struct contender *measured;
	pthread_t thread;
	bool done;
	int error;
};

/*
 * Why no vCPU can be in the way of @op with @g's strategy and contention, or NULL. Ends
 * the program in a kernel without pause points.
 */
const char *blocker_not_applicable(const struct gmem_vm *g,
				   const struct bench_op *op);

/*
 * Lets the holder do its part in a thread of its own. With @stop returns when it, or
 * who does the same for it, is stopped in the middle of it; else when it is over.
 * Returns 0, -ETIME if nobody got to where he was to be stopped, or another negative
 * errno. blocker_end() must follow in any case.
 */
int blocker_begin(struct blocker *o, bool stop);

/* Lets go of whoever is stopped. */
void blocker_go(struct blocker *o);

/* Waits for the holder's end. Returns 0 or a negative errno. */
int blocker_end(struct blocker *o);

#endif /* BENCH_BLOCKER_H */
