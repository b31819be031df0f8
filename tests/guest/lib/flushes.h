/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Flushes of kernel translations that this task, or a strategy's worker, sent to
 * other CPUs, as the kernel's own tracepoint has them. Others may flush at any
 * time for reasons of their own; that doesn't count, nor do flushes of user space.
 */
#ifndef FLUSHES_H
#define FLUSHES_H

/* Begin to count, from 0. */
void flushes_start(void);

/* End. Returns how many were sent, one for each CPU that had to run one. */
unsigned int flushes_stop(void);

#endif /* FLUSHES_H */
