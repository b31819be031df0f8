// SPDX-License-Identifier: GPL-2.0
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "records/fingerprint.h"
#include "records/input.h"
#include "schema.h"

/* What belongs to the machine that runs the emulator, too. */
static const char *const hardware_fields[] = { "cpu", "microcode",
					       "mitigations", "frequency" };
static const char *const common_fields[] = { "kernel", "config", "compiler",
					     "seeds" };
static const char *const emulator_fields[] = { "qemu", "machine" };

static const char *backend_of(const json_t *fingerprint)
{
	return json_string_value(json_object_get(fingerprint, "backend"));
}

static bool is_on(const json_t *fingerprint, enum lab_machine machine)
{
	return lab_backend_find(backend_of(fingerprint))->machine == machine;
}

static int require(const json_t *json, const char *const *names, size_t nr,
		   struct lab_error *error)
{
	for (size_t i = 0; i < nr; i++)
		if (!json_object_get(json, names[i]))
			return lab_fail(error, "%s: missing", names[i]);
	return 0;
}

static int check(const json_t *json, struct lab_error *error)
{
	const char *backend = backend_of(json);

	if (!backend || !lab_backend_find(backend))
		return lab_fail(error, "backend: %s",
				backend ? "is unknown" : "missing");
	if (require(json, common_fields, ARRAY_LENGTH(common_fields), error))
		return -1;
	if (!json_is_object(json_object_get(json, "config")))
		return lab_fail(error, "config: is not an object");
	if (!is_on(json, LAB_REAL) &&
	    require(json, emulator_fields, ARRAY_LENGTH(emulator_fields),
		    error))
		return -1;
	if (is_on(json, LAB_EMULATED))
		return 0;
	return require(json, hardware_fields, ARRAY_LENGTH(hardware_fields),
		       error);
}

json_t *fingerprint_load(const char *dir, struct lab_error *error)
{
	char path[PATH_MAX];
	json_t *json;

	snprintf(path, sizeof(path), "%s/fingerprint.json", dir);
	json = input_json(path, error);
	if (!json || !check(json, error))
		return json;
	lab_fail_at(error, "%s", path);
	json_decref(json);
	return NULL;
}

json_t *fingerprint_environment(const json_t *fingerprint)
{
	json_t *environment = json_copy((json_t *)fingerprint);

	json_object_del(environment, "series");
	if (!is_on(fingerprint, LAB_EMULATED))
		return environment;
	for (size_t i = 0; i < ARRAY_LENGTH(hardware_fields); i++)
		json_object_del(environment, hardware_fields[i]);
	return environment;
}

/* Kept of a text for what doesn't fit: "; and 123 more". */
#define ROOM_FOR_MORE 32

/* A list of differences on its way to a text. */
struct difference_list {
	char *text;
	size_t size;
	size_t nr;
	size_t nr_hidden;
};

static void describe(const json_t *value, char *text, size_t size)
{
	char *dump;

	if (json_is_string(value)) {
		snprintf(text, size, "'%s'", json_string_value(value));
		return;
	}
	dump = value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	snprintf(text, size, "%s", dump ? dump : "nothing");
	free(dump);
}

static void add_difference(struct difference_list *d, const char *outer,
			   const char *name, const json_t *a, const json_t *b)
{
	size_t used = strlen(d->text), room = d->size - ROOM_FOR_MORE - used;
	char left[256], right[256], words[640];

	describe(a, left, sizeof(left));
	describe(b, right, sizeof(right));
	snprintf(words, sizeof(words), "%s%s%s%s: %s and %s", d->nr ? "; " : "",
		 outer, outer[0] ? " " : "", name, left, right);
	/* The first is cut rather than left out: one at least is told. */
	if (d->nr && strlen(words) >= room)
		d->nr_hidden++;
	else
		snprintf(d->text + used, room, "%s", words);
	d->nr++;
}

static void tell_hidden(struct difference_list *d)
{
	size_t used = strlen(d->text);

	if (d->nr_hidden)
		snprintf(d->text + used, d->size - used, "; and %zu more",
			 d->nr_hidden);
}

/* Fields of two objects; only the common ones, or those of either. */
static void compare_objects(struct difference_list *d, const char *outer,
			    const json_t *a, const json_t *b, bool only_common)
{
	const char *name;
	const json_t *other;
	json_t *value;

	json_object_foreach((json_t *)a, name, value)
	{
		other = json_object_get(b, name);
		if (!other && only_common)
			continue;
		if (json_is_object(value) && json_is_object(other))
			compare_objects(d, name, value, other,
					!strcmp(name, "config") ||
						!strcmp(name, "cases"));
		else if (!json_equal(value, other))
			add_difference(d, outer, name, value, other);
	}
	json_object_foreach((json_t *)b, name, value)
	{
		if (!only_common && !json_object_get(a, name))
			add_difference(d, outer, name, NULL, value);
	}
}

/* Length of the "6.12" in "6.12.117". */
static size_t base_length(const char *version)
{
	size_t length = strcspn(version, ".");

	if (version[length])
		length += 1 + strspn(version + length + 1, "0123456789");
	return length;
}

static bool same_base(const json_t *a, const json_t *b)
{
	const char *left = fingerprint_kernel(a),
		   *right = fingerprint_kernel(b);
	size_t length = base_length(left);

	return length == base_length(right) && !strncmp(left, right, length);
}

const char *fingerprint_kernel(const json_t *fingerprint)
{
	const char *version =
		json_string_value(json_object_get(fingerprint, "kernel"));

	return version ? version : "";
}

size_t fingerprint_common_kernels(const json_t *a, const json_t *b)
{
	const json_t *other = json_object_get(b, "config");
	const char *name;
	json_t *value;
	size_t nr = 0;

	json_object_foreach(json_object_get(a, "config"), name, value)
		nr += !!json_object_get(other, name);
	return nr;
}

size_t fingerprint_differences(const json_t *a, const json_t *b, char *text,
			       size_t size)
{
	struct difference_list d = { .text = text, .size = size };
	json_t *left = fingerprint_environment(a);
	json_t *right = fingerprint_environment(b);

	text[0] = '\0';
	if (same_base(a, b)) {
		json_object_del(left, "kernel");
		json_object_del(right, "kernel");
	}
	compare_objects(&d, "", left, right, false);
	if (!d.nr && !fingerprint_common_kernels(a, b))
		add_difference(&d, "", "config", json_object_get(a, "config"),
			       json_object_get(b, "config"));
	tell_hidden(&d);
	json_decref(left);
	json_decref(right);
	return d.nr;
}
