// SPDX-License-Identifier: GPL-2.0
/* Which baseline is nearest to a run. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "records/fingerprint.h"
#include "labstat.h"

/* The best baseline that was found so far. */
struct choice {
	char dir[PATH_MAX];
	size_t differences;
	bool same_version; /* of the kernel */
	size_t kernels; /* that it has in common with the run */
};

static bool is_nearer(const struct choice *a, const struct choice *b)
{
	if (a->differences != b->differences)
		return a->differences < b->differences;
	if (a->same_version != b->same_version)
		return a->same_version;
	return a->kernels > b->kernels;
}

static void consider(struct choice *c, const char *dir, const json_t *base,
		     const json_t *run)
{
	char text[512];
	struct choice other = {
		.differences =
			fingerprint_differences(base, run, text, sizeof(text)),
		.same_version = !strcmp(fingerprint_kernel(base),
					fingerprint_kernel(run)),
		.kernels = fingerprint_common_kernels(base, run),
	};

	if (c->dir[0] && !is_nearer(&other, c))
		return;
	snprintf(other.dir, sizeof(other.dir), "%s", dir);
	*c = other;
}

static int consider_entry(struct choice *c, const char *parent,
			  const char *name, const json_t *run,
			  struct lab_error *error)
{
	char dir[PATH_MAX], file[PATH_MAX];
	json_t *base;

	if (name[0] == '.')
		return 0;
	snprintf(dir, sizeof(dir), "%s/%s", parent, name);
	snprintf(file, sizeof(file), "%s/fingerprint.json", dir);
	if (access(file, F_OK))
		return 0;
	base = fingerprint_load(dir, error);
	if (!base)
		return -1;
	consider(c, dir, base, run);
	json_decref(base);
	return 0;
}

static int search(struct choice *c, const char *parent, const json_t *run,
		  struct lab_error *error)
{
	struct dirent **entries;
	int nr = scandir(parent, &entries, NULL, alphasort), ret = 0;

	if (nr < 0)
		return lab_fail(error, "%s: %s", parent, strerror(errno));
	for (int i = 0; i < nr; i++) {
		if (!ret)
			ret = consider_entry(c, parent, entries[i]->d_name, run,
					     error);
		free(entries[i]);
	}
	free(entries);
	return ret;
}

/*
 * Prints the directory of the one that differs least: whether that is good
 * enough is for the gate to say.
 */
static int choose(const char *parent, const json_t *run,
		  struct lab_error *error)
{
	struct choice c = {};

	if (search(&c, parent, run, error))
		return LABSTAT_FAILED;
	if (!c.dir[0]) {
		lab_fail(error, "%s: has no baseline", parent);
		return LABSTAT_FAILED;
	}
	puts(c.dir);
	return LABSTAT_OK;
}

int cmd_baseline(int argc, char **argv, struct lab_error *error)
{
	json_t *run;
	int ret;

	if (argc != 2) {
		lab_fail(error, "baseline: name the baselines and a run");
		return LABSTAT_FAILED;
	}
	run = fingerprint_load(argv[1], error);
	if (!run)
		return LABSTAT_FAILED;
	ret = choose(argv[0], run, error);
	json_decref(run);
	return ret;
}
