// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/difference.h"
#include "records/figure.h"

#define LEVEL 0.95

void difference_compute(struct difference *d)
{
	d->base = figure_over_boots(d->a, d->boots_a, d->nr_a);
	d->now = figure_over_boots(d->b, d->boots_b, d->nr_b);
	d->rise = d->now - d->base;
	if (!d->sampled)
		return;
	shift_estimate(d->boots_a, d->nr_a, d->boots_b, d->nr_b, LEVEL,
		       &d->shift);
	d->rise = d->shift.estimate;
	d->delta = cliffs_delta(d->boots_a, d->nr_a, d->boots_b, d->nr_b);
}

double difference_relative(const struct difference *d)
{
	if (d->base > 0)
		return d->rise / d->base;
	return d->rise > 0 ? INFINITY : 0;
}

bool difference_has_figures(const struct difference *d)
{
	return !d->na || d->seen;
}

/* What is n/a since the strategy does not do what its name says was counted all the same. */
static void fill_seen(struct difference *d)
{
	d->now = record_seen(d->b);
	d->seen = !isnan(d->now) && !record_na(d->a);
	if (!d->seen)
		return;
	d->nr_a = figure_boots(d->a);
	d->nr_b = figure_boots(d->b);
	d->base = figure_of(d->a, figure_is_mean(d->a));
	d->rise = d->now - d->base;
}

/* Both by their means if one of them is, for a median is another figure. */
static int fill(struct difference *d)
{
	bool is_mean = figure_is_mean(d->a) || figure_is_mean(d->b);
	const char *na = record_na(d->b);

	d->sampled = !strcmp(d->a->kind, "sampled");
	d->na = na ? na : record_na(d->a);
	d->na_in_both = na && record_na(d->a);
	d->tail_base = NAN;
	d->tail_now = NAN;
	if (d->na) {
		fill_seen(d);
		return 0;
	}
	d->tail_base = figure_tail(d->a);
	d->tail_now = figure_tail(d->b);
	d->nr_a = figure_boots(d->a);
	d->nr_b = figure_boots(d->b);
	d->boots_a = calloc(d->nr_a, sizeof(double));
	d->boots_b = calloc(d->nr_b, sizeof(double));
	if (!d->boots_a || !d->boots_b)
		return -1;
	figure_each_boot(d->a, is_mean, d->boots_a);
	figure_each_boot(d->b, is_mean, d->boots_b);
	difference_compute(d);
	return 0;
}

static int check_units(const struct run *run_a, const struct lab_record *a,
		       const struct run *run_b, const struct lab_record *b,
		       struct lab_error *error)
{
	if (!strcmp(a->unit, b->unit))
		return 0;
	return lab_fail(
		error,
		"%s/results.jsonl:%d: unit: '%s', but '%s' in %s/results.jsonl:%d",
		run_b->dir, b->line, b->unit, a->unit, run_a->dir, a->line);
}

static int match(struct differences *d, const struct run *a,
		 const struct run *b, const json_t *index,
		 struct lab_error *error)
{
	const struct lab_record *record, *other;
	struct difference *difference;

	for (size_t i = 0; i < a->results.nr; i++) {
		record = &a->results.records[i];
		if (record->replicate)
			continue;
		other = results_find(&b->results, index, record);
		if (!other) {
			d->only_a[d->nr_only_a++] = record;
			continue;
		}
		if (check_units(a, record, b, other, error))
			return -1;
		difference = &d->list[d->nr++];
		difference->a = record;
		difference->b = other;
		if (fill(difference))
			return lab_fail(error, "out of memory");
	}
	return 0;
}

static void find_only_b(struct differences *d, const struct run *b,
			const json_t *index)
{
	const struct lab_record *record;

	for (size_t i = 0; i < b->results.nr; i++) {
		record = &b->results.records[i];
		if (!record->replicate && !json_object_get(index, record->key))
			d->only_b[d->nr_only_b++] = record;
	}
}

int differences_find(struct differences *d, const struct run *a,
		     const struct run *b, struct lab_error *error)
{
	json_t *index_a = results_index(&a->results);
	json_t *index_b = results_index(&b->results);
	int ret;

	memset(d, 0, sizeof(*d));
	d->list = calloc(a->results.nr, sizeof(*d->list));
	d->only_a = calloc(a->results.nr, sizeof(*d->only_a));
	d->only_b = calloc(b->results.nr, sizeof(*d->only_b));
	if (d->list && d->only_a && d->only_b)
		ret = match(d, a, b, index_b, error);
	else
		ret = lab_fail(error, "out of memory");
	if (!ret)
		find_only_b(d, b, index_a);
	else
		differences_free(d);
	json_decref(index_a);
	json_decref(index_b);
	return ret;
}

void differences_free(struct differences *d)
{
	for (size_t i = 0; i < d->nr; i++) {
		free(d->list[i].boots_a);
		free(d->list[i].boots_b);
	}
	free(d->list);
	free(d->only_a);
	free(d->only_b);
	memset(d, 0, sizeof(*d));
}
