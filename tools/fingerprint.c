// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "fingerprint.h"

static void print_value(const char *name, const json_t *value, FILE *out)
{
	char *text;

	if (json_is_string(value)) {
		fprintf(out, "- %s: %s\n", name, json_string_value(value));
		return;
	}
	text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	fprintf(out, "- %s: %s\n", name, text);
	free(text);
}

int fingerprint_print(const char *dir, FILE *out, struct lab_error *error)
{
	char path[PATH_MAX];
	json_error_t json_error;
	const char *name;
	json_t *json, *value;
	FILE *file;

	snprintf(path, sizeof(path), "%s/fingerprint.json", dir);
	file = fopen(path, "r");
	if (!file && errno == ENOENT) {
		fputs("No fingerprint was stored with this run.\n", out);
		return 0;
	}
	if (!file)
		return lab_fail(error, "%s: %s", path, strerror(errno));
	json = json_loadf(file, JSON_REJECT_DUPLICATES, &json_error);
	fclose(file);
	if (!json_is_object(json)) {
		json_decref(json);
		return lab_fail(error, "%s:%d: not JSON: %s", path,
				json ? 1 : json_error.line,
				json ? "no object" : json_error.text);
	}
	json_object_foreach(json, name, value) print_value(name, value, out);
	json_decref(json);
	return 0;
}
