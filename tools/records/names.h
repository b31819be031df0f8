/* SPDX-License-Identifier: GPL-2.0 */
/* Names in an order, each once, as many as there are. */
#ifndef LABSTAT_NAMES_H
#define LABSTAT_NAMES_H

#include <stddef.h>

/* The strings are not its own and must outlive it; starts from zeroes. */
struct names {
	const char **list;
	size_t nr;
};

/* Adds @name at the end unless it is there. Returns 0, or -1 without memory. */
int names_add(struct names *names, const char *name);

/* The place of @name, or -1. */
int names_find(const struct names *names, const char *name);

void names_free(struct names *names);

#endif /* LABSTAT_NAMES_H */
