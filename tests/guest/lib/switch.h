/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels that hold several strategies and switch between them at run time. */
#ifndef SWITCH_H
#define SWITCH_H

#include <stddef.h>

#define SWITCH_MAX 16
#define SWITCH_NAME 32

struct strategy_switch {
	char names[SWITCH_MAX][SWITCH_NAME];
	unsigned int nr; /* 0 in a kernel that can't switch */
	char first[SWITCH_NAME]; /* the one in use when it was read */
};

/* What the kernel offers; strategy_switch() of guest/lib chooses. */
void switch_read(struct strategy_switch *s);

#endif /* SWITCH_H */
