/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Words of guest memory that say where they belong: the page, who wrote them and
 * as the how manieth. The words of a page belong to its writers in turn, so that
 * what a word may hold is known whatever others do.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stdbool.h>
#include <linux/types.h>

#define PATTERN_WRITERS 4
#define PATTERN_WORDS (4096 / sizeof(u64)) /* in a page */

/* A new word for @writer to write to one of its words of @page. */
u64 pattern_next(unsigned int page, unsigned int writer);

/*
 * Can @word be what word number @index of @page holds: zero, LT_SHARED in every
 * byte, or something that was written there, ever?
 */
bool pattern_is_of(u64 word, unsigned int page, unsigned int index);

/* Ends the test unless it can. */
void pattern_check(u64 word, unsigned int page, unsigned int index);

#endif /* PATTERN_H */
