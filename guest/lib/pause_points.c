// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "pause_points.h"
#include "write_file.h"

#define PAUSE "/sys/kernel/debug/kvm_lab/pause"

int pause_command(const char *command)
{
	return write_file(PAUSE, command);
}

bool pause_is(const char *state, const char *point)
{
	FILE *file = fopen(PAUSE, "r");
	char line[64], wanted[64];
	bool found = false;

	if (!file)
		return false;
	snprintf(wanted, sizeof(wanted), "%s %s\n", state, point);
	while (fgets(line, sizeof(line), file))
		found |= !strncmp(line, wanted, strlen(wanted) - !point[0]);
	fclose(file);
	return found;
}
