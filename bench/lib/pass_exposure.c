// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle's figures: after each of some operations, each on a page of its own, who
 * can still read which of the pages; and for how long a page, if nothing follows.
 */
#include "kvm_util.h"

#include "clock.h"
#include "die.h"
#include "measurement.h"
#include "passes.h"

#define NR_PAGES 128 /* twice what a batch holds */
#define NR_LIVES 20 /* pages of which each is watched alone */
#define SECRET 0x5ec2e700ull
#define PATIENCE_USECS 100000

/* At most, after any of the operations. */
struct readers {
	u32 here;
	u32 elsewhere;
	u32 pages;
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
		.cpu = KVM_LAB_ALL_CPUS,
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

static struct kvm_lab_oracle look(struct measurement *m, struct readers *most)
{
	struct kvm_lab_oracle now = ask(m, KVM_LAB_ORACLE_LOOK, 0);

	most->here = max(most->here, now.here);
	most->elsewhere = max(most->elsewhere, now.elsewhere);
	most->pages = max(most->pages, now.pages);
	return now;
}

/* Null is unbounded. */
static json_t *bound(unsigned int number)
{
	return number == EXPOSURE_UNBOUNDED ? NULL : json_integer(number);
}

static struct stale declared(const struct measurement *m)
{
	struct exposure e;

	/* What stays in the direct map no strategy has a say in. */
	if (!gmem_is_zapped(&m->g))
		return (struct stale){
			.here = true,
			.elsewhere = true,
			.pages = EXPOSURE_UNBOUNDED,
			.usecs = EXPOSURE_UNBOUNDED,
		};
	e = gmem_exposure();
	if (m->cell.op->leaves)
		return e.leave;
	switch (m->cell.op->lab_op) {
	case KVM_LAB_ORACLE_CACHE:
		return e.unpin;
	case KVM_LAB_ORACLE_TAKE_OUT:
		return e.take_out;
	default:
		return e.unmap;
	}
}

static json_t *pack_declared(const struct measurement *m)
{
	const struct stale says = declared(m);

	return json_pack("{sb,sb,so*,so*}", "here", says.here, "elsewhere",
			 says.elsewhere, "pages", bound(says.pages), "usecs",
			 bound(says.usecs));
}

static void note(struct measurement *m, const char *metric, json_t *values,
		 const char *na)
{
	measurement_write(m, metric,
			  (struct record_spec){
				  .instrumented = true,
				  .declared = pack_declared(m),
				  .na = na,
				  .values = values,
			  });
}

/* The operation, and where it is about that the page leaves its file. */
static void expose(struct measurement *m, u32 page)
{
	int ret;

	ask(m, m->cell.op->lab_op, page);
	if (!m->cell.op->leaves)
		return;
	ret = gmem_free(&m->g, page_gpa(m, page), 1);
	measurement_require(m, "punching the page out", ret);
}

static void look_after_each(struct measurement *m)
{
	struct readers most = {};

	prepare(m);
	for (u32 page = 0; page < NR_PAGES; page++) {
		expose(m, page);
		look(m, &most);
	}
	note(m, LAB_STALE_HERE, json_pack("[i]", most.here), NULL);
	note(m, LAB_STALE_ELSEWHERE, json_pack("[i]", most.elsewhere), NULL);
	note(m, LAB_STALE_PAGES, json_pack("[i]", most.pages), NULL);
}

static u64 usecs_to_ticks(const struct measurement *m, u64 usecs)
{
	return usecs * m->g.info.tsc_khz / 1000;
}

/* For how many ticks somebody reads @page; as many as there is patience: no end. */
static u64 lifetime(struct measurement *m, u32 page)
{
	u64 patience = usecs_to_ticks(m, PATIENCE_USECS), lived = 0, start;

	strategy_drain();
	ask(m, KVM_LAB_ORACLE_FORGET, 0);
	expose(m, page);
	start = clock_ticks();
	while (ask(m, KVM_LAB_ORACLE_LOOK, 0).pages) {
		lived = clock_ticks() - start;
		if (lived >= patience)
			return patience;
	}
	return lived;
}

/* All of them have ended, or there are no values. */
static json_t *lifetimes(struct measurement *m, u64 *lived)
{
	json_t *values = json_array();

	prepare(m);
	for (u32 page = 0; page < NR_LIVES; page++) {
		lived[page] = lifetime(m, page);
		if (lived[page] >= usecs_to_ticks(m, PATIENCE_USECS)) {
			json_decref(values);
			return NULL;
		}
		json_array_append_new(values,
				      measurement_value(m, lived[page]));
	}
	return values;
}

/* How much longer than declared, which a worker that comes late can be the cause of. */
static json_t *overshoots(const struct measurement *m, const u64 *lived)
{
	u64 allowed = usecs_to_ticks(m, declared(m).usecs);
	json_t *values = json_array();

	for (u32 page = 0; page < NR_LIVES; page++)
		json_array_append_new(
			values,
			measurement_value(m, lived[page] > allowed ?
						     lived[page] - allowed :
						     0));
	return values;
}

static void watch_each(struct measurement *m)
{
	bool bounded = declared(m).usecs != EXPOSURE_UNBOUNDED;
	u64 lived[NR_LIVES];
	json_t *values;

	if (!m->p.unit)
		return;
	values = lifetimes(m, lived);
	note(m, LAB_STALE_LIFETIME, values,
	     values ? NULL : "read for as long as it was looked at");
	bounded = bounded && values;
	note(m, LAB_STALE_OVERSHOOT, bounded ? overshoots(m, lived) : NULL,
	     bounded ? NULL : "no time is declared that it could exceed");
}

void pass_exposure(struct measurement *m)
{
	look_after_each(m);
	watch_each(m);
}
