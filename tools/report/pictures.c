// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compiler.h"
#include "report/pictures.h"

static const struct {
	const char *name;
	int (*draw)(const struct report *report, struct picture *picture);
} files[] = {
	{ "accesses", draw_accesses },	   { "decomposition", draw_parts },
	{ "growth", draw_growth },	   { "frontier", draw_frontier },
	{ "distributions", draw_samples },
};

int pictures_write(const struct report *r, struct lab_error *error)
{
	struct picture picture;
	char path[PATH_MAX];
	FILE *out;
	int ret;

	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		snprintf(path, sizeof(path), "%s/%s.tsv", r->run->dir,
			 files[i].name);
		out = fopen(path, "w");
		if (!out)
			return lab_fail(error, "%s: %s", path, strerror(errno));
		picture_begin(&picture, out);
		ret = files[i].draw(r, &picture);
		if (ferror(out) | fclose(out))
			return lab_fail(error, "%s: can't be written: %s", path,
					strerror(errno));
		if (ret)
			return lab_fail(error, "out of memory");
		if (!picture.panel)
			unlink(path);
	}
	return 0;
}
