/* SPDX-License-Identifier: GPL-2.0 */
/* What guest code got to run, that does nothing but count its loops. */
#ifndef BENCH_SPUN_H
#define BENCH_SPUN_H

#include "types.h"

struct spun {
	u64 ticks; /* of the TSC, in all */
	u64 loops;
	u64 gap; /* the longest between two loops */
};

/*
 * Loops that @busy is short of, had it run them as @idle did; below 0 if it ran more. NAN
 * if @idle ran none.
 */
double spun_lost(const struct spun *idle, const struct spun *busy);

#endif /* BENCH_SPUN_H */
