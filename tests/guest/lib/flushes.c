// SPDX-License-Identifier: GPL-2.0
#include <sys/syscall.h>

#include "flushes.h"
#include "labtest.h"

#define TRACING "/sys/kernel/tracing/"

static void trace_calls(const char *on)
{
	FILE *file = fopen(TRACING "events/csd/csd_queue_cpu/enable", "w");

	TEST_ASSERT(file, "tracepoint csd_queue_cpu");
	fputs(on, file);
	fclose(file);
}

static void empty_trace(void)
{
	FILE *file = fopen(TRACING "trace", "w");

	TEST_ASSERT(file, "empty the trace");
	fclose(file);
}

/* Functions that a CPU is asked to run to flush kernel translations. */
static const struct flush_func {
	const char *prefix;
	bool by_anyone; /* a worker's count as well */
} flush_funcs[] = {
	{ "do_kernel_range_flush", false },
	{ "do_flush_tlb_all", false },
	{ "batch_flush_", true },
	{ "lab_handler", true }, /* all of them, in a kernel that counts */
};

static bool is_our_flush(const char *line, const char *task)
{
	const char *func = strstr(line, "csd_queue_cpu:");
	int i;

	func = func ? strstr(func, "func=") : NULL;
	for (i = 0; func && i < ARRAY_SIZE(flush_funcs); i++) {
		if (!strncmp(func + strlen("func="), flush_funcs[i].prefix,
			     strlen(flush_funcs[i].prefix)))
			return flush_funcs[i].by_anyone || strstr(line, task);
	}
	return false;
}

void flushes_start(void)
{
	empty_trace();
	trace_calls("1");
}

unsigned int flushes_stop(void)
{
	unsigned int flushes = 0;
	char line[512], task[32];
	FILE *file;

	trace_calls("0");
	file = fopen(TRACING "trace", "r");
	TEST_ASSERT(file, "read the trace");

	/* "program-PID  [CPU] flags time: csd_queue_cpu: ... func=..." */
	snprintf(task, sizeof(task), "-%ld ", syscall(SYS_gettid));
	while (fgets(line, sizeof(line), file))
		flushes += is_our_flush(line, task);
	fclose(file);
	empty_trace();
	return flushes;
}
