// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "die.h"
#include "last_words.h"

char last_words[256];
jmp_buf *afterlife;

void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(last_words, sizeof(last_words), fmt, args);
	va_end(args);
	if (!afterlife)
		fail_msg("the program ends: %s", last_words);
	longjmp(*afterlife, 1);
}

void expect_last_words(bool died, const char *call, const char *text)
{
	if (!died)
		fail_msg("%s: the program goes on", call);
	if (!strstr(last_words, text) || strchr(last_words, '\n'))
		fail_msg("%s: '%s' instead of '%s'", call, last_words, text);
}
