// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "statistics/controls.h"
#include "records/name_list.h"

/* One line of `order`: FOLDER KERNEL CPUS SEED CASES, see scripts/arms.sh. */
static void note_boot(struct controls *c, const char *line)
{
	char *folder = NULL, *kernel = NULL, *seed = NULL, *cases = NULL;
	const char *number;

	if (sscanf(line, "%ms %ms %*s %ms %ms", &folder, &kernel, &seed,
		   &cases) == 4) {
		name_list_add(c->seeds, seed);
		number = strrchr(folder, '.');
		if (number && strcmp(kernel, cases))
			c->layout = atol(number + 1);
	}
	free(folder);
	free(kernel);
	free(seed);
	free(cases);
}

static void read_order(struct controls *c, const char *dir)
{
	char path[PATH_MAX], *line = NULL;
	size_t size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/order", dir);
	file = fopen(path, "r");
	if (!file)
		return;
	while (getline(&line, &size, file) > 0)
		note_boot(c, line);
	free(line);
	fclose(file);
}

int controls_load(struct controls *c, const char *dir, struct lab_error *error)
{
	char path[PATH_MAX];

	memset(c, 0, sizeof(*c));
	snprintf(path, sizeof(path), "%s/layout.jsonl", dir);
	if (!access(path, F_OK) && results_load(&c->results, path, error))
		return -1;
	c->index = results_index(&c->results);
	c->seeds = json_object();
	read_order(c, dir);
	return 0;
}

void controls_free(struct controls *c)
{
	json_decref(c->index);
	json_decref(c->seeds);
	results_free(&c->results);
	memset(c, 0, sizeof(*c));
}

const struct lab_record *controls_find(const struct controls *c,
				       const struct lab_record *record)
{
	return results_find(&c->results, c->index, record);
}
