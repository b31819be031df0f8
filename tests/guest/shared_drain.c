// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@batched_flush mode=counted cpus=4 */
/* Who waits for somebody else's drain makes no drain of its own. */
#include <sys/sysinfo.h>

#include "flushes.h"
#include "labtest.h"
#include "ucall_common.h"
#include "kselftest_harness.h"

#define WAITERS 6
#define MSEC 1000000 /* after which a page is due, in ns */

static void guest_idle(void)
{
	GUEST_DONE();
}

struct access {
	struct kvm_vcpu *vcpu;
	unsigned int page;
	int ret;
};

static void read_page(struct labtest *t, void *arg)
{
	struct access *a = arg;
	u64 value;

	a->ret = lab_once(a->vcpu, KVM_LAB_OP_READ, lt_gpa(a->page), &value,
			  sizeof(value));
}

static void read_page_and_drain(struct labtest *t, void *arg)
{
	read_page(t, arg);
	lt_drain();
}

FIXTURE(drain)
{
	struct labtest t;
	struct access access[WAITERS + 1];
	struct lt_task task[WAITERS + 1];
};

FIXTURE_SETUP(drain)
{
	struct kvm_vcpu *vcpus[WAITERS + 3];
	int i;

	/* The observer and the third are of the tests' library. */
	lt_create_vcpus(&self->t, KVM_GMEM_NO_DIRECT_MAP, vcpus,
			ARRAY_SIZE(vcpus), guest_idle);
	for (i = 0; i <= WAITERS; i++) {
		self->access[i] = (struct access){ .page = i };
		self->access[i].vcpu = i ? vcpus[i + 2] : self->t.vcpu;
		lt_write8(&self->t, lt_gpa(i), i);
	}
	lt_drain();
}

FIXTURE_TEARDOWN(drain)
{
	lt_destroy(&self->t);
}

TEST_F(drain, is_one_for_all_who_wait_for_it)
{
	struct timespec start;
	int i;

	lt_arm("batch_flush");
	lt_start(&self->task[0], &self->t, read_page_and_drain,
		 &self->access[0]);
	lt_wait_parked("batch_flush");
	for (i = 1; i <= WAITERS; i++)
		lt_start(&self->task[i], &self->t, read_page, &self->access[i]);
	for (i = 0; i <= WAITERS; i++)
		EXPECT_FALSE(lt_is_done(&self->task[i]));

	flushes_start();
	clock_gettime(CLOCK_MONOTONIC, &start);
	lt_go();
	for (i = 0; i <= WAITERS; i++) {
		lt_join(&self->task[i]);
		EXPECT_EQ(0, self->access[i].ret);
	}
	lt_drain();
	/* That one, one for the pages of all the others, and those that fall due. */
	EXPECT_GE(2 + timespec_to_ns(timespec_elapsed(start)) / MSEC,
		  flushes_stop() / (get_nprocs() - 1));
}

TEST_HARNESS_MAIN
