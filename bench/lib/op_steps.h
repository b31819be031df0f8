/* SPDX-License-Identifier: GPL-2.0 */
/* What operations of several benches do. */
#ifndef BENCH_OP_STEPS_H
#define BENCH_OP_STEPS_H

#include "contenders.h"

/* Calls of @cell's function of the lab, at its own place or at @addr. */
int op_call(struct contender *c, const struct bench_cell *cell, u32 calls,
	    u64 *samples);
int op_call_at(struct contender *c, const struct bench_cell *cell, u64 addr,
	       u32 calls, u64 *samples);

/* Populates, and leaves the seed's bytes to be read; or those that no write will write. */
int op_prepare_read(struct contender *c, const struct bench_cell *cell);
int op_prepare_write(struct contender *c, const struct bench_cell *cell);

/* Are the bytes that were read, or written, the right ones? */
int op_verify_read(struct contender *c, const struct bench_cell *cell);
int op_verify_write(struct contender *c, const struct bench_cell *cell);

/* Time stamps around nothing, taken where an operation takes its own. */

/* In the lab's ioctl. */
int overhead_lab(struct contender *c, const struct bench_cell *cell, u32 calls,
		 u64 *samples);

/* In the guest, around the write to no MSR, or to a page that is there. */
int overhead_guest(struct contender *c, const struct bench_cell *cell,
		   u32 calls, u64 *samples);
int overhead_guest_touch(struct contender *c, const struct bench_cell *cell,
			 u32 calls, u64 *samples);

/* In the VMM. */
int overhead_vmm(struct contender *c, const struct bench_cell *cell, u32 calls,
		 u64 *samples);

#endif /* BENCH_OP_STEPS_H */
