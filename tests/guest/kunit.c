// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@percpu_ptemap mode=parallel cpus=4 */
/*
 * The results of tests/kunit/, which ran when the kernel booted: KTAP of each suite
 * in debugfs, here without the nesting.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>

static const char *const suites[] = { "flush_batch", "strategy", NULL };

/* "    ok 3 name" or "    not ok 3 name # SKIP why" becomes a result of ours. */
static unsigned int print_case(const char *suite, const char *line,
			       unsigned int number)
{
	char result[8] = "", name[200];
	int fields;

	if (strncmp(line, "    ", 4))
		return 0;
	fields = sscanf(line, " not ok %*u %199[^\n]", name);
	if (fields != 1) {
		fields = sscanf(line, " ok %*u %199[^\n]", name);
		snprintf(result, sizeof(result), "ok");
	} else {
		snprintf(result, sizeof(result), "not ok");
	}
	if (fields != 1)
		return 0;
	printf("%s %u - %s.%s\n", result, number, suite, name);
	return 1;
}

static unsigned int print_suite(const char *suite, unsigned int number)
{
	unsigned int found = 0;
	char path[100], line[256];
	FILE *in;

	snprintf(path, sizeof(path), "/sys/kernel/debug/kunit/%s/results",
		 suite);
	in = fopen(path, "r");
	if (!in)
		err(1, "%s", path);
	while (fgets(line, sizeof(line), in))
		found += print_case(suite, line, number + found + 1);
	fclose(in);
	if (!found)
		errx(1, "%s: no results", path);
	return found;
}

int main(void)
{
	unsigned int number = 0;

	for (const char *const *suite = suites; *suite; suite++)
		number += print_suite(*suite, number);
	printf("1..%u\n", number);
	return 0;
}
