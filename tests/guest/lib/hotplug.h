/* SPDX-License-Identifier: GPL-2.0 */
/* CPUs that come and go. */
#ifndef HOTPLUG_H
#define HOTPLUG_H

#include <stdbool.h>

/* Can @cpu be taken offline here? */
bool hotplug_possible(unsigned int cpu);

/* Ends the test if the kernel refuses. */
void hotplug_set(unsigned int cpu, bool online);

#endif /* HOTPLUG_H */
