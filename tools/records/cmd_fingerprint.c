// SPDX-License-Identifier: GPL-2.0
/* What the figures of a run depend on: gathered from its files, and its name. */
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler.h"
#include "labstat.h"
#include "records/fingerprint.h"
#include "records/plan.h"

/* Digits of a hash, short enough for a name. */
#define HASH_SIZE 13

/* "a.b=value" of the machine goes into the object a. */
#define FACT_SIZE 4096

static char *hash_of(const char *text, char *hash)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)text, strlen(text), sum);
	for (size_t i = 0; i < HASH_SIZE / 2; i++)
		sprintf(&hash[2 * i], "%02x", sum[i]);
	return hash;
}

/* A .config tells of tools, too: Rust's don't matter here, and the compiler is apart. */
static char *option_of(char *line)
{
	bool of_a_tool = strstr(line, "_VERSION=") ||
			 strstr(line, "_VERSION_TEXT=") ||
			 !strncmp(line, "CONFIG_RUSTC_", 13);

	return of_a_tool || strncmp(line, "CONFIG_", 7) ? NULL : line;
}

static void cut_number(char *line, const char *option)
{
	char *at = strstr(line, option), *end;

	if (!at)
		return;
	end = at + strlen(option);
	end += strspn(end, "0123456789");
	memmove(at, end, strlen(end) + 1);
}

/* The same cases have other ids in each boot of a kernel, and may have other seeds. */
static char *command_of(char *line)
{
	cut_number(line, " --case=");
	cut_number(line, " -r ");
	return line;
}

static char *value_of(char *line)
{
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static char *patches_of(char *line)
{
	return strncmp(line, "patches ", 8) ? NULL : value_of(line + 8);
}

/* How many CPUs a boot has its name says. */
static char *machine_of(char *line)
{
	static const char begin[] = "exec qemu-system-x86_64 ";
	char *end = strstr(line, " \\\n");

	if (strncmp(line, begin, strlen(begin)) || !end)
		return NULL;
	*end = '\0';
	cut_number(line, " -smp ");
	return line + strlen(begin);
}

/* Files of a run, and what of their lines figures depend on. */
static const struct source {
	const char *files;
	const char *field;
	char *(*keep)(char *line); /* what counts of it, or NULL */
	bool named; /* the field is an object; what * stands for is the name in it */
	bool hashed; /* what counts as a whole; there must be something */
} sources[] = {
	{ "version", "kernel", value_of },
	{ "config-*", "config", option_of, .named = true, .hashed = true },
	{ "build-inputs-*", "series", patches_of, .named = true },
	/* What ran before in a boot shifts what comes later. */
	{ "boot-*/job", "cases", command_of, .named = true, .hashed = true },
	{ "boot-*/qemu-cmd", "machine", machine_of },
};

/* What counts of @path as one text, to be freed; NULL with errno. */
static char *read_kept(const char *path, char *(*keep)(char *line))
{
	FILE *file = fopen(path, "r"), *out;
	char *text = NULL, *line = NULL;
	const char *kept;
	size_t size, room = 0;

	if (!file)
		return NULL;
	out = open_memstream(&text, &size);
	while (out && getline(&line, &room, file) > 0) {
		kept = keep(line);
		if (kept)
			fputs(kept, out);
	}
	free(line);
	fclose(file);
	return out && !fclose(out) ? text : NULL;
}

/* Sets @object's @name, which all files that say it must say alike. */
static int set(json_t *object, const char *name, const char *value,
	       struct lab_error *error)
{
	const json_t *other = json_object_get(object, name);

	if (!other)
		return json_object_set_new(object, name, json_string(value));
	if (!strcmp(json_string_value(other), value))
		return 0;
	return lab_fail(error, "%s: is '%s' and '%s'", name,
			json_string_value(other), value);
}

static json_t *inner_object(json_t *json, const char *name)
{
	if (!json_object_get(json, name))
		json_object_set_new(json, name, json_object());
	return json_object_get(json, name);
}

static int add_file(json_t *json, const struct source *source, const char *path,
		    struct lab_error *error)
{
	char *text = read_kept(path, source->keep);
	char name[NAME_MAX], hash[HASH_SIZE];
	int ret = 0;

	if (!text)
		return lab_fail(error, "%s: %s", path, strerror(errno));
	if (!text[0] && source->hashed)
		ret = lab_fail(error, "%s: is empty, or cut short", path);
	/* The kernel, or kernel and CPUs, without the number of the boot. */
	path += strcspn(source->files, "*");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(path, "./"), path);
	if (!ret)
		ret = set(source->named ? inner_object(json, source->field) :
					  json,
			  source->named ? name : source->field,
			  source->hashed ? hash_of(text, hash) : text, error);
	free(text);
	return ret;
}

static int add_files(json_t *json, const struct source *source,
		     struct lab_error *error)
{
	glob_t found;
	int ret = 0;

	if (glob(source->files, 0, NULL, &found))
		return 0; /* such as qemu-cmd where nothing is booted */
	for (size_t i = 0; !ret && i < found.gl_pathc; i++)
		ret = add_file(json, source, found.gl_pathv[i], error);
	globfree(&found);
	return ret;
}

/* Lines "name=value" of what only the machine can say. */
static int add_facts(json_t *json, FILE *in, struct lab_error *error)
{
	char line[FACT_SIZE], *value, *inner;
	json_t *object;
	int ret = 0;

	while (!ret && fgets(line, sizeof(line), in)) {
		value = strchr(value_of(line), '=');
		if (!value)
			return lab_fail(error, "'%s' is no name=value", line);
		*value++ = '\0';
		inner = strchr(line, '.');
		if (inner)
			*inner++ = '\0';
		object = inner ? inner_object(json, line) : json;
		ret = set(object, inner ? inner : line, value, error);
	}
	return ret;
}

static bool has(const json_t *array, const json_t *value)
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (json_equal(json_array_get(array, i), value))
			return true;
	return false;
}

/* Those of the run's own boots, each once, in their order. */
static json_t *seeds_of(const struct plan *plan)
{
	json_t *seeds = json_array(), *planned, *seed;
	const char *id;

	json_object_foreach(plan->cases, id, planned)
	{
		seed = json_object_get(planned, "seed");
		if (planned_is_result(planned) && !has(seeds, seed))
			json_array_append(seeds, seed);
	}
	return seeds;
}

static int add_planned(json_t *json, struct lab_error *error)
{
	const char *perf;
	struct plan plan;

	if (plan_load(&plan, ".", error))
		return -1;
	json_object_set(json, "backend", json_object_get(plan.head, "backend"));
	perf = json_string_value(json_object_get(plan.head, "perf"));
	if (perf && strcmp(perf, "none"))
		json_object_set_new(json, "perturbed",
				    json_sprintf("perf %s", perf));
	json_object_set_new(json, "seeds", seeds_of(&plan));
	plan_free(&plan);
	return 0;
}

/* One form wherever it is written or hashed; to be freed. */
static char *text_of(const json_t *json)
{
	char *dump = json_dumps(json, JSON_INDENT(1) | JSON_SORT_KEYS), *text;

	if (asprintf(&text, "%s\n", dump) < 0)
		text = NULL;
	free(dump);
	return text;
}

static int write_json(const json_t *json, struct lab_error *error)
{
	FILE *out = fopen("fingerprint.json", "w");
	char *text = text_of(json);
	bool failed = !out || !text || fputs(text, out) == EOF;

	free(text);
	if ((out && fclose(out)) || failed)
		return lab_fail(error, "fingerprint.json: %s", strerror(errno));
	return 0;
}

static int gather(json_t *json, struct lab_error *error)
{
	int ret = add_planned(json, error);

	for (size_t i = 0; !ret && i < ARRAY_LENGTH(sources); i++)
		ret = add_files(json, &sources[i], error);
	if (!ret)
		ret = add_facts(json, stdin, error);
	return ret ? ret : write_json(json, error);
}

int cmd_fingerprint(int argc, char **argv, struct lab_error *error)
{
	json_t *json;
	int ret;

	if (argc != 1) {
		lab_fail(error, "fingerprint: name one run");
		return LABSTAT_FAILED;
	}
	json = json_object();
	/* From within: a pattern must not see what the folder is called. */
	ret = chdir(argv[0]) ? lab_fail(error, "%s", strerror(errno)) :
			       gather(json, error);
	json_decref(json);
	if (!ret)
		return LABSTAT_OK;
	lab_fail_at(error, "%s", argv[0]);
	return LABSTAT_FAILED;
}

int cmd_name(int argc, char **argv, struct lab_error *error)
{
	json_t *json, *environment;
	char *text, hash[HASH_SIZE];
	const char *perturbed;

	if (argc != 1) {
		lab_fail(error, "name: name one run");
		return LABSTAT_FAILED;
	}
	json = fingerprint_load(argv[0], error);
	if (!json)
		return LABSTAT_FAILED;
	perturbed = json_string_value(json_object_get(json, "perturbed"));
	if (perturbed)
		lab_fail(
			error,
			"RUN=%s: made under %s, which disturbs what is measured; make a run with PERF=none",
			argv[0], perturbed);
	environment = fingerprint_environment(json);
	text = text_of(environment);
	if (!perturbed)
		printf("%s-%s\n",
		       json_string_value(json_object_get(json, "backend")),
		       hash_of(text, hash));
	free(text);
	json_decref(environment);
	json_decref(json);
	return perturbed ? LABSTAT_FAILED : LABSTAT_OK;
}
