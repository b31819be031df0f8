/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which 2M ranges of physical memory are known to be mapped by 4K entries in the
 * kernel's direct map. The kernel doesn't put them together again.
 */
#ifndef BENCH_SPLIT_MAP_H
#define BENCH_SPLIT_MAP_H

#include <stdbool.h>

#include "types.h"

struct split_map {
	u8 *bits;
	u64 size; /* bytes */
};

/* Notes that the range of @pfn is split. Returns 0 or -ENOMEM. */
int split_map_note(struct split_map *map, u64 pfn);

/* True if that was noted. */
bool split_map_has(const struct split_map *map, u64 pfn);

#endif /* BENCH_SPLIT_MAP_H */
