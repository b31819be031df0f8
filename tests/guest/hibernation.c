// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@sync_flush mode=parallel cpus=2 */
/*
 * Hibernation is refused as long as a page of a guest_memfd is out of the direct map.
 * An image is made, and read back, in place of a real hibernation.
 */
#include <linux/suspend_ioctls.h>

#include "labtest.h"
#include "kselftest_harness.h"

#define WORDS (4096 / sizeof(u64))

FIXTURE(hibernation)
{
	struct labtest t;
	int fd; /* /dev/snapshot, -1 while it is not open */
};

FIXTURE_VARIANT(hibernation)
{
	u64 flags;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(hibernation, hidden)
{
	.flags = KVM_GMEM_NO_DIRECT_MAP,
};

FIXTURE_VARIANT_ADD(hibernation, control_direct_map)
{
	.flags = 0,
};

/* clang-format on */

FIXTURE_SETUP(hibernation)
{
	lt_create(&self->t, variant->flags);
	self->fd = -1;
}

FIXTURE_TEARDOWN(hibernation)
{
	if (self->fd >= 0)
		close(self->fd);
	lt_destroy(&self->t);
}

/* As /sys/power/disk says it. */
static bool is_available(void)
{
	char line[128] = "";
	FILE *in = fopen("/sys/power/disk", "r");

	TEST_ASSERT(in && fgets(line, sizeof(line), in),
		    "read /sys/power/disk: %s", strerror(errno));
	fclose(in);
	return strcmp(line, "[disabled]\n");
}

static bool open_snapshot(int *fd)
{
	*fd = open("/dev/snapshot", O_RDONLY);
	TEST_ASSERT(*fd >= 0 || errno == EPERM, "open(/dev/snapshot): %s",
		    strerror(errno));
	return *fd >= 0;
}

TEST_F(hibernation, is_refused_while_a_page_is_hidden)
{
	ASSERT_TRUE(is_available());
	lt_write8(&self->t, lt_gpa(0), 1);
	EXPECT_EQ(!variant->flags, is_available());
	EXPECT_EQ(!variant->flags, open_snapshot(&self->fd));

	lt_punch(&self->t, 0);
	EXPECT_TRUE(is_available());
}

TEST_F(hibernation, is_available_again_when_the_file_is_closed)
{
	lt_write8(&self->t, lt_gpa(0), 1);
	lt_write8(&self->t, lt_gpa(1), 1);
	EXPECT_EQ(!variant->flags, is_available());
	kvm_vm_free(self->t.vm);
	EXPECT_EQ(!variant->flags, is_available());
	lt_close_file(&self->t);
	EXPECT_TRUE(is_available());
	lt_create(&self->t, variant->flags);
}

/* Never in one piece but in the guest's page. */
static u64 secret_word(unsigned int i)
{
	return (i + 1) * 0x9e3779b97f4a7c15;
}

static bool is_secret_page(const u64 *page)
{
	unsigned int i;

	for (i = 0; i < WORDS; i++) {
		if (page[i] != secret_word(i))
			return false;
	}
	return true;
}

/* How often the image has the page. */
static unsigned int count_in_image(int fd)
{
	static u64 page[WORDS];
	unsigned int found = 0;
	ssize_t len;

	while ((len = read(fd, page, sizeof(page))) == sizeof(page))
		found += is_secret_page(page);
	TEST_ASSERT(!len, "read the image: %s", strerror(errno));
	return found;
}

/* What nobody could know of when hibernation was found to be available. */
TEST_F_TIMEOUT(hibernation, image_has_no_page_that_came_after_the_freeze, 300)
{
	unsigned int i, found = 0;
	int in_suspend = 0;
	int ret;

	ASSERT_TRUE(open_snapshot(&self->fd));
	ASSERT_EQ(0, ioctl(self->fd, SNAPSHOT_FREEZE));
	for (i = 0; i < WORDS; i++)
		lt_write8(&self->t, lt_gpa(0) + i * sizeof(u64),
			  secret_word(i));
	ret = ioctl(self->fd, SNAPSHOT_CREATE_IMAGE, &in_suspend);
	ret = ret ? -errno : 0;
	if (!ret)
		found = count_in_image(self->fd);
	ASSERT_EQ(0, ioctl(self->fd, SNAPSHOT_UNFREEZE));

	EXPECT_EQ(variant->flags ? -EPERM : 0, ret);
	EXPECT_EQ(!variant->flags, found);
}

TEST_HARNESS_MAIN
