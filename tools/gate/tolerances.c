// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "records/metric_name.h"
#include "schema.h"
#include "gate/tolerances.h"

/* By unit; of a unit that is not here, exact figures may not rise at all. */
static const struct override defaults[] = {
	{ "insns", { 0.005, 0, 0 } },
	{ "ns", { 0.05, 10, 0.01 } },
	{ "cycles", { 0.05, 30, 0.01 } },
};

static const struct tolerance exact_default = { 0, 0, 0 };
static const struct tolerance sampled_default = { 0.05, 0, 0.01 };

static int parse_number(const char *text, const char *end, double *value,
			struct lab_error *error)
{
	char *rest;

	*value = strtod(text, &rest);
	if (rest == text || strcmp(rest, end) || !isfinite(*value) ||
	    *value < 0)
		return lab_fail(error, "'%s' is no number%s%s", text,
				end[0] ? " with a " : "", end);
	return 0;
}

static int parse_setting(struct tolerance *t, const char *word,
			 struct lab_error *error)
{
	int ret;

	if (!strncmp(word, "relative=", 9)) {
		ret = parse_number(word + 9, "%", &t->relative, error);
		t->relative /= 100;
		return ret;
	}
	if (!strncmp(word, "absolute=", 9))
		return parse_number(word + 9, "", &t->absolute, error);
	if (strncmp(word, "p=", 2))
		return lab_fail(error,
				"'%s' is not relative=, absolute= or p=", word);
	if (parse_number(word + 2, "", &t->p, error))
		return -1;
	if (t->p == 0 || t->p >= 1)
		return lab_fail(error, "p=%s is not between 0 and 1", word + 2);
	return 0;
}

static int parse_name(struct tolerances *t, struct override *override,
		      const char *name, struct lab_error *error)
{
	if (!metric_name_known(name) && !lab_unit_find(name))
		return lab_fail(error, "'%s' is no metric and no unit", name);
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
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	int number = 0, ret = 0;

	memset(t, 0, sizeof(*t));
	if (!file)
		return lab_fail(error, "%s: %s", path, strerror(errno));
	while (!ret && getline(&line, &size, file) > 0) {
		number++;
		ret = parse_line(t, line, error);
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

static struct tolerance find_default(const struct lab_record *record)
{
	struct tolerance found = !strcmp(record->kind, "sampled") ?
					 sampled_default :
					 exact_default;

	for (size_t i = 0; i < ARRAY_LENGTH(defaults); i++)
		if (!strcmp(defaults[i].name, record->unit))
			found = defaults[i].tolerance;
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
	struct tolerance found = find_default(record);
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
