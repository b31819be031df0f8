// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=direct-test mode=parallel cpus=2 */
/* A kernel without a strategy that could serve such a file refuses the flag. */
#include "labtest.h"
#include "kselftest_harness.h"

TEST(direct_kernel_refuses_the_flag)
{
	struct labtest t;

	lt_create(&t, 0);
	EXPECT_FALSE(vm_check_cap(t.vm, KVM_CAP_GMEM_NO_DIRECT_MAP));
	EXPECT_EQ(-1, __vm_create_guest_memfd(t.vm, LT_FILE_SIZE,
					      KVM_GMEM_NO_DIRECT_MAP));
	EXPECT_EQ(EINVAL, errno);
	lt_destroy(&t);
}

TEST(direct_kernel_serves_a_file_without_the_flag)
{
	struct labtest t;

	lt_create(&t, 0);
	lt_write8(&t, lt_gpa(0), 0x1122334455667788);
	EXPECT_EQ(0x1122334455667788, lt_read8(&t, lt_gpa(0)));
	EXPECT_TRUE(lt_mapped(&t, 0));
	lt_destroy(&t);
}

TEST_HARNESS_MAIN
