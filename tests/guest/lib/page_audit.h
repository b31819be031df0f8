/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What has become of every page that was ever in a guest_memfd since boot, as the
 * kernel has noted it (instruments/page_audit.c).
 */
#ifndef PAGE_AUDIT_H
#define PAGE_AUDIT_H

#include "kvm_util.h"

struct audited_pages {
	u64 owned; /* all of them */
	u64 in_file; /* still in a guest_memfd */
	u64 poisoned; /* by memory failure: they stay out of the direct map */
	u64 unlike; /* have left their file, but not as an untouched neighbour is */
	u64 leaked; /* have left their file, but nobody has freed them */
	char blamed[1024]; /* the first of @unlike and @leaked, for a message */
};

/* False in a kernel that doesn't note it. */
bool page_audit_available(void);

/* Looks at all of them. */
void page_audit_walk(struct audited_pages *pages);

/* Ends the test unless all that have left their file are back. */
void page_audit_assert_back(void);

/* Leaves out what was noted so far, because a test has spoilt it on purpose. */
void page_audit_forget(void);

#endif /* PAGE_AUDIT_H */
