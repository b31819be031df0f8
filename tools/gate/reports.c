// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "compiler.h"
#include "gate/reports.h"

/* Written beside under the first name, and then renamed. */
static const struct report {
	const char *beside;
	const char *name;
	int (*write)(const struct gate_rows *rows, FILE *out);
} reports[] = {
	{ ".gate.md", "gate.md", rows_write_markdown },
	{ ".junit.xml", "junit.xml", rows_write_junit },
	{ ".gate.ktap", "gate.ktap", rows_write_ktap },
	{ ".kcidb.json", "kcidb.json", rows_write_kcidb },
	{ ".verdict.json", "verdict.json", rows_write_verdict },
};

static int remove_one(int fd, const char *dir, const char *name,
		      struct lab_error *error)
{
	if (!unlinkat(fd, name, 0) || errno == ENOENT)
		return 0;
	return lab_fail(error, "%s/%s: can't be removed: %s", dir, name,
			strerror(errno));
}

/* As many as can be; the last that can't is told. */
static int remove_all(int fd, const char *dir, struct lab_error *error)
{
	int ret = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(reports); i++) {
		ret |= remove_one(fd, dir, reports[i].beside, error);
		ret |= remove_one(fd, dir, reports[i].name, error);
	}
	return ret;
}

int reports_open(const char *dir, struct lab_error *error)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return lab_fail(error, "%s: %s", dir, strerror(errno));
	if (flock(fd, LOCK_EX))
		lab_fail(error, "%s: can't be locked: %s", dir,
			 strerror(errno));
	else if (!remove_all(fd, dir, error))
		return fd;
	close(fd);
	return -1;
}

/* Returns 0, or -1 with errno. */
static int save(int fd, const char *name, const char *text, size_t size)
{
	int file =
		openat(fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	ssize_t done = 0;

	if (file < 0)
		return -1;
	for (; size && done >= 0; size -= done, text += done) {
		done = write(file, text, size);
		if (done < 0)
			break;
	}
	if (done >= 0 && !fsync(file))
		return close(file);
	close(file);
	return -1;
}

static int write_one(int fd, const char *dir, const struct report *report,
		     const struct gate_rows *rows, struct lab_error *error)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int ret = out ? report->write(rows, out) : -1;

	if (out && fclose(out))
		ret = -1;
	if (ret)
		lab_fail(error, "%s: out of memory", report->name);
	else if (save(fd, report->beside, text, size))
		ret = lab_fail(error, "%s/%s: can't be written: %s", dir,
			       report->name, strerror(errno));
	free(text);
	return ret;
}

static int write_all(int fd, const char *dir, const struct gate_rows *rows,
		     struct lab_error *error)
{
	const struct report *report;

	for (size_t i = 0; i < ARRAY_LENGTH(reports); i++)
		if (write_one(fd, dir, &reports[i], rows, error))
			return -1;
	for (size_t i = 0; i < ARRAY_LENGTH(reports); i++) {
		report = &reports[i];
		if (renameat(fd, report->beside, fd, report->name))
			return lab_fail(error, "%s/%s: can't be written: %s",
					dir, report->name, strerror(errno));
	}
	if (rows_write_text(rows, stdout) || fflush(stdout))
		return lab_fail(error, "stdout: %s", strerror(errno));
	return 0;
}

int reports_write(int fd, const char *dir, const struct gate_rows *rows,
		  struct lab_error *error)
{
	struct lab_error ignored;

	if (!write_all(fd, dir, rows, error))
		return 0;
	remove_all(fd, dir, &ignored);
	return -1;
}
