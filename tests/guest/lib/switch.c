// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"
#include "switch.h"

#define SWITCH_FILE "/sys/kernel/debug/kvm_gmem/strategy"
#define SWITCH_BLANKS " []\n"

/* "noflush [sync_flush] ...": the one in brackets is in use. */
void switch_read(struct strategy_switch *s)
{
	char text[SWITCH_MAX * SWITCH_NAME], *name, *rest = text, *current;
	int fd = open(SWITCH_FILE, O_RDONLY);
	ssize_t len;

	memset(s, 0, sizeof(*s));
	if (fd < 0)
		return;
	len = read(fd, text, sizeof(text) - 1);
	TEST_ASSERT(len >= 0, "read " SWITCH_FILE ": %s", strerror(errno));
	close(fd);
	text[len] = 0;
	current = strchr(text, '[');
	if (current)
		snprintf(s->first, SWITCH_NAME, "%.*s",
			 (int)strcspn(current + 1, "]"), current + 1);
	while (s->nr < SWITCH_MAX &&
	       (name = strtok_r(rest, SWITCH_BLANKS, &rest)))
		snprintf(s->names[s->nr++], SWITCH_NAME, "%s", name);
}
