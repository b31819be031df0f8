// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "report/cdf.h"
#include "report/exposure.h"
#include "report/growth.h"
#include "report/decomposition.h"
#include "report/pictures.h"

static int write_growth(const struct results *results, FILE *out)
{
	struct growth growth;

	if (growth_build(&growth, results))
		return -1;
	growth_write_csv(&growth, out);
	growth_free(&growth);
	return 0;
}

static int write_decomposition(const struct results *results, FILE *out)
{
	struct decomposition decomposition;

	if (decomposition_build(&decomposition, results))
		return -1;
	decomposition_write_csv(&decomposition, out);
	decomposition_free(&decomposition);
	return 0;
}

static int write_frontier(const struct results *results, FILE *out)
{
	struct exposures exposures;

	if (exposures_build(&exposures, results))
		return -1;
	exposures_write_csv(&exposures, out);
	exposures_free(&exposures);
	return 0;
}

static const struct {
	const char *name;
	int (*write)(const struct results *results, FILE *out);
} files[] = {
	{ "growth", write_growth },
	{ "decomposition", write_decomposition },
	{ "frontier", write_frontier },
	{ "cdf", cdf_write_csv },
};

int pictures_write(const struct results *results, const char *dir,
		   struct lab_error *error)
{
	char path[PATH_MAX];
	FILE *out;
	int ret;

	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		snprintf(path, sizeof(path), "%s/%s.csv", dir, files[i].name);
		out = fopen(path, "w");
		if (!out)
			return lab_fail(error, "%s: %s", path, strerror(errno));
		ret = files[i].write(results, out);
		if (fclose(out))
			return lab_fail(error, "%s: %s", path, strerror(errno));
		if (ret)
			return lab_fail(error, "out of memory");
	}
	return 0;
}
