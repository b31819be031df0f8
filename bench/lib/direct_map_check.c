// SPDX-License-Identifier: GPL-2.0
/* Are pages out of the direct map whenever nobody uses them? */
#include "kvm_util.h"

#include "die.h"
#include "measurement.h"
#include "passes.h"
#include "population.h"

static bool is_pinned(const struct contender *c)
{
	struct kvm_lab_gpc gpc = {};
	bool pinned = false;

	for (; gpc.gpc < KVM_LAB_MAX_GPC; gpc.gpc++) {
		if (__vcpu_ioctl(c->vcpu, KVM_LAB_GET_GPC, &gpc))
			die("KVM_LAB_GET_GPC: %s", strerror(errno));
		pinned |= gpc.pinned;
	}
	return pinned;
}

static bool is_mapped(const struct contender *c, u64 gpa)
{
	const u32 mapped = KVM_LAB_PAGE_PREPARED | KVM_LAB_PAGE_PRESENT;

	return (lab_page(c->vcpu, gpa).state & mapped) == mapped;
}

/* Of its last call, the pages that are mapped though nobody may use them. */
static u32 nr_mapped(const struct measurement *m, const struct contender *c)
{
	const struct bench_cell *cell = &m->cell;
	u32 pages = bench_len_touched(cell->len), nr = 0;
	u64 gpa = c->gpa;

	if (m->p.bench->populates)
		gpa += (u64)(c->next_page - pages) * BENCH_PAGE_SIZE;
	for (u32 i = 0; i < pages; i++)
		nr += is_mapped(c, gpa + i * BENCH_PAGE_SIZE);

	/* A cache that is active has the page where the strategy says. */
	return nr && gmem_exposure().restores && is_pinned(c) ? 0 : nr;
}

int direct_map_check(struct measurement *m, const char *when, char *why,
		     size_t size)
{
	u32 nr = 0;

	/* What is done once to each page is looked at by its own check. */
	if (!gmem_is_zapped(&m->g) || m->cell.op->fixed_calls)
		return 0;
	for (unsigned int i = 0; i < m->cs.nr; i++)
		nr += nr_mapped(m, &m->cs.list[i]);
	if (!nr)
		return 0;
	snprintf(why, size, "the page is in the direct map %s", when);
	return -1;
}

/* What the watch is handed. */
struct look {
	struct measurement *m;
	u32 calls;
	char *why;
	size_t size;
	int ret;
};

static void look_once(void *arg)
{
	struct look *look = arg;
	char when[64];

	look->calls++;
	if (look->ret)
		return;
	snprintf(when, sizeof(when), "after call %u of %u", look->calls,
		 look->m->cell.calls);
	look->ret = direct_map_check(look->m, when, look->why, look->size);
}

static void make_calls(struct measurement *m, void *arg)
{
	const struct contenders_watch watch = { .between = look_once,
						.arg = arg };
	struct look *look = arg;

	look->calls = 0;
	measurement_calls(m, &watch);
}

int direct_map_check_between(struct measurement *m, char *why, size_t size)
{
	struct look look = { .m = m, .why = why, .size = size };

	if (gmem_is_zapped(&m->g) && !m->cell.op->fixed_calls)
		measurement_try(m, make_calls, &look);
	return look.ret;
}
