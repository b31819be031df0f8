// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "records/input.h"
#include "records/metric_name.h"
#include "schema.h"
#include "gate/tolerances.h"

/*
 * By unit; figures in one that is not here may not rise at all. None is above 2%: what a
 * figure was seen to move by more stands in gate.tolerances, with the reason.
 */
static const struct override defaults[] = {
	{ "insns", { 0.005, 0, 0 } },
	{ "ns", { 0.02, 10, 0.01 } },
	{ "cycles", { 0.02, 30, 0.01 } },
};

/* Of instructions, where the baseline has one seed, and so no floors. */
#define WITHOUT_FLOOR 0.02

/* The most units that may be allowed: more is none at all. */
#define MOST 1e15

/* What strtod() takes besides, such as 0x10 and nan, is a mistake here. */
static int parse_number(const char *text, const char *end, double most,
			double *value, struct lab_error *error)
{
	size_t len = strspn(text, "0123456789.");
	char *rest;

	if (*value >= 0)
		return lab_fail(error, "'%s': a second time", text);
	*value = strtod(text, &rest);
	if (!len || rest != text + len || strcmp(rest, end))
		return lab_fail(error, "'%s' is no number%s%s", text,
				end[0] ? " with a " : "", end);
	if (*value > most)
		return lab_fail(error, "'%s' is above %g", text, most);
	return 0;
}

static int parse_setting(struct tolerance *t, const char *word,
			 struct lab_error *error)
{
	if (!strncmp(word, "relative=", 9)) {
		if (parse_number(word + 9, "%", 100, &t->relative, error))
			return -1;
		t->relative /= 100;
		return 0;
	}
	if (!strncmp(word, "absolute=", 9))
		return parse_number(word + 9, "", MOST, &t->absolute, error);
	if (strncmp(word, "p=", 2))
		return lab_fail(error,
				"'%s' is not relative=, absolute= or p=", word);
	if (parse_number(word + 2, "", 1, &t->p, error))
		return -1;
	if (t->p == 0 || t->p == 1)
		return lab_fail(error, "p=%s is not between 0 and 1", word + 2);
	return 0;
}

static bool is_strategy(const char *name)
{
	char *list = strdup(LAB_STRATEGIES), *rest = list, *word;
	bool found = false;

	while (!found && (word = strsep(&rest, " ")))
		found = *word && !strcmp(word, name);
	free(list);
	return found;
}

static bool is_path(const char *name)
{
	for (const char *const *path = lab_path_names; *path; path++)
		if (!strcmp(*path, name))
			return true;
	return false;
}

/* A name that is nearly right would allow nothing, and nobody would notice. */
static int check_name(const char *name, struct lab_error *error)
{
	char parts[GROUP_NAME_SIZE], *rest = parts, *metric, *strategy, *path;

	if (lab_unit_find(name))
		return 0;
	snprintf(parts, sizeof(parts), "%s", name);
	metric = strsep(&rest, ",");
	strategy = strsep(&rest, ",");
	path = strsep(&rest, ",");
	if (!metric_name_known(metric))
		return lab_fail(error, "'%s' is no metric and no unit", metric);
	if (strategy && !is_strategy(strategy))
		return lab_fail(error, "'%s' is no strategy, there are: %s",
				strategy, LAB_STRATEGIES);
	if (path && !is_path(path))
		return lab_fail(error, "'%s' is no path", path);
	if (rest)
		return lab_fail(error, "'%s' is no part of a name", rest);
	return 0;
}

static int parse_name(struct tolerances *t, struct override *override,
		      const char *name, struct lab_error *error)
{
	if (check_name(name, error))
		return -1;
	snprintf(override->name, sizeof(override->name), "%s", name);
	for (size_t i = 0; i < t->nr; i++)
		if (!strcmp(t->list[i].name, name))
			return lab_fail(error, "%s: a second time", name);
	return 0;
}

static int add_override(struct tolerances *t, const struct override *new,
			struct lab_error *error)
{
	struct override *list = realloc(t->list, (t->nr + 1) * sizeof(*list));

	if (!list)
		return lab_fail(error, "out of memory");
	t->list = list;
	list[t->nr++] = *new;
	return 0;
}

static int parse_line(struct tolerances *t, char *line, struct lab_error *error)
{
	struct override override = { .tolerance = { -1, -1, -1 } };
	char *word, *rest = NULL;

	line[strcspn(line, "#")] = '\0';
	word = strtok_r(line, " \t\n", &rest);
	if (!word)
		return 0;
	if (parse_name(t, &override, word, error))
		return -1;
	word = strtok_r(NULL, " \t\n", &rest);
	if (!word)
		return lab_fail(error, "%s: sets nothing", override.name);
	for (; word; word = strtok_r(NULL, " \t\n", &rest))
		if (parse_setting(&override.tolerance, word, error))
			return lab_fail_at(error, "%s", override.name);
	return add_override(t, &override, error);
}

int tolerances_load(struct tolerances *t, const char *path,
		    struct lab_error *error)
{
	FILE *file = input_open(path, error);
	char *line = NULL;
	size_t size = 0;
	int number = 0, ret = 0;
	ssize_t len;

	memset(t, 0, sizeof(*t));
	if (!file)
		return -1;
	while (!ret && (len = getline(&line, &size, file)) > 0) {
		number++;
		ret = strlen(line) == (size_t)len ?
			      parse_line(t, line, error) :
			      lab_fail(error, "has a NUL byte");
	}
	free(line);
	if (!ret && ferror(file))
		ret = lab_fail(error, "%s", strerror(errno));
	fclose(file);
	if (!ret)
		return 0;
	tolerances_free(t);
	return lab_fail_at(error, "%s:%d", path, number);
}

void tolerances_free(struct tolerances *t)
{
	free(t->list);
	memset(t, 0, sizeof(*t));
}

static struct tolerance find_default(const struct lab_record *record,
				     bool has_floor)
{
	struct tolerance found = {};

	for (size_t i = 0; i < ARRAY_LENGTH(defaults); i++)
		if (!strcmp(defaults[i].name, record->unit))
			found = defaults[i].tolerance;
	if (!has_floor && lab_unit_find(record->unit)->moves)
		found.relative = WITHOUT_FLOOR;
	return found;
}

/* @name: the unit, or so many bytes of the name of the group */
static void apply(struct tolerance *t, const struct tolerances *tolerances,
		  const char *name, size_t len)
{
	const struct tolerance *by;

	for (size_t i = 0; i < tolerances->nr; i++) {
		if (strlen(tolerances->list[i].name) != len ||
		    strncmp(tolerances->list[i].name, name, len))
			continue;
		by = &tolerances->list[i].tolerance;
		t->relative = by->relative < 0 ? t->relative : by->relative;
		t->absolute = by->absolute < 0 ? t->absolute : by->absolute;
		t->p = by->p < 0 ? t->p : by->p;
	}
}

struct tolerance tolerances_find(const struct tolerances *t,
				 const struct lab_record *record, double floor)
{
	struct tolerance found = find_default(record, !isnan(floor));
	char name[GROUP_NAME_SIZE];
	size_t len = 0;

	apply(&found, t, record->unit, strlen(record->unit));
	group_name(record, name, sizeof(name));
	do {
		len += strcspn(name + len, ",");
		apply(&found, t, name, len);
	} while (name[len++]);
	if (lab_unit_find(record->unit)->moves)
		found.relative = fmax(found.relative, FLOOR_MARGIN * floor);
	return found;
}
