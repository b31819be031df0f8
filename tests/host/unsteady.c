// SPDX-License-Identifier: GPL-2.0
/*
 * A host that is not steady, loaded into QEMU before the C library (LD_PRELOAD). With
 * UNSTEADY=clock its clock runs at a speed of its own. With UNSTEADY=rest QEMU's main
 * thread, when it was woken, rests for up to 1.5 ms with the lock that the CPUs' thread
 * needs when a CPU halts.
 */
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MOST_USECS 1500

/* One of the clock that QEMU is used to: what tools/emulator/steady.c has. */
#define CALL_USECS 10

static bool was_woken;

static bool unsteady(const char *what)
{
	const char *chosen = getenv("UNSTEADY");

	return chosen && !strcmp(chosen, what);
}

static bool is_main_thread(void)
{
	return gettid() == getpid();
}

int gettimeofday(struct timeval *tv, void *zone)
{
	static __thread unsigned long calls;
	unsigned long usecs =
		calls++ * (unsteady("clock") ? getpid() % 1000 : CALL_USECS);

	tv->tv_sec = usecs / 1000000;
	tv->tv_usec = usecs % 1000000;
	return 0;
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	static typeof(pthread_mutex_lock) *next;
	static unsigned int state;
	struct timespec rest = { 0 };
	int ret;

	if (!next)
		next = dlsym(RTLD_NEXT, "pthread_mutex_lock");
	ret = next(mutex);
	if (!was_woken || !is_main_thread())
		return ret;
	was_woken = false;
	if (!state)
		state = getpid();
	rest.tv_nsec = rand_r(&state) % MOST_USECS * 1000;
	nanosleep(&rest, NULL);
	return ret;
}

int ppoll(struct pollfd *fds, nfds_t nr, const struct timespec *timeout,
	  const sigset_t *mask)
{
	static typeof(ppoll) *next;
	int ret;

	if (!next)
		next = dlsym(RTLD_NEXT, "ppoll");
	ret = next(fds, nr, timeout, mask);
	if (is_main_thread())
		was_woken = unsteady("rest");
	return ret;
}
