// SPDX-License-Identifier: GPL-2.0
/*
 * Takes the speed of the host out of a counted boot. It is loaded into QEMU before the C
 * library (LD_PRELOAD). QEMU counts instructions, but two things in it still depend on
 * how fast the host is (QEMU 7.2):
 *
 * - The size of its TLB follows the host's clock (tlb_mmu_resize_locked()), and with the
 *   size how long a stale translation stays. Here gettimeofday() counts its calls.
 * - Its main loop wakes at each timer of the guest, also while CPUs run. It may then take
 *   a CPU that has just halted for idle before that CPU's instructions are counted, and
 *   set the guest's clock too far forward (icount_start_warp_timer()). Or it runs a timer
 *   in place of the CPUs' thread, which ends the turns of all CPUs. Here the main loop
 *   goes on only while the CPUs' thread waits.
 *
 * A counted boot has one thread for all CPUs, and no other thread but the main one
 * waits for a condition variable without a time limit.
 */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

/* What a flush of QEMU's TLB takes, roughly. */
#define CALL_USECS 10

/* The condition variables of glibc on x86-64 that are not those of before 2003. */
#define COND_VERSION "GLIBC_2.3.2"

static uint32_t cpus_wait;
static pthread_cond_t *wakes_cpus;

static void wake_main_thread(void)
{
	syscall(SYS_futex, &cpus_wait, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL,
		0);
}

/* Until cpus_wait is set, for a tenth of a second at most. */
static void sleep_a_while(void)
{
	static const struct timespec limit = { .tv_nsec = 100000000 };

	syscall(SYS_futex, &cpus_wait, FUTEX_WAIT_PRIVATE, 0, &limit, NULL, 0);
}

static bool is_main_thread(void)
{
	return gettid() == getpid();
}

EXPORTED int gettimeofday(struct timeval *tv, void *zone)
{
	static __thread uint64_t calls;
	uint64_t usecs = calls++ * CALL_USECS;

	tv->tv_sec = usecs / 1000000;
	tv->tv_usec = usecs % 1000000;
	return 0;
}

EXPORTED int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
	static typeof(pthread_cond_wait) *next;
	int ret;

	if (!next)
		next = dlvsym(RTLD_NEXT, "pthread_cond_wait", COND_VERSION);
	if (is_main_thread())
		return next(cond, mutex);
	wakes_cpus = cond;
	__atomic_store_n(&cpus_wait, 1, __ATOMIC_SEQ_CST);
	wake_main_thread();
	ret = next(cond, mutex);
	__atomic_store_n(&cpus_wait, 0, __ATOMIC_SEQ_CST);
	return ret;
}

/* Who wakes the CPUs' thread holds the lock that this thread needs to go on. */
EXPORTED int pthread_cond_broadcast(pthread_cond_t *cond)
{
	static typeof(pthread_cond_broadcast) *next;

	if (!next)
		next = dlvsym(RTLD_NEXT, "pthread_cond_broadcast",
			      COND_VERSION);
	if (cond == wakes_cpus)
		__atomic_store_n(&cpus_wait, 0, __ATOMIC_SEQ_CST);
	return next(cond);
}

/* Whoever polls with the lock that the CPUs' thread needs must not wait for that. */
static bool holds_lock(void)
{
	typeof(bool(void)) *locked =
		dlsym(RTLD_DEFAULT, "qemu_mutex_iothread_locked");

	if (!locked) /* its name from QEMU 9.0 on */
		locked = dlsym(RTLD_DEFAULT, "bql_locked");
	return locked && locked();
}

/* By SIGTERM, say, which must end QEMU although CPUs run. */
static bool shall_end(void)
{
	typeof(int(void)) *cause =
		dlsym(RTLD_DEFAULT, "qemu_shutdown_requested_get");

	return cause && cause();
}

static void wait_for_cpus(void)
{
	while (!__atomic_load_n(&cpus_wait, __ATOMIC_SEQ_CST) && !shall_end())
		sleep_a_while();
}

EXPORTED int ppoll(struct pollfd *fds, nfds_t nr,
		   const struct timespec *timeout, const sigset_t *mask)
{
	static typeof(ppoll) *next;
	int ret, error;

	if (!next)
		next = dlsym(RTLD_NEXT, "ppoll");
	ret = next(fds, nr, timeout, mask);
	error = errno;
	if (is_main_thread() && !holds_lock())
		wait_for_cpus();
	errno = error;
	return ret;
}
