/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Strict readers of option values. Each ends the program with one line that names
 * @what was wrong.
 */
#ifndef BENCH_SCAN_H
#define BENCH_SCAN_H

#include "types.h"

#define SCAN_MAX_WORD 64

/* A number in @min..@max, decimal or 0x... */
u64 scan_number(const char *what, const char *text, u64 min, u64 max);

/* A word that can be a dimension: anything else would spoil tables. Returns it. */
const char *scan_word(const char *what, const char *text);

/* One of @nr @names. Returns its index. */
unsigned int scan_name(const char *what, const char *text,
		       const char *const *names, unsigned int nr);

/*
 * Calls @fn with @arg and each element of a comma-separated list, none of them
 * empty or of SCAN_MAX_WORD characters or more.
 */
void scan_list(const char *what, const char *text,
	       void (*fn)(void *arg, const char *word), void *arg);

#endif /* BENCH_SCAN_H */
