/* SPDX-License-Identifier: GPL-2.0 */
/* Did what was counted happen? By what the rest of the kernel has counted. */
#ifndef BENCH_CROSS_CHECK_H
#define BENCH_CROSS_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

/*
 * Compares the witnesses of @events, on @cpus CPUs: what was announced, what was queued
 * for other CPUs, which interrupts were sent for it and taken, and what ran. Those for
 * others than our flushes are allowed for, as many as were queued, and one on its way to
 * each CPU when the region began. If @alone, one vCPU was at work and idle CPUs halt:
 * then none was on its way, and each flush must have interrupted but for those that found
 * a CPU which had not halted yet. Returns 0, or -1 with
 * one line in @why.
 */
int cross_check(const u64 *events, u32 cpus, bool alone, char *why,
		size_t size);

#endif /* BENCH_CROSS_CHECK_H */
