// SPDX-License-Identifier: GPL-2.0
#include "hotplug.h"
#include "kvm_util.h"

static int hotplug_open(unsigned int cpu)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online",
		 cpu);
	return open(path, O_WRONLY);
}

bool hotplug_possible(unsigned int cpu)
{
	int fd = hotplug_open(cpu);

	close(fd);
	return fd >= 0;
}

void hotplug_set(unsigned int cpu, bool online)
{
	int fd = hotplug_open(cpu);

	TEST_ASSERT(write(fd, online ? "1" : "0", 1) == 1, "CPU %u %s: %s", cpu,
		    online ? "online" : "offline", strerror(errno));
	close(fd);
}
