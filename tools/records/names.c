// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "records/names.h"

int names_find(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->nr; i++)
		if (!strcmp(names->list[i], name))
			return i;
	return -1;
}

int names_add(struct names *names, const char *name)
{
	const char **list;

	if (names_find(names, name) >= 0)
		return 0;
	list = realloc(names->list, (names->nr + 1) * sizeof(*list));
	if (!list)
		return -1;
	names->list = list;
	list[names->nr++] = name;
	return 0;
}

void names_free(struct names *names)
{
	free(names->list);
	memset(names, 0, sizeof(*names));
}
