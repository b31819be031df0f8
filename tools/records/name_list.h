/* SPDX-License-Identifier: GPL-2.0 */
/* Lists of names in a sentence, however long. */
#ifndef LABSTAT_NAME_LIST_H
#define LABSTAT_NAME_LIST_H

#include <jansson.h>

/* Adds @name to @names, an object whose keys are the names, unless it is there. */
void name_list_add(json_t *names, const char *name);

/* "one, two, three": the keys of @names in the order they were added. To be freed. */
char *name_list_text(const json_t *names);

#endif /* LABSTAT_NAME_LIST_H */
