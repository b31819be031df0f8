// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test,all-test mode=parallel cpus=4 */
/*
 * A vCPU whose clock is in a page that is being punched out or converted waits until
 * that is done, before it enters the guest: asleep, until a signal comes, and it makes
 * up for what it did not write.
 */
#include <asm/kvm_para.h>
#include <asm/pvclock-abi.h>
#include <sched.h>
#include <signal.h>
#include <time.h>

#include "entry_points.h"

FIXTURE(waiter)
{
	struct labtest t;
	struct lt_task changer;
	struct lt_task runner;
};

FIXTURE_VARIANT(waiter)
{
	const char *point; /* where the change is stopped */
	bool convert; /* from shared to private, else punch a hole */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(waiter, punch)
{
	.point = "gmem_truncate",
	.convert = false,
};

FIXTURE_VARIANT_ADD(waiter, conversion)
{
	.point = "attr_store",
	.convert = true,
};

/* clang-format on */

static void guest_code(void)
{
	for (;;)
		GUEST_SYNC(0);
}

static void on_signal(int signal)
{
}

static void change(struct labtest *t, void *convert)
{
	if (*(const bool *)convert)
		lt_set_private(t, EP_PAGE, true);
	else
		lt_punch(t, EP_PAGE);
}

/* @result: 0 or the negative errno of KVM_RUN */
static void run(struct labtest *t, void *result)
{
	*(int *)result = __vcpu_run(t->vcpu) ? -errno : 0;
}

static struct pvclock_vcpu_time_info guest_clock(struct labtest *t)
{
	struct pvclock_vcpu_time_info clock;

	memcpy(&clock, ep_private(t, EP_PAGE), sizeof(clock));
	return clock;
}

static bool clock_is_written(struct labtest *t)
{
	struct pvclock_vcpu_time_info clock = guest_clock(t);

	return clock.version && clock.flags & PVCLOCK_GUEST_STOPPED;
}

/* Half of the change is done, and the vCPU has to write its clock to the page. */
FIXTURE_SETUP(waiter)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct labtest *t = &self->t;

	sigaction(SIGUSR1, &action, NULL);
	lt_create(t, lt_flags());
	ep_load_guest(t, guest_code);
	lt_set_private(t, EP_PAGE, !variant->convert);
	vcpu_set_msr(t->vcpu, MSR_KVM_SYSTEM_TIME_NEW,
		     lt_gpa(EP_PAGE) | KVM_MSR_ENABLED);
	ep_run(t);
	ASSERT_NE(0, guest_clock(t).version);

	lt_arm(variant->point);
	lt_start(&self->changer, t, change, (void *)&variant->convert);
	lt_wait_parked(variant->point);
	__vcpu_ioctl(t->vcpu, KVM_KVMCLOCK_CTRL, NULL);
}

FIXTURE_TEARDOWN(waiter)
{
	lt_destroy(&self->t);
}

static void let_change(struct __test_metadata *_metadata,
		       struct lt_task *changer)
{
	lt_go();
	EXPECT_TRUE(lt_is_done(changer));
	lt_join(changer);
}

/* CPU time of a thread, microseconds. */
static u64 cpu_time(pthread_t thread)
{
	struct timespec now;
	clockid_t clock;

	TEST_ASSERT(!pthread_getcpuclockid(thread, &clock),
		    "clock of a thread");
	TEST_ASSERT(!clock_gettime(clock, &now), "CPU time of a thread");
	return now.tv_sec * 1000000ull + now.tv_nsec / 1000;
}

static void stay_on_cpu(pthread_t thread, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	TEST_ASSERT(!pthread_setaffinity_np(thread, sizeof(set), &set),
		    "affinity");
}

TEST_F(waiter, writes_the_clock_when_the_change_is_done)
{
	int r = 1;

	lt_start(&self->runner, &self->t, run, &r);
	EXPECT_FALSE(lt_is_done(&self->runner));
	let_change(_metadata, &self->changer);
	EXPECT_TRUE(lt_is_done(&self->runner));
	lt_join(&self->runner);
	EXPECT_EQ(0, r);
	EXPECT_TRUE(clock_is_written(&self->t));
}

TEST_F(waiter, uses_no_cpu_time)
{
	u64 before;
	int r = 1;

	lt_start(&self->runner, &self->t, run, &r);
	EXPECT_FALSE(lt_is_done(&self->runner));
	before = cpu_time(self->runner.thread);
	EXPECT_FALSE(lt_is_done(&self->runner));
	EXPECT_GT(5000, cpu_time(self->runner.thread) - before);
	let_change(_metadata, &self->changer);
	lt_join(&self->runner);
}

static void spin(struct labtest *t, void *stop)
{
	while (!__atomic_load_n((bool *)stop, __ATOMIC_RELAXED))
		;
}

TEST(control_who_spins_uses_cpu_time)
{
	struct lt_task spinner;
	bool stop = false;
	u64 before;

	lt_start(&spinner, NULL, spin, &stop);
	before = cpu_time(spinner.thread);
	EXPECT_FALSE(lt_is_done(&spinner));
	EXPECT_LT(5000, cpu_time(spinner.thread) - before);
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	lt_join(&spinner);
}

TEST_F(waiter, is_ended_by_a_signal_and_makes_up_for_it)
{
	int r = 1;

	lt_start(&self->runner, &self->t, run, &r);
	EXPECT_FALSE(lt_is_done(&self->runner));
	pthread_kill(self->runner.thread, SIGUSR1);
	EXPECT_TRUE(lt_is_done(&self->runner));
	EXPECT_EQ(-EINTR, r);

	let_change(_metadata, &self->changer);
	lt_join(&self->runner);
	EXPECT_FALSE(clock_is_written(&self->t));
	run(&self->t, &r);
	EXPECT_EQ(0, r);
	EXPECT_TRUE(clock_is_written(&self->t));
}

TEST_F(waiter, of_a_higher_priority_does_not_starve_who_changes)
{
	struct sched_param param = { .sched_priority = 1 };
	int r = 1;

	stay_on_cpu(self->changer.thread, 1);
	lt_start(&self->runner, &self->t, run, &r);
	stay_on_cpu(self->runner.thread, 1);
	TEST_ASSERT(!pthread_setschedparam(self->runner.thread, SCHED_FIFO,
					   &param),
		    "SCHED_FIFO");
	EXPECT_FALSE(lt_is_done(&self->runner));
	let_change(_metadata, &self->changer);
	EXPECT_TRUE(lt_is_done(&self->runner));
	lt_join(&self->runner);
	EXPECT_EQ(0, r);
}

TEST_HARNESS_MAIN
