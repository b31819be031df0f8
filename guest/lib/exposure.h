/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's strategy in force declares to leave exposed. */
#ifndef GUEST_EXPOSURE_H
#define GUEST_EXPOSURE_H

#include <limits.h>
#include <stdbool.h>

#define EXPOSURE_UNBOUNDED UINT_MAX

/* As struct kvm_gmem_stale in strategies/strategy.h. */
struct stale {
	bool here;
	bool elsewhere;
	unsigned int pages;
	unsigned int usecs;
};

struct exposure {
	char strategy[32];
	bool restores;
	bool shares;
	struct stale take_out;
	struct stale unmap;
	struct stale unpin;
	struct stale leave; /* who can read what the guest kept in a freed page */
};

/*
 * Reads kvm_gmem/exposure of debugfs. Returns 0, a negative errno if it can't be
 * opened, or -EPROTO if it isn't what this program knows.
 */
int exposure_read(struct exposure *e);

/* Makes @strategy the one in force. Returns 0 or a negative errno. */
int strategy_switch(const char *strategy);

/* Lets it flush what it has deferred. Returns 0 or a negative errno. */
int strategy_drain(void);

#endif /* GUEST_EXPOSURE_H */
