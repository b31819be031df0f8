// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "records/figure.h"
#include "records/group.h"
#include "gate/judge.h"
#include "statistics/permutation.h"
#include "page/format.h"

/* No more boots make the lowest p-value lower, once not all ways are tried. */
#define MAX_BOOTS 20

/* What is left of a rise that only rounding made. */
#define SLACK 0.000000001

size_t boots_needed(size_t tests, double p)
{
	for (size_t nr = MIN_BOOTS; nr <= MAX_BOOTS; nr++)
		if (permutation_lowest_p(nr, nr) * tests < p)
			return nr;
	return 0;
}

static void set_allowed(struct judged *j)
{
	j->allowed =
		fmax(j->tolerance.relative * j->d->base, j->tolerance.absolute);
}

static bool is_above(const struct judged *j)
{
	return j->d->rise > j->allowed + SLACK * fabs(j->d->base);
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

/*
 * What a strategy does that it must not is no figure of it; but a count that rose is why,
 * and is named.
 */
static void judge_na(struct judged *j)
{
	if (j->d->seen)
		set_allowed(j);
	if (j->d->seen && is_above(j))
		j->result = JUDGED_REGRESSED;
	else if (!record_na(j->d->a))
		j->result = JUDGED_CANNOT;
}

/* Cases that no rule is for. Returns true if @j is one. */
static bool set_aside(struct judged *j)
{
	const struct difference *d = j->d;

	j->result = JUDGED_NOT_GATED;
	if (is_price_of_watching(d))
		snprintf(j->why, sizeof(j->why), "instrumented");
	else if (d->na)
		judge_na(j);
	else if (strcmp(d->a->kind, "exact") && !d->sampled)
		snprintf(j->why, sizeof(j->why), "%s", d->a->kind);
	else
		return set_inexact_aside(j) || set_other_calls_aside(j);
	if (d->na && !j->why[0])
		snprintf(j->why, sizeof(j->why), "n/a%s: %s",
			 d->na_in_both || !record_na(d->a) ? "" :
							     " in the baseline",
			 d->na);
	return true;
}

static void judge_exact(struct judged *j)
{
	set_allowed(j);
	j->result = is_above(j) ? JUDGED_REGRESSED : JUDGED_PASSED;
}

static bool has_boots(const struct judged *j, size_t tests)
{
	const struct difference *d = j->d;

	return d->nr_a >= MIN_BOOTS && d->nr_b >= MIN_BOOTS &&
	       permutation_lowest_p(d->nr_a, d->nr_b) * tests < j->tolerance.p;
}

/* How large a rise must be to be seen with @nr boots an arm, in words. */
static void format_detectable(const struct judged *j, size_t tests, size_t nr,
			      char *text, size_t size)
{
	const struct difference *d = j->d;
	double sigma =
		pooled_deviation(d->boots_a, d->nr_a, d->boots_b, d->nr_b);
	char percent[32];
	double rise;

	text[0] = '\0';
	if (isnan(sigma) || d->base <= 0)
		return;
	rise = detectable_rise(sigma, nr, nr, j->tolerance.p / tests);
	format_percent(fmax(rise, j->allowed) / d->base, percent,
		       sizeof(percent));
	snprintf(text, size, " and see %s", percent);
}

static void refuse_few_boots(struct judged *j, size_t tests)
{
	size_t needed = boots_needed(tests, j->tolerance.p);
	char would_see[64];

	j->result = JUDGED_CANNOT;
	j->detectable = NAN;
	if (!needed) {
		snprintf(j->why, sizeof(j->why),
			 "no number of boots gives p < %g over %zu tests",
			 j->tolerance.p, tests);
		return;
	}
	format_detectable(j, tests, needed, would_see, sizeof(would_see));
	snprintf(
		j->why, sizeof(j->why),
		"%zu and %zu boots see no rise, however large, at p < %g over %zu tests; %zu each would do%s",
		j->d->nr_a, j->d->nr_b, j->tolerance.p, tests, needed,
		would_see);
}

static void judge_sampled(struct judged *j, size_t tests)
{
	const struct difference *d = j->d;
	double sigma;

	set_allowed(j);
	if (!has_boots(j, tests)) {
		refuse_few_boots(j, tests);
		return;
	}
	sigma = pooled_deviation(d->boots_a, d->nr_a, d->boots_b, d->nr_b);
	j->detectable =
		fmax(j->allowed, detectable_rise(sigma, d->nr_a, d->nr_b,
						 j->tolerance.p / tests));
	j->result = j->p_holm < j->tolerance.p && is_above(j) ?
			    JUDGED_REGRESSED :
			    JUDGED_PASSED;
}

/* The family that Holm's correction is for: all that is sampled in the run. */
static size_t test_all(struct judged *list, size_t nr)
{
	double p[nr + 1], adjusted[nr + 1];
	size_t place[nr + 1], tests = 0;
	const struct difference *d;

	for (size_t i = 0; i < nr; i++) {
		d = list[i].d;
		if (list[i].result == JUDGED_NOT_GATED ||
		    list[i].result == JUDGED_CANNOT || !d->sampled)
			continue;
		list[i].p =
			permutation_p(d->boots_a, d->nr_a, d->boots_b, d->nr_b);
		p[tests] = list[i].p;
		place[tests++] = i;
	}
	if (tests)
		holm_adjust(p, tests, adjusted);
	for (size_t i = 0; i < tests; i++)
		list[place[i]].p_holm = adjusted[i];
	return tests;
}

void judge(struct judged *list, size_t nr)
{
	size_t tests;

	for (size_t i = 0; i < nr; i++) {
		list[i].p = 1;
		list[i].p_holm = 1;
		list[i].detectable = NAN;
		if (set_aside(&list[i]))
			continue;
		list[i].result = JUDGED_PASSED;
		if (!list[i].d->sampled)
			judge_exact(&list[i]);
	}
	tests = test_all(list, nr);
	for (size_t i = 0; i < nr; i++)
		if (list[i].d->sampled && list[i].result == JUDGED_PASSED)
			judge_sampled(&list[i], tests);
}
