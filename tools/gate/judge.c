// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "records/group.h"
#include "gate/judge.h"
#include "statistics/trend.h"
#include "page/format.h"

/* No more boots make the lowest p-value lower, once not all ways are tried. */
#define MAX_BOOTS 20

/* What is left of a rise that only rounding made. */
#define SLACK 0.000000001

/* More is allowed to no exact figure: nobody would call that unchanged. */
#define MOST_ALLOWED 0.10

/*
 * What the mean of all calls may rise by, at the least: which calls a timer tick falls
 * into changes with every other kernel.
 */
#define TAIL_ALLOWED 0.02

/* A sampled case has passed if this rise would have been seen. */
#define MUST_SEE 0.20

/* So much of what is allowed hardly tells two figures apart. */
#define OFFSET 0.25

/* The level at which boots are said to resemble those before them. */
#define TREND_LEVEL 0.01

size_t boots_needed(double p)
{
	for (size_t nr = MIN_BOOTS; nr <= MAX_BOOTS; nr++)
		if (permutation_lowest_p(nr, nr) < p)
			return nr;
	return 0;
}

static void set_allowed(struct judged *j)
{
	j->allowed =
		fmax(j->tolerance.relative * j->d->base, j->tolerance.absolute);
}

static bool exceeds(double rise, double allowed, double base)
{
	return rise > allowed + SLACK * fabs(base);
}

static bool is_above(const struct judged *j)
{
	return exceeds(j->d->rise, j->allowed, j->d->base);
}

/*
 * What is deferred costs each call more the fewer there are, so exact figures
 * of other numbers of calls are of different things.
 */
static bool set_other_calls_aside(struct judged *j)
{
	const struct difference *d = j->d;

	if (d->sampled || d->a->nr_values == d->b->nr_values)
		return false;
	j->result = JUDGED_CANNOT;
	snprintf(j->why, sizeof(j->why), "%zu calls, but %zu in the baseline",
		 d->b->nr_values, d->a->nr_values);
	return true;
}

/* What boots with one seed do not agree on is not exact, and no rise of it means much. */
static bool set_inexact_aside(struct judged *j)
{
	const struct difference *d = j->d;

	if (d->sampled || (figure_repeats(d->a) && figure_repeats(d->b)))
		return false;
	if (figure_repeats(d->a))
		j->result = JUDGED_CANNOT;
	snprintf(j->why, sizeof(j->why),
		 "not exact: it differs between boots%s",
		 figure_repeats(d->a) ? "" : " of the baseline");
	return true;
}

/*
 * What watches has a price, which must not be taken for that of an access. It
 * adds nothing to a count of events, which only such a pass can have.
 */
static bool is_price_of_watching(const struct difference *d)
{
	return (d->a->instrumented || d->b->instrumented) &&
	       !record_is_of(d->a, LAB_COUNT);
}

/* Does the strategy do in the run what its name doesn't say: too much, or too little? */
static bool is_broken(const struct judged *j)
{
	const struct difference *d = j->d;

	if (isnan(record_seen(d->b)))
		return false;
	return !d->seen || exceeds(fabs(d->rise), j->allowed, d->base);
}

/* What has no figure in the run had one that is lost, or is that of something broken. */
static void judge_na(struct judged *j)
{
	bool was_na = record_na(j->d->a);

	set_allowed(j);
	if (is_broken(j))
		j->result = JUDGED_REGRESSED;
	else if (!was_na)
		j->result = JUDGED_CANNOT;
	snprintf(j->why, sizeof(j->why), "n/a%s: %s",
		 was_na && !j->d->na_in_both ? " in the baseline" : "",
		 j->d->na);
}

/* Cases that no rule is for. Returns true if @j is one. */
static bool set_aside(struct judged *j)
{
	const struct difference *d = j->d;

	j->result = JUDGED_NOT_GATED;
	if (is_price_of_watching(d)) {
		if (!d->a->instrumented)
			j->result = JUDGED_CANNOT;
		snprintf(j->why, sizeof(j->why), "instrumented%s",
			 d->a->instrumented ? "" : " in the run only");
	} else if (d->na) {
		judge_na(j);
	} else if (record_is_of(d->a, LAB_OVERHEAD)) {
		snprintf(j->why, sizeof(j->why),
			 "the price of a time stamp is part of no figure");
	} else if (strcmp(d->a->kind, "exact") && !d->sampled) {
		snprintf(j->why, sizeof(j->why), "%s", d->a->kind);
	} else {
		return set_inexact_aside(j) || set_other_calls_aside(j);
	}
	return true;
}

/* A cost that few calls pay leaves the median where it was. */
static bool tail_rose(struct judged *j)
{
	const struct difference *d = j->d;
	double relative =
		fmax(fmax(j->tolerance.relative, TAIL_ALLOWED), j->tail_floor);
	double rise = d->tail_now - d->tail_base;
	double allowed = fmax(relative * d->tail_base, j->tolerance.absolute);
	char base[32], now[32], percent[32], most[32];

	/* Without a tail it is NAN, which exceeds nothing. */
	if (!exceeds(rise, allowed, d->tail_base))
		return false;
	snprintf(j->why, sizeof(j->why),
		 "mean of all calls: %s -> %s (%s), allowed %s",
		 format_number(d->tail_base, base, sizeof(base)),
		 format_number(d->tail_now, now, sizeof(now)),
		 format_percent(rise / d->tail_base, percent, sizeof(percent)),
		 format_change(allowed, most, sizeof(most)));
	return true;
}

static void judge_exact(struct judged *j)
{
	char percent[32];

	set_allowed(j);
	j->result = JUDGED_PASSED;
	if (is_above(j) || tail_rose(j)) {
		j->result = JUDGED_REGRESSED;
	} else if (exceeds(j->allowed, MOST_ALLOWED * j->d->base, j->d->base)) {
		j->result = JUDGED_NOT_GATED;
		j->too_wide = true;
		snprintf(
			j->why, sizeof(j->why),
			"can't be judged at 10%%: it moves by %s without reason",
			format_percent(j->allowed / j->d->base, percent,
				       sizeof(percent)));
	}
}

static void refuse_few_boots(struct judged *j)
{
	size_t needed = boots_needed(j->tolerance.p);

	j->result = JUDGED_CANNOT;
	if (needed)
		snprintf(
			j->why, sizeof(j->why),
			"%zu and %zu boots see no rise, however large, at p < %g; it takes %zu each at least",
			j->d->nr_a, j->d->nr_b, j->tolerance.p, needed);
	else
		snprintf(j->why, sizeof(j->why),
			 "no number of boots gives p < %g", j->tolerance.p);
}

/* What these boots could not have seen has not passed. */
static void refuse_weak(struct judged *j, const struct arms *arms)
{
	double wanted = MUST_SEE * j->d->base;
	size_t needed = boots_to_detect(arms, j->allowed, wanted);
	char percent[32], would_do[64] = "no number of boots would do";

	j->result = JUDGED_CANNOT;
	if (needed)
		snprintf(would_do, sizeof(would_do), "%zu boots each would do",
			 needed);
	snprintf(j->why, sizeof(j->why),
		 "these boots see %s, not the 20%% that they must; %s",
		 format_percent(j->detectable / j->d->base, percent,
				sizeof(percent)),
		 would_do);
}

static void judge_sampled(struct judged *j, const struct arms *arms)
{
	const struct difference *d = j->d;

	j->p = arms->p;
	if (permutation_lowest_p(d->nr_a, d->nr_b) >= j->tolerance.p) {
		refuse_few_boots(j);
		return;
	}
	j->detectable = detectable_rise(arms, j->allowed);
	if (j->p < j->tolerance.p && is_above(j))
		j->result = JUDGED_REGRESSED;
	else if (j->detectable > MUST_SEE * d->base)
		refuse_weak(j, arms);
}

/* Where a machine drifts, arms that were measured one after the other differ for that. */
static void refuse_drift(struct judged *j, double resemblance, double p)
{
	j->result = JUDGED_CANNOT;
	snprintf(
		j->why, sizeof(j->why),
		"the machine drifts: boots resemble those before them (r = %.2f, p = %.2g)",
		resemblance, p);
}

/* All that is sampled and judged is one family. */
static void judge_family(struct judged **list, size_t nr)
{
	struct arms *arms = calloc(nr + 1, sizeof(*arms));
	double resemblance, p;

	for (size_t i = 0; i < nr; i++) {
		set_allowed(list[i]);
		arms[i] = (struct arms){
			.a = list[i]->d->boots_a,
			.nr_a = list[i]->d->nr_a,
			.b = list[i]->d->boots_b,
			.nr_b = list[i]->d->nr_b,
			.offset = OFFSET * list[i]->allowed,
			.level = list[i]->tolerance.p,
		};
	}
	permutation_test(arms, nr);
	p = trend_test(arms, nr, &resemblance);
	for (size_t i = 0; i < nr; i++) {
		judge_sampled(list[i], &arms[i]);
		if (p < TREND_LEVEL)
			refuse_drift(list[i], resemblance, p);
	}
	free(arms);
}

void judge(struct judged *list, size_t nr)
{
	struct judged **family = calloc(nr + 1, sizeof(*family));
	size_t members = 0;

	for (size_t i = 0; i < nr; i++) {
		list[i].p = 1;
		list[i].detectable = NAN;
		list[i].too_wide = false;
		list[i].why[0] = '\0';
		if (set_aside(&list[i]))
			continue;
		list[i].result = JUDGED_PASSED;
		if (list[i].d->sampled)
			family[members++] = &list[i];
		else
			judge_exact(&list[i]);
	}
	judge_family(family, members);
	free(family);
}
