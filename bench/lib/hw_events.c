// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "die.h"
#include "hw_events.h"

#define NAMES_PROGRAM "hw-names"

static const char *const scope_names[HW_NR_SCOPES] = {
	[HW_SCOPE_HOST] = "host",
	[HW_SCOPE_GUEST] = "guest",
};

/* Becomes the program; without it, an exit code that it hasn't. */
static void __noreturn become_names(int out, const char *text)
{
	char path[PATH_MAX] = "";
	char *slash;

	if (readlink("/proc/self/exe", path, sizeof(path) - 1) > 0) {
		slash = strrchr(path, '/');
		snprintf(slash, path + sizeof(path) - slash, "/%s",
			 NAMES_PROGRAM);
		dup2(out, STDOUT_FILENO);
		execl(path, NAMES_PROGRAM, text, NULL);
	}
	_exit(127);
}

/* Returns the number of bytes, or -1. */
static ssize_t read_all(int fd, char *data, size_t size)
{
	ssize_t got, sum = 0;

	while ((got = read(fd, data + sum, size - sum)) > 0)
		sum += got;
	return got < 0 ? -1 : sum;
}

/* Returns the program's wait status, or -1 if it could not be asked. */
static int ask_names(const char *text, char *answer, size_t size, ssize_t *len)
{
	int ends[2], status;
	pid_t pid;

	if (pipe(ends))
		return -1;
	pid = fork();
	if (!pid)
		become_names(ends[1], text);
	close(ends[1]);
	*len = pid < 0 ? -1 : read_all(ends[0], answer, size);
	close(ends[0]);
	return pid < 0 || waitpid(pid, &status, 0) != pid ? -1 : status;
}

void hw_events_parse(const char *text, struct hw_events *events)
{
	ssize_t len;
	int status;

	memset(events, 0, sizeof(*events));
	if (!strcmp(text, "none"))
		return;
	status = ask_names(text, (char *)events, sizeof(*events), &len);
	if (!status && len == sizeof(*events))
		return;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1 && len > 0)
		die("%.*s", (int)len, (char *)events);
	die("events %s: can't ask %s, which was built beside this program; give -e none",
	    text, NAMES_PROGRAM);
}

const char *hw_scope_name(enum hw_scope scope)
{
	return scope_names[scope];
}
