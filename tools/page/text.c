// SPDX-License-Identifier: GPL-2.0
#include <obstack.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "labstat.h"
#include "page/text.h"

#define obstack_chunk_alloc malloc
#define obstack_chunk_free free

static struct obstack texts;

void out_of_memory(void)
{
	fputs("labstat: out of memory\n", stderr);
	exit(LABSTAT_FAILED);
}

const char *textf(const char *fmt, ...)
{
	va_list args;

	if (!texts.chunk) {
		obstack_alloc_failed_handler = out_of_memory;
		obstack_init(&texts);
	}
	va_start(args, fmt);
	obstack_vprintf(&texts, fmt, args);
	va_end(args);
	obstack_1grow(&texts, '\0');
	return obstack_finish(&texts);
}
