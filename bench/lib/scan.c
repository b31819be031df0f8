// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "scan.h"

static const char word_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

u64 scan_number(const char *what, const char *text, u64 min, u64 max)
{
	char *end;
	u64 number;

	errno = 0;
	number = strtoull(text, &end, 0);
	if (!isdigit(text[0]) || *end)
		die("%s '%s' is not a number", what, text);
	if (errno || number < min || number > max)
		die("%s %s is out of range: %lu to %lu", what, text, min, max);
	return number;
}

const char *scan_word(const char *what, const char *text)
{
	if (!text[0] || text[strspn(text, word_letters)])
		die("%s '%s' is not a lower-case word", what, text);
	return text;
}

unsigned int scan_name(const char *what, const char *text,
		       const char *const *names, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		if (!strcmp(names[i], text))
			return i;
	die("unknown %s '%s'", what, text);
}

void scan_list(const char *what, const char *text,
	       void (*fn)(void *arg, const char *word), void *arg)
{
	char word[SCAN_MAX_WORD];
	size_t len;

	do {
		len = strcspn(text, ",");
		if (!len || len >= sizeof(word))
			die("%s: bad list element '%.*s'", what, (int)len,
			    text);
		memcpy(word, text, len);
		word[len] = '\0';
		fn(arg, word);
		text += len + 1;
	} while (text[-1]);
}
