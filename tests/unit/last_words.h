/* SPDX-License-Identifier: GPL-2.0 */
/* die() for unit tests: what would end the program ends a call, or fails the test. */
#ifndef UNIT_LAST_WORDS_H
#define UNIT_LAST_WORDS_H

#include <stdbool.h>

#include "fixture.h"

extern char last_words[256]; /* of the last die() */
extern jmp_buf *afterlife; /* where to go on, or NULL */

/* True if the program would have ended within @call. */
#define DIES(call)                       \
	({                               \
		jmp_buf here;            \
		int died = setjmp(here); \
		afterlife = &here;       \
		if (!died)               \
			call;            \
		afterlife = NULL;        \
		died;                    \
	})

/* Fails unless the program would have ended in @call with one line that has @text. */
#define EXPECT_DEATH(call, text) expect_last_words(DIES(call), #call, text)

void expect_last_words(bool died, const char *call, const char *text);

#endif /* UNIT_LAST_WORDS_H */
