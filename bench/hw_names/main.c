// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: hw-names LIST
 * For bench/lib/hw_events.c, which was built with it: writes a struct hw_events to
 * stdout and returns 0, or writes what is wrong with the list and returns 1.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "die.h"
#include "hw_names.h"

/* In place of that of guest/lib: who asked says it. */
void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	exit(1);
}

int main(int argc, char **argv)
{
	static struct hw_events events;

	if (argc != 2) {
		fputs("usage: hw-names LIST\n", stderr);
		return 2;
	}
	hw_names_list(argv[1], &events);
	return fwrite(&events, sizeof(events), 1, stdout) == 1 ? 0 : 2;
}
