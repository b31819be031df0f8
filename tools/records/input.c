// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/input.h"

FILE *input_open(const char *path, struct lab_error *error)
{
	/* To open a FIFO would wait for its writer. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat found;
	FILE *file;

	if (fd < 0) {
		lab_fail(error, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (fstat(fd, &found) || !S_ISREG(found.st_mode)) {
		lab_fail(error, "%s: is not a regular file", path);
		close(fd);
		return NULL;
	}
	file = fdopen(fd, "r");
	if (!file) {
		lab_fail(error, "%s: %s", path, strerror(errno));
		close(fd);
	}
	return file;
}

json_t *input_json(const char *path, struct lab_error *error)
{
	FILE *file = input_open(path, error);
	json_error_t why;
	json_t *json;

	if (!file)
		return NULL;
	json = json_loadf(file, JSON_REJECT_DUPLICATES, &why);
	fclose(file);
	if (json_is_object(json))
		return json;
	lab_fail(error, "%s:%d: not JSON: %s", path, json ? 1 : why.line,
		 json ? "no object" : why.text);
	json_decref(json);
	return NULL;
}
