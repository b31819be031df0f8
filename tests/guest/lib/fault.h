/* SPDX-License-Identifier: GPL-2.0 */
/* Allocations of memory that fail, of this thread only: the kernel's own injection. */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>

/* Does the kernel have it? */
bool fault_possible(void);

/* Before the first fault_arm(). */
void fault_init(void);

/* The allocation number @nth from now on, 1 or more, will fail. */
void fault_arm(unsigned int nth);

/* No more. Returns true if it has failed, false if there were not so many. */
bool fault_disarm(void);

#endif /* FAULT_H */
