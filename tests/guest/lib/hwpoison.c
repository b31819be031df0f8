// SPDX-License-Identifier: GPL-2.0
#include "hwpoison.h"

static int hwpoison_write(const char *name, u64 pfn)
{
	char path[64], text[32];
	int fd, len, r;

	snprintf(path, sizeof(path), "/sys/kernel/debug/hwpoison/%s", name);
	len = snprintf(text, sizeof(text), "%#lx", pfn);
	fd = open(path, O_WRONLY);
	TEST_ASSERT(fd >= 0, "open(%s): %s", path, strerror(errno));
	r = write(fd, text, len) == len ? 0 : -errno;
	close(fd);
	return r;
}

int hwpoison_corrupt(u64 pfn)
{
	return hwpoison_write("corrupt-pfn", pfn);
}

int hwpoison_unpoison(u64 pfn)
{
	return hwpoison_write("unpoison-pfn", pfn);
}
