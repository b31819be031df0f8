// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle's figures: after each of some operations, each on a page of its own, who
 * can still read which of the pages; and for how long the last one.
 */
#include "kvm_util.h"

#include "clock.h"
#include "die.h"
#include "exposure.h"
#include "measurement.h"
#include "passes.h"

#define NR_PAGES 128 /* twice what a batch holds */
#define SECRET 0x5ec2e700ull
#define PATIENCE_USECS 100000

struct seen {
	u32 here;
	u32 elsewhere;
	u32 pages;
	bool ended; /* at last nobody read any of them */
	u64 lifetime; /* ... after so many ticks; 0: at the first look */
};

static u64 page_gpa(const struct measurement *m, u32 page)
{
	return m->p.gpa + page * BENCH_PAGE_SIZE;
}

static struct kvm_lab_oracle ask(struct measurement *m, u32 op, u32 page)
{
	struct kvm_lab_oracle oracle = {
		.op = op,
		.gpa = page_gpa(m, page),
		.secret = SECRET + page,
	};

	if (__vcpu_ioctl(m->cs.list[0].vcpu, KVM_LAB_ORACLE, &oracle))
		die("no oracle here (%s): set CONFIG_KVM_LAB_PAUSE=y",
		    strerror(errno));
	if (oracle.error)
		die("%s, strategy %s, page %u: %s", m->cell.op->name,
		    m->g.strategy, page, strerror(-oracle.error));
	return oracle;
}

/* Every page holds its secret, or is new; nobody reads any of them from before. */
static void prepare(struct measurement *m)
{
	bool takes_out = m->cell.op->lab_op == KVM_LAB_ORACLE_TAKE_OUT;
	int ret = gmem_free(&m->g, m->p.gpa, NR_PAGES);
	u64 secret;

	if (!ret && takes_out)
		ret = gmem_allocate(&m->g, m->p.gpa, NR_PAGES);
	for (u32 page = 0; !ret && !takes_out && page < NR_PAGES; page++) {
		secret = SECRET + page;
		ret = lab_write(m->cs.list[0].vcpu, page_gpa(m, page), &secret,
				sizeof(secret));
	}
	measurement_require(m, "preparing", ret);
	strategy_drain();
	ask(m, KVM_LAB_ORACLE_FLUSH, 0);
	ask(m, KVM_LAB_ORACLE_FORGET, 0);
}

static struct kvm_lab_oracle look(struct measurement *m, struct seen *seen)
{
	struct kvm_lab_oracle now = ask(m, KVM_LAB_ORACLE_LOOK, 0);

	seen->here = max(seen->here, now.here);
	seen->elsewhere = max(seen->elsewhere, now.elsewhere);
	seen->pages = max(seen->pages, now.pages);
	return now;
}

static void wait_for_last(struct measurement *m, struct seen *seen)
{
	u64 patience = PATIENCE_USECS * m->g.info.tsc_khz / 1000;
	u64 start = clock_ticks();

	seen->ended = !look(m, seen).pages;
	while (!seen->ended && seen->lifetime < patience) {
		seen->lifetime = clock_ticks() - start;
		seen->ended = !look(m, seen).pages;
	}
}

/* Null is unbounded. */
static json_t *bound(unsigned int number)
{
	return number == EXPOSURE_UNBOUNDED ? NULL : json_integer(number);
}

static const struct stale *declared_for(const struct measurement *m,
					const struct exposure *e)
{
	static const struct stale forever = {
		.here = true,
		.elsewhere = true,
		.pages = EXPOSURE_UNBOUNDED,
		.usecs = EXPOSURE_UNBOUNDED,
	};

	/* What stays in the direct map no strategy has a say in. */
	if (!gmem_is_zapped(&m->g))
		return &forever;
	switch (m->cell.op->lab_op) {
	case KVM_LAB_ORACLE_CACHE:
		return &e->unpin;
	case KVM_LAB_ORACLE_TAKE_OUT:
		return &e->take_out;
	default:
		return &e->unmap;
	}
}

static json_t *pack_declared(const struct measurement *m)
{
	const struct stale *says;
	struct exposure e;
	int ret = exposure_read(&e);

	if (ret)
		die("what the strategy declares: %s", strerror(-ret));
	says = declared_for(m, &e);
	return json_pack("{sb,sb,so*,so*}", "here", says->here, "elsewhere",
			 says->elsewhere, "pages", bound(says->pages), "usecs",
			 bound(says->usecs));
}

static void note_seen(struct measurement *m, const char *metric,
		      const char *unit, json_t *value, const char *na)
{
	const struct record_spec spec = {
		.bench = m->bench->name,
		.metric = metric,
		.unit = unit,
		.dimensions = measurement_dimensions(m),
		.instrumented = true,
		.declared = pack_declared(m),
		.na = na,
		.values = na ? NULL : json_pack("[o]", value),
	};

	measurement_write(m, &spec);
}

void pass_exposure(struct measurement *m)
{
	struct seen seen = {};

	prepare(m);
	for (u32 page = 0; page < NR_PAGES; page++) {
		ask(m, m->cell.op->lab_op, page);
		look(m, &seen);
	}
	wait_for_last(m, &seen);

	note_seen(m, "stale_here", "translations", json_integer(seen.here),
		  NULL);
	note_seen(m, "stale_elsewhere", "translations",
		  json_integer(seen.elsewhere), NULL);
	note_seen(m, "stale_pages", "pages", json_integer(seen.pages), NULL);
	if (!m->p.unit)
		return;
	if (seen.ended)
		note_seen(m, "stale_lifetime", m->p.unit,
			  measurement_value(m, seen.lifetime), NULL);
	else
		note_seen(m, "stale_lifetime", m->p.unit, NULL,
			  "read for as long as it was looked at");
}
