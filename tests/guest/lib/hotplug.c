// SPDX-License-Identifier: GPL-2.0
#include "hotplug.h"
#include "kvm_util.h"
#include "write_file.h"

#define HOTPLUG_PATH 64

static char *hotplug_path(unsigned int cpu, char *path)
{
	snprintf(path, HOTPLUG_PATH, "/sys/devices/system/cpu/cpu%u/online",
		 cpu);
	return path;
}

bool hotplug_possible(unsigned int cpu)
{
	char path[HOTPLUG_PATH];

	return !access(hotplug_path(cpu, path), W_OK);
}

void hotplug_set(unsigned int cpu, bool online)
{
	char path[HOTPLUG_PATH];
	int ret = write_file(hotplug_path(cpu, path), online ? "1" : "0");

	TEST_ASSERT(!ret, "CPU %u %s: %s", cpu, online ? "online" : "offline",
		    strerror(-ret));
}
