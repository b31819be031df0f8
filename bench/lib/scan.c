// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

static const char word_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

int refuse(struct bench_error *error, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(error->text, sizeof(error->text), fmt, args);
	va_end(args);
	return -1;
}

int scan_u64(struct bench_error *error, const char *what, const char *text,
	     u64 min, u64 max, u64 *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 0);
	if (!isdigit(text[0]) || *end)
		return refuse(error, "%s '%s' is not a number", what, text);
	if (errno || *number < min || *number > max)
		return refuse(error, "%s %s is out of range: %lu to %lu", what,
			      text, min, max);
	return 0;
}

int scan_u32(struct bench_error *error, const char *what, const char *text,
	     u32 min, u32 max, u32 *number)
{
	u64 wide;

	if (scan_u64(error, what, text, min, max, &wide))
		return -1;
	*number = wide;
	return 0;
}

int scan_word(struct bench_error *error, const char *what, const char *text)
{
	if (!text[0] || text[strspn(text, word_letters)])
		return refuse(error, "%s '%s' is not a lower-case word", what,
			      text);
	return 0;
}

int scan_name(struct bench_error *error, const char *what, const char *text,
	      const char *const *names, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		if (!strcmp(names[i], text))
			return i;
	return refuse(error, "unknown %s '%s'", what, text);
}

int scan_list(struct bench_error *error, const char *what, const char *text,
	      int (*fn)(void *arg, const char *word), void *arg)
{
	char word[SCAN_MAX_WORD];
	size_t len;

	for (;; text += len + 1) {
		len = strcspn(text, ",");
		if (!len || len >= sizeof(word))
			return refuse(error, "%s: bad list element '%.*s'",
				      what, (int)len, text);
		memcpy(word, text, len);
		word[len] = '\0';
		if (fn(arg, word))
			return -1;
		if (!text[len])
			return 0;
	}
}
