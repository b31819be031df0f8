// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "records/name_list.h"

void name_list_add(json_t *names, const char *name)
{
	json_object_set_new(names, name, json_true());
}

char *name_list_text(const json_t *names)
{
	const char *name, *separator = "";
	char *text = NULL;
	json_t *value;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	json_object_foreach((json_t *)names, name, value)
	{
		fprintf(out, "%s%s", separator, name);
		separator = ", ";
	}
	return fclose(out) ? NULL : text;
}
