// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: hw-names LIST
 * For bench/lib/hw_events.c, which was built with it: writes a struct hw_events to
 * stdout and returns 0, or writes what is wrong with the list and returns 1.
 */
#include <stdio.h>

#include "hw_names.h"

int main(int argc, char **argv)
{
	static struct hw_events events;
	struct bench_error error;

	if (argc != 2) {
		fputs("usage: hw-names LIST\n", stderr);
		return 2;
	}
	if (hw_names_list(&error, argv[1], &events)) {
		fputs(error.text, stdout);
		return 1;
	}
	return fwrite(&events, sizeof(events), 1, stdout) == 1 ? 0 : 2;
}
