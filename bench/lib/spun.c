// SPDX-License-Identifier: GPL-2.0
#include <math.h>

#include "spun.h"

double spun_lost(const struct spun *idle, const struct spun *busy)
{
	if (!idle->ticks || !idle->loops)
		return NAN;
	return (double)busy->ticks * idle->loops / idle->ticks - busy->loops;
}
