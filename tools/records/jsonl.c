// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "records/jsonl.h"

/* The name of the last field before @position, for messages; may be empty. */
static void field_before(const char *text, size_t position, char *name,
			 size_t size)
{
	const char *begin, *end = NULL;

	for (const char *at = text; (at = strstr(at, "\":")); at++)
		if ((size_t)(at - text) < position)
			end = at;
	for (begin = end; begin && begin > text && begin[-1] != '"';)
		begin--;
	snprintf(name, size, "%.*s", end ? (int)(end - begin) : 0,
		 begin ? begin : "");
}

static json_t *parse_line(const char *text, size_t len, struct lab_error *error)
{
	json_error_t json_error;
	char field[32];
	json_t *json;

	if (text[len - 1] != '\n') {
		lab_fail(error, "truncated: the last line has no end");
		return NULL;
	}
	json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &json_error);
	if (json)
		return json;
	field_before(text, json_error.position, field, sizeof(field));
	lab_fail(error, "%s%snot JSON: %s", field, field[0] ? ": " : "",
		 json_error.text);
	return NULL;
}

int jsonl_read(FILE *file, int *line, int (*take)(void *context, json_t *json),
	       void *context, struct lab_error *error)
{
	char *text = NULL;
	size_t size = 0;
	json_t *json;
	ssize_t len;
	int ret = 0;

	while (!ret && (len = getline(&text, &size, file)) > 0) {
		(*line)++;
		json = parse_line(text, len, error);
		ret = json ? take(context, json) : -1;
		json_decref(json);
	}
	free(text);
	if (!ret && ferror(file))
		ret = lab_fail(error, "%s", strerror(errno));
	return ret;
}
