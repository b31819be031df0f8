// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,all-test mode=parallel cpus=4 */
/*
 * As oracle.c, with adversaries that run free on every CPU: they may miss a hole,
 * but nothing arranges when they look. What they find is held against what the
 * strategy declares, and reported apart from what was forced.
 */
#include <sys/sysinfo.h>

#include "labtest.h"
#include "kselftest_harness.h"

#define SECRET 0x5ec2e7ull
#define ROUNDS 1000
#define ATTEMPTS 20

FIXTURE(free_oracle)
{
	struct labtest t;
	struct exposure says;
};

FIXTURE_SETUP(free_oracle)
{
	lt_create(&self->t, KVM_GMEM_NO_DIRECT_MAP);
	self->says = lt_exposure();
	lt_write8(&self->t, lt_gpa(0), SECRET);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	lt_oracle(&self->t, KVM_LAB_ORACLE_FORGET, 0, 0, 0);
}

FIXTURE_TEARDOWN(free_oracle)
{
	lt_switch(self->says.strategy);
	lt_destroy(&self->t);
}

/* On a busy host the adversaries leave little for who flushes. */
TEST_F_TIMEOUT(free_oracle, finds_only_what_is_declared, 120)
{
	struct kvm_lab_oracle seen;

	seen = lt_oracle(&self->t, KVM_LAB_ORACLE_READ, 0, SECRET, ROUNDS);
	if (!self->says.unmap.here)
		EXPECT_EQ(0, seen.here);
	if (!self->says.unmap.elsewhere)
		EXPECT_EQ(0, seen.elsewhere);
	TH_LOG("%s: of %d accesses %u seen while mapped, %u later here, %u elsewhere",
	       self->says.strategy, ROUNDS, seen.open, seen.here,
	       seen.elsewhere);
}

TEST_F(free_oracle, control_hole_of_noflush_is_found)
{
	struct kvm_lab_oracle seen = {};
	int i;

	/* On a loaded host nobody may have run beside the access. */
	lt_switch("noflush");
	for (i = 0; i < ATTEMPTS && !(seen.open && seen.elsewhere); i++)
		seen = lt_oracle(&self->t, KVM_LAB_ORACLE_READ, 0, SECRET,
				 ROUNDS);
	EXPECT_LT(0, seen.open);
	EXPECT_LT(0, seen.elsewhere);
}

TEST_HARNESS_MAIN
