// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "page/new_file.h"

int new_file_begin(struct new_file *file, const char *dir, const char *name,
		   struct lab_error *error)
{
	snprintf(file->path, PATH_MAX, "%s/%s", dir, name);
	snprintf(file->beside, PATH_MAX, "%s/.%s.%d", dir, name, getpid());
	file->out = fopen(file->beside, "w");
	if (file->out)
		return 0;
	return lab_fail(error, "%s: %s", file->path, strerror(errno));
}

static int finish(struct new_file *file, struct lab_error *error)
{
	bool failed = ferror(file->out);

	if (!fclose(file->out) && !failed) {
		file->out = NULL;
		return 0;
	}
	file->out = NULL;
	return lab_fail(error, "%s: can't be written: %s", file->path,
			strerror(errno));
}

int new_files_place(struct new_file *files, size_t nr, struct lab_error *error)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < nr; i++)
		if (files[i].out)
			ret = finish(&files[i], error);
	for (size_t i = 0; !ret && i < nr; i++)
		if (files[i].beside[0] &&
		    rename(files[i].beside, files[i].path))
			ret = lab_fail(error, "%s: %s", files[i].path,
				       strerror(errno));
	new_files_drop(files, nr);
	return ret;
}

void new_files_drop(struct new_file *files, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		if (files[i].out)
			fclose(files[i].out);
		if (files[i].beside[0])
			unlink(files[i].beside);
		files[i] = (struct new_file){};
	}
}
