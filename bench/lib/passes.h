/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Passes over a case that are not for its price: each counts something that the timed
 * one must not be disturbed by, and marks its records as instrumented.
 */
#ifndef BENCH_PASSES_H
#define BENCH_PASSES_H

struct measurement;

/* The counters of the CPU and the kernel (perf). */
void pass_hw(struct measurement *m);

/*
 * The lab's own counters of flushes and page table writes, held against their
 * witnesses and against what the strategy must have caused. Returns 0, or -1 if they
 * disagree: the records then say so in place of figures.
 */
int pass_events(struct measurement *m);

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
