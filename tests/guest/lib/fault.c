// SPDX-License-Identifier: GPL-2.0
#include "fault.h"
#include "kvm_util.h"
#include "write_file.h"

#define FAULT_FILE "/proc/thread-self/fail-nth"
#define FAULT_DEBUGFS "/sys/kernel/debug/"

static int fault_fd;

bool fault_possible(void)
{
	return !access(FAULT_FILE, W_OK) &&
	       !access(FAULT_DEBUGFS "failslab", R_OK) &&
	       !access(FAULT_DEBUGFS "fail_page_alloc", R_OK);
}

static void fault_set(const char *file, const char *value)
{
	char path[128];
	int ret;

	snprintf(path, sizeof(path), FAULT_DEBUGFS "%s", file);
	ret = write_file(path, value);
	TEST_ASSERT(!ret, "write %s to %s: %s", value, path, strerror(-ret));
}

void fault_init(void)
{
	/* Allocations that may sleep fail as well, of whatever size; quietly. */
	fault_set("failslab/ignore-gfp-wait", "N");
	fault_set("failslab/verbose", "0");
	fault_set("fail_page_alloc/ignore-gfp-wait", "N");
	fault_set("fail_page_alloc/ignore-gfp-highmem", "N");
	fault_set("fail_page_alloc/min-order", "0");
	fault_set("fail_page_alloc/verbose", "0");

	fault_fd = open(FAULT_FILE, O_RDWR);
	TEST_ASSERT(fault_fd >= 0, FAULT_FILE ": %s", strerror(errno));

	/* Page faults of our own are not what we are after. */
	TEST_ASSERT(!mlockall(MCL_CURRENT), "mlockall: %s", strerror(errno));
}

void fault_arm(unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	TEST_ASSERT(pwrite(fault_fd, text, len, 0) == len, FAULT_FILE ": %s",
		    strerror(errno));
}

bool fault_disarm(void)
{
	char left[16] = "";

	TEST_ASSERT(pread(fault_fd, left, sizeof(left) - 1, 0) > 0,
		    FAULT_FILE ": %s", strerror(errno));
	fault_arm(0);
	return !atoi(left);
}
