/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Strict readers of option values. Each returns 0 or more, or -1 with one line
 * in the error that names @what was wrong.
 */
#ifndef BENCH_SCAN_H
#define BENCH_SCAN_H

#include "compiler.h"
#include "types.h"

#define SCAN_MAX_WORD 64

/* What is wrong with the command line, in one line and without a newline. */
struct bench_error {
	char text[256];
};

/* Writes the error. Returns -1. */
int __printf(2, 3) refuse(struct bench_error *error, const char *fmt, ...);

/* A number in @min..@max, decimal or 0x... */
int scan_u64(struct bench_error *error, const char *what, const char *text,
	     u64 min, u64 max, u64 *number);
int scan_u32(struct bench_error *error, const char *what, const char *text,
	     u32 min, u32 max, u32 *number);

/* A word that can be a dimension: anything else would spoil tables. */
int scan_word(struct bench_error *error, const char *what, const char *text);

/* One of @nr @names. Returns its index. */
int scan_name(struct bench_error *error, const char *what, const char *text,
	      const char *const *names, unsigned int nr);

/*
 * Calls @fn with @arg and each element of a comma-separated list, none of them
 * empty or of SCAN_MAX_WORD characters or more, until one is refused.
 */
int scan_list(struct bench_error *error, const char *what, const char *text,
	      int (*fn)(void *arg, const char *word), void *arg);

#endif /* BENCH_SCAN_H */
