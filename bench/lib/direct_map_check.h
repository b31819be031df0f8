/* SPDX-License-Identifier: GPL-2.0 */
/* Are pages out of the direct map whenever nobody uses them? */
#ifndef BENCH_DIRECT_MAP_CHECK_H
#define BENCH_DIRECT_MAP_CHECK_H

#include <stddef.h>

struct measurement;

/*
 * Looks at the pages of the last call of each contender, while no call is made. To
 * look changes and flushes nothing. A page behind a cache may be in the direct map
 * if the strategy says so. Returns 0, or -1 with a line in @why, which says that it
 * was @when. May end the program.
 */
int direct_map_check(struct measurement *m, const char *when, char *why,
		     size_t size);

/*
 * Makes the calls of the case, prepared and checked as ever, one at a time, and looks
 * after each; contenders make theirs at once and wait for each other. Nothing is
 * counted meanwhile. Returns as direct_map_check(), whose first line is kept.
 */
int direct_map_check_between(struct measurement *m, char *why, size_t size);

#endif /* BENCH_DIRECT_MAP_CHECK_H */
