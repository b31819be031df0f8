/* SPDX-License-Identifier: GPL-2.0 */
/* Time stamps around nothing, taken where an operation takes its own. */
#ifndef BENCH_OVERHEAD_H
#define BENCH_OVERHEAD_H

#include "contenders.h"

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

#endif /* BENCH_OVERHEAD_H */
