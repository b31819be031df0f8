// SPDX-License-Identifier: GPL-2.0
#include "labtest.h"
#include "pattern.h"

#define PATTERN_SHARED (LT_SHARED * 0x0101010101010101ull)
#define PATTERN_NUMBER (BIT_ULL(48) - 1)

/* The last number that each writer has used: a higher one comes from nowhere. */
static u64 last[PATTERN_WRITERS];

u64 pattern_next(unsigned int page, unsigned int writer)
{
	u64 number = __atomic_add_fetch(&last[writer], 1, __ATOMIC_SEQ_CST);

	return (u64)(page + 1) << 56 | (u64)writer << 48 | number;
}

bool pattern_is_of(u64 word, unsigned int page, unsigned int index)
{
	unsigned int writer = index % PATTERN_WRITERS;
	u64 limit = __atomic_load_n(&last[writer], __ATOMIC_SEQ_CST);

	if (!word || word == PATTERN_SHARED)
		return true;

	return word >> 48 == ((page + 1) << 8 | writer) &&
	       (word & PATTERN_NUMBER) <= limit;
}

void pattern_check(u64 word, unsigned int page, unsigned int index)
{
	TEST_ASSERT(pattern_is_of(word, page, index),
		    "word %u of page %u reads %#lx, which nobody wrote there",
		    index, page, word);
}
