// SPDX-License-Identifier: GPL-2.0
#include "page_audit.h"
#include "write_file.h"

#define PAGE_AUDIT_FILE "/sys/kernel/debug/kvm_lab/page_audit"

bool page_audit_available(void)
{
	return !access(PAGE_AUDIT_FILE, R_OK);
}

void page_audit_walk(struct audited_pages *pages)
{
	char text[2048];
	int fd = open(PAGE_AUDIT_FILE, O_RDONLY);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	TEST_ASSERT(len > 0, "read " PAGE_AUDIT_FILE ": %s", strerror(errno));
	close(fd);
	text[len] = 0;

	memset(pages, 0, sizeof(*pages));
	TEST_ASSERT(sscanf(text,
			   "owned %lu\nin_file %lu\npoisoned %lu\nunlike %lu\n"
			   "leaked %lu\n%1023[^\377]",
			   &pages->owned, &pages->in_file, &pages->poisoned,
			   &pages->unlike, &pages->leaked, pages->blamed) >= 5,
		    PAGE_AUDIT_FILE " says: %s", text);
}

void page_audit_assert_back(void)
{
	struct audited_pages pages;

	if (!page_audit_available())
		return;

	page_audit_walk(&pages);
	TEST_ASSERT(
		!pages.unlike && !pages.leaked,
		"of %lu pages, %lu are not back in the direct map, %lu leaked:\n%s",
		pages.owned, pages.unlike, pages.leaked, pages.blamed);
}

void page_audit_forget(void)
{
	int ret = write_file(PAGE_AUDIT_FILE, "forget");

	TEST_ASSERT(!ret, PAGE_AUDIT_FILE ": %s", strerror(-ret));
}
