// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "die.h"
#include "hw_counters.h"

static int open_on(const struct perf_event_attr *attr, int cpu)
{
	return syscall(SYS_perf_event_open, attr, -1, cpu, -1,
		       PERF_FLAG_FD_CLOEXEC);
}

/* There may be more counters than files that a process gets by default. */
static void allow_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void close_all(struct hw_counter *counter, unsigned int cpus)
{
	for (unsigned int cpu = 0; cpu < cpus; cpu++) {
		if (counter->fds[cpu] >= 0)
			close(counter->fds[cpu]);
		counter->fds[cpu] = -1;
	}
}

static void say_why(struct hw_counter *counter, const char *what,
		    const char *why)
{
	snprintf(counter->latest.na, sizeof(counter->latest.na), "%s%s", what,
		 why);
}

/* A CPU that is offline has no figure, and the others need not lack theirs. */
static void open_counter(struct hw_counter *counter, unsigned int cpus)
{
	const struct perf_event_attr *attr =
		&counter->event->attr[counter->scope];
	int error = ENODEV; /* until one could be opened */

	for (unsigned int cpu = 0; cpu < cpus; cpu++) {
		counter->fds[cpu] = open_on(attr, cpu);
		if (counter->fds[cpu] >= 0) {
			error = 0;
		} else if (errno != ENODEV) {
			error = errno;
			break;
		}
	}
	if (!error)
		return;
	say_why(counter, "perf can't open it: ", strerror(error));
	close_all(counter, cpus);
}

static void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		die("out of memory for the counters of %zu CPUs", count);
	return memory;
}

static void add_counter(struct hw_counters *counters,
			const struct hw_event *event, enum hw_scope scope)
{
	struct hw_counter *counter = &counters->list[counters->nr++];

	*counter = (struct hw_counter){
		.event = event,
		.scope = scope,
		.fds = allocate(counters->cpus, sizeof(int)),
		.before = allocate(counters->cpus, sizeof(struct hw_reading)),
		.counted = allocate(counters->cpus, sizeof(struct hw_reading)),
	};
	for (unsigned int cpu = 0; cpu < counters->cpus; cpu++)
		counter->fds[cpu] = -1;
	if (event->na[0])
		say_why(counter, "", event->na);
	else
		open_counter(counter, counters->cpus);
}

void hw_counters_open(struct hw_counters *counters,
		      const struct hw_events *events, bool guests)
{
	counters->nr = 0;
	counters->cpus = sysconf(_SC_NPROCESSORS_CONF);
	if (events->nr)
		allow_files();
	for (unsigned int i = 0; i < events->nr; i++) {
		add_counter(counters, &events->list[i], HW_SCOPE_HOST);
		if (guests && !events->list[i].software)
			add_counter(counters, &events->list[i], HW_SCOPE_GUEST);
	}
}

void hw_counters_close(struct hw_counters *counters)
{
	for (unsigned int i = 0; i < counters->nr; i++) {
		close_all(&counters->list[i], counters->cpus);
		free(counters->list[i].fds);
		free(counters->list[i].before);
		free(counters->list[i].counted);
	}
	counters->nr = 0;
}

static void read_all(const struct hw_counter *counter, unsigned int cpus,
		     struct hw_reading *readings)
{
	for (unsigned int cpu = 0; cpu < cpus; cpu++)
		if (read(counter->fds[cpu], &readings[cpu],
			 sizeof(readings[cpu])) != sizeof(readings[cpu]))
			readings[cpu] = (struct hw_reading){};
}

static void control_all(const struct hw_counters *counters,
			unsigned long request)
{
	const struct hw_counter *counter;

	for (unsigned int i = 0; i < counters->nr; i++) {
		counter = &counters->list[i];
		for (unsigned int cpu = 0; cpu < counters->cpus; cpu++)
			if (counter->fds[cpu] >= 0)
				ioctl(counter->fds[cpu], request, 0);
	}
}

void hw_counters_start(struct hw_counters *counters)
{
	for (unsigned int i = 0; i < counters->nr; i++)
		read_all(&counters->list[i], counters->cpus,
			 counters->list[i].before);
	control_all(counters, PERF_EVENT_IOC_ENABLE);
}

/* Offline CPUs have no reading; a counter that is gone has one that is less. */
static unsigned int differences(const struct hw_counter *counter,
				unsigned int cpus)
{
	const struct hw_reading *before;
	struct hw_reading *counted;
	unsigned int nr = 0;

	for (unsigned int cpu = 0; cpu < cpus; cpu++) {
		if (counter->fds[cpu] < 0)
			continue;
		before = &counter->before[cpu];
		counted = &counter->counted[nr++];
		*counted = counter->counted[cpu];
		if (counted->running < before->running) {
			*counted = (struct hw_reading){};
			continue;
		}
		counted->value -= before->value;
		counted->enabled -= before->enabled;
		counted->running -= before->running;
	}
	return nr;
}

void hw_counters_stop(struct hw_counters *counters)
{
	struct hw_counter *counter;
	unsigned int nr;

	control_all(counters, PERF_EVENT_IOC_DISABLE);
	for (unsigned int i = 0; i < counters->nr; i++) {
		counter = &counters->list[i];
		read_all(counter, counters->cpus, counter->counted);
		nr = differences(counter, counters->cpus);
		if (nr)
			counter->latest = hw_count_sum(counter->counted, nr);
	}
}

struct hw_count hw_count_sum(const struct hw_reading *cpus, unsigned int nr)
{
	struct hw_count sum = {};

	for (unsigned int i = 0; i < nr; i++) {
		if (!cpus[i].running) {
			snprintf(sum.na, sizeof(sum.na),
				 "its counter never ran on one of %u CPUs", nr);
			return sum;
		}
		sum.count += (double)cpus[i].value * cpus[i].enabled /
			     cpus[i].running;
	}
	if (!nr)
		snprintf(sum.na, sizeof(sum.na), "no CPU to count it on");
	return sum;
}
