// SPDX-License-Identifier: GPL-2.0
#include "owned.h"
#include "write_file.h"

#define OWNED_FILE "/sys/kernel/debug/kvm_lab/owned"

bool owned_available(void)
{
	return !access(OWNED_FILE, R_OK);
}

void owned_walk(struct owned_pages *pages)
{
	char text[2048];
	int fd = open(OWNED_FILE, O_RDONLY);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	TEST_ASSERT(len > 0, "read " OWNED_FILE ": %s", strerror(errno));
	close(fd);
	text[len] = 0;

	memset(pages, 0, sizeof(*pages));
	TEST_ASSERT(sscanf(text,
			   "owned %lu\nin_file %lu\npoisoned %lu\nunlike %lu\n"
			   "leaked %lu\n%1023[^\377]",
			   &pages->owned, &pages->in_file, &pages->poisoned,
			   &pages->unlike, &pages->leaked, pages->blamed) >= 5,
		    OWNED_FILE " says: %s", text);
}

void owned_assert_back(void)
{
	struct owned_pages pages;

	if (!owned_available())
		return;

	owned_walk(&pages);
	TEST_ASSERT(
		!pages.unlike && !pages.leaked,
		"of %lu pages, %lu are not back in the direct map, %lu leaked:\n%s",
		pages.owned, pages.unlike, pages.leaked, pages.blamed);
}

void owned_forget(void)
{
	int ret = write_file(OWNED_FILE, "forget");

	TEST_ASSERT(!ret, OWNED_FILE ": %s", strerror(-ret));
}
