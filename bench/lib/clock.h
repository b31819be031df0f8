/* SPDX-License-Identifier: GPL-2.0 */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include "types.h"

/*
 * The TSC. The fences keep what is measured between two stamps; their price is
 * in both stamps of a pair and is subtracted with the rest of the overhead.
 * Usable in the guest too.
 */
static inline u64 clock_ticks(void)
{
	u32 low, high;

	asm volatile("lfence; rdtsc; lfence"
		     : "=a"(low), "=d"(high)
		     :
		     : "memory");
	return ((u64)high << 32) | low;
}

#endif /* BENCH_CLOCK_H */
