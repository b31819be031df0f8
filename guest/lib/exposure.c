// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exposure.h"
#include "write_file.h"

#define KVM_GMEM "/sys/kernel/debug/kvm_gmem/"

static unsigned int bound(const char *text)
{
	return strcmp(text, "unbounded") ? strtoul(text, NULL, 10) :
					   EXPOSURE_UNBOUNDED;
}

static int read_strategy(FILE *in, struct exposure *e)
{
	int restores, shares;

	if (fscanf(in, "strategy name=%31s restores=%d shares=%d\n",
		   e->strategy, &restores, &shares) != 3)
		return -EPROTO;
	e->restores = restores;
	e->shares = shares;
	return 0;
}

static int read_stale(FILE *in, const char *when, struct stale *stale)
{
	char name[16], pages[16], usecs[16];
	int here, elsewhere;

	if (fscanf(in, "%15s here=%d elsewhere=%d pages=%15s usecs=%15s\n",
		   name, &here, &elsewhere, pages, usecs) != 5 ||
	    strcmp(name, when))
		return -EPROTO;
	*stale = (struct stale){
		.here = here,
		.elsewhere = elsewhere,
		.pages = bound(pages),
		.usecs = bound(usecs),
	};
	return 0;
}

int exposure_read(struct exposure *e)
{
	FILE *in = fopen(KVM_GMEM "exposure", "r");
	int ret;

	if (!in)
		return -errno;
	ret = read_strategy(in, e)			       ?:
		      read_stale(in, "take_out", &e->take_out) ?:
		      read_stale(in, "unmap", &e->unmap)       ?:
		      read_stale(in, "unpin", &e->unpin)       ?:
		      read_stale(in, "leave", &e->leave);
	fclose(in);
	return ret;
}

int strategy_switch(const char *strategy)
{
	return write_file(KVM_GMEM "strategy", strategy);
}

int strategy_drain(void)
{
	return write_file(KVM_GMEM "drain", "1");
}
