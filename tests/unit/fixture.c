// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"

#define FINGERPRINT                                                             \
	"{\"backend\":\"tcg-counted\",\"kernel\":\"6.12\",\"compiler\":\"cc\"," \
	"\"config\":{\"pure\":\"abc\"},\"cases\":{},\"qemu\":\"7.2\","          \
	"\"machine\":\"-M q35\",\"seeds\":[1]}\n"

#define PLANNED(id, control, replicate)                                     \
	"{\"id\":\"" id "\",\"boot\":\"boot-" id "\",\"image\":\"direct\"," \
	"\"kernel\":\"direct\",\"class\":\"pure\",\"seed\":1,"              \
	"\"replicate\":" replicate ",\"control\":\"" control "\","          \
	"\"program\":\"prog\",\"arguments\":\"-x\"}\n"

int fixture_setup(void **state)
{
	char name[] = "/tmp/gmem-lab-unit-XXXXXX";

	*state = mkdtemp(name) ? strdup(name) : NULL;
	if (!*state)
		return -1;
	fixture_write(state, "fingerprint.json", FINGERPRINT);
	fixture_write(
		state, "plan.jsonl",
		"{\"plan\":1,\"cases\":6}\n" PLANNED("1", "none", "1")
			PLANNED("2", "none", "2") PLANNED("3", "none", "3")
				PLANNED("seed1", "seed",
					"1") PLANNED("layout1", "layout", "1")
					PLANNED("layout2", "layout", "2"));
	return 0;
}

int fixture_teardown(void **state)
{
	DIR *dir = opendir(*state);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		unlink(fixture_path(state, entry->d_name));
	if (dir)
		closedir(dir);
	rmdir(*state);
	free(*state);
	return 0;
}

const char *fixture_path(void **state, const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", (const char *)*state, name);
	return path;
}

const char *fixture_write(void **state, const char *name, const char *text)
{
	const char *path = fixture_path(state, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

char *fixture_read(void **state, const char *name)
{
	FILE *file = fopen(fixture_path(state, name), "r");
	size_t size = 1 << 16;
	char *text = calloc(size, 1);

	assert_non_null(file);
	assert_non_null(text);
	assert_true(fread(text, 1, size - 1, file) < size - 1);
	fclose(file);
	return text;
}

char *replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *result;

	assert_non_null(at);
	assert_true(asprintf(&result, "%.*s%s%s", (int)(at - text), text, to,
			     at + strlen(from)) > 0);
	return result;
}
