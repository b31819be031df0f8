/* SPDX-License-Identifier: GPL-2.0 */
/* Pseudo-random numbers, the same for the same seed: xorshift64*. */
#ifndef RANDOM_H
#define RANDOM_H

#include <linux/types.h>

struct random {
	u64 state; /* never 0 */
};

static inline u64 random_next(struct random *r)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return r->state * 0x2545f4914f6cdd1dull;
}

/* 0 to @n - 1. */
static inline u64 random_below(struct random *r, u64 n)
{
	return (random_next(r) >> 32) % n;
}

/* Seeds that are close give numbers that are not. */
static inline void random_seed(struct random *r, u64 seed, u64 stream)
{
	r->state = (seed * 1000003 + stream + 1) * 0x9e3779b97f4a7c15ull | 1;
	random_next(r);
}

#endif /* RANDOM_H */
