// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "split_map.h"

#define PAGES_SHIFT 9 /* 4K pages of a 2M range */

static int grow(struct split_map *map, u64 size)
{
	u8 *bits = realloc(map->bits, size);

	if (!bits)
		return -ENOMEM;
	memset(bits + map->size, 0, size - map->size);
	map->bits = bits;
	map->size = size;
	return 0;
}

int split_map_note(struct split_map *map, u64 pfn)
{
	u64 range = pfn >> PAGES_SHIFT;
	u64 byte = range / 8;

	if (byte >= map->size && grow(map, 2 * byte + 1))
		return -ENOMEM;
	map->bits[byte] |= 1u << range % 8;
	return 0;
}

bool split_map_has(const struct split_map *map, u64 pfn)
{
	u64 range = pfn >> PAGES_SHIFT;

	return range / 8 < map->size && map->bits[range / 8] & 1u << range % 8;
}
