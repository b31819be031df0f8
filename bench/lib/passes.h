/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Passes over a case that are not for its price: each counts something that the timed
 * one must not be disturbed by, and marks its records as instrumented.
 */
#ifndef BENCH_PASSES_H
#define BENCH_PASSES_H

#include <stddef.h>

struct measurement;

/* The counters of the CPU and the kernel (perf). */
void pass_hw(struct measurement *m);

/*
 * The lab's own counters of flushes and page table writes, held against their
 * witnesses and against what the strategy must have caused. Returns 0, or -1 if they
 * disagree: the records then say so in place of figures.
 */
int pass_events(struct measurement *m);

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

/* What vCPUs lose that only run guest code meanwhile. */
void pass_bystanders(struct measurement *m);

/* Where the instructions of one access go. */
void pass_parts(struct measurement *m);

/*
 * What an operation costs a vCPU that has to wait in it, and what the same costs it with
 * no need to. Returns 0, or -1 if it didn't wait: the records then say so.
 */
int pass_contended(struct measurement *m);

/* Who can still read pages after the operation, against what is declared. */
void pass_exposure(struct measurement *m);

#endif /* BENCH_PASSES_H */
