// SPDX-License-Identifier: GPL-2.0
#include "hwpoison.h"
#include "write_file.h"

static int hwpoison_write(const char *name, u64 pfn)
{
	char path[64], text[32];

	snprintf(path, sizeof(path), "/sys/kernel/debug/hwpoison/%s", name);
	snprintf(text, sizeof(text), "%#lx", pfn);
	return write_file(path, text);
}

int hwpoison_corrupt(u64 pfn)
{
	return hwpoison_write("corrupt-pfn", pfn);
}

int hwpoison_unpoison(u64 pfn)
{
	return hwpoison_write("unpoison-pfn", pfn);
}
