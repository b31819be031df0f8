// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/fingerprint.h"
#include "gate/gate.h"
#include "labstat.h"
#include "page/format.h"

const char *judgement_word(enum judgement judgement)
{
	static const char *const words[] = {
		[JUDGED_REGRESSED] = "regressed",
		[JUDGED_CANNOT] = "can't judge",
		[JUDGED_PASSED] = "passed",
		[JUDGED_NOT_GATED] = "not gated",
	};

	return words[judgement];
}

const char *gate_word(const struct gate *gate)
{
	switch (gate->exit_code) {
	case LABSTAT_OK:
		return "PASSED";
	case LABSTAT_REGRESSED:
		return "REGRESSED";
	default:
		return "CAN'T JUDGE";
	}
}

static void add_why(const struct judged *j, char *text, size_t size)
{
	size_t used = strlen(text);

	if (j->why[0])
		snprintf(text + used, size - used, "%s%s", used ? "; " : "",
			 j->why);
}

char *judged_line(const struct judged *j, char *text, size_t size)
{
	const struct difference *d = j->d;
	char base[32], now[32], change[32], percent[32], allowed[32], p[32];
	size_t used;

	text[0] = '\0';
	if (difference_has_figures(d)) {
		snprintf(text, size, "%s -> %s %s (%s, %s)",
			 format_number(d->base, base, sizeof(base)),
			 format_number(d->now, now, sizeof(now)), d->a->unit,
			 format_change(d->rise, change, sizeof(change)),
			 format_percent(difference_relative(d), percent,
					sizeof(percent)));
		used = strlen(text);
		if (j->result != JUDGED_NOT_GATED)
			snprintf(text + used, size - used, ", allowed %s",
				 format_change(j->allowed, allowed,
					       sizeof(allowed)));
		used = strlen(text);
		if (j->result != JUDGED_NOT_GATED && d->sampled)
			snprintf(text + used, size - used, ", p %s",
				 format_p(j->p, p, sizeof(p)));
	}
	add_why(j, text, size);
	return text;
}

/* Does the run's plan have the boot in which @record was measured? */
static bool is_planned(const struct gate *g, const struct lab_record *record)
{
	const json_t *boot =
		json_object_get(plan_find(&g->base.plan, record->id), "boot");
	const char *id;
	json_t *planned;

	json_object_foreach(g->run.plan.cases, id, planned)
	{
		if (json_equal(json_object_get(planned, "boot"), boot))
			return true;
	}
	return false;
}

/* What the run lacks of a boot that it made can't be judged; other boots are not its. */
static void add_missing(struct gate *g)
{
	struct differences *found = &g->found;
	const struct lab_record *record;
	size_t nr = 0;

	for (size_t i = 0; i < found->nr_only_a; i++) {
		record = found->only_a[i];
		if (is_planned(g, record))
			found->list[found->nr++] = (struct difference){
				.a = record,
				.b = record,
				.na = "not in the run, which has its boot",
			};
		else
			found->only_a[nr++] = record;
	}
	found->nr_only_a = nr;
}

/*
 * Machines drift, and differ from day to day: what was sampled then says little of what
 * is sampled now.
 */
static void refuse_stored(struct gate *g)
{
	for (size_t i = 0; i < g->nr; i++) {
		if (!g->list[i].d->sampled ||
		    g->list[i].result == JUDGED_NOT_GATED)
			continue;
		g->list[i].result = JUDGED_CANNOT;
		snprintf(
			g->list[i].why, sizeof(g->list[i].why),
			"sampled, and the baseline is a stored one; FORCE=1 judges all the same");
	}
}

/* Something that regressed is told even if something else can't be judged. */
static void decide(struct gate *g)
{
	for (size_t i = 0; i < g->nr; i++) {
		g->counts[g->list[i].result]++;
		g->nr_too_wide += g->list[i].too_wide;
	}
	if (g->counts[JUDGED_REGRESSED])
		g->exit_code = LABSTAT_REGRESSED;
	else if (g->counts[JUDGED_CANNOT] || g->blocked[0])
		g->exit_code = LABSTAT_CANNOT_JUDGE;
	if (g->exit_code || g->counts[JUDGED_PASSED])
		return;
	snprintf(
		g->blocked, sizeof(g->blocked),
		"the run has no case that the baseline has and the gate judges");
	g->exit_code = LABSTAT_CANNOT_JUDGE;
}

static int fill(struct gate *g, struct lab_error *error)
{
	struct difference *d;

	g->list = calloc(g->found.nr + 1, sizeof(*g->list));
	if (!g->list)
		return lab_fail(error, "out of memory");
	g->nr = g->found.nr;
	for (size_t i = 0; i < g->nr; i++) {
		d = &g->found.list[i];
		g->list[i].d = d;
		g->list[i].tolerance =
			tolerances_find(&g->tolerances, d->a,
					run_case_floor(&g->base, d->a, false));
		g->list[i].tail_floor =
			FLOOR_MARGIN * run_case_floor(&g->base, d->a, true);
	}
	return 0;
}

/* What was planned and has no record can't have passed. */
static void block_missing(struct gate *g)
{
	json_t *missing = plan_missing(&g->run.plan, &g->run.results, false);
	char name[256];

	if (json_array_size(missing))
		snprintf(
			g->blocked, sizeof(g->blocked),
			"the run has no record of %zu cases that it planned, first %s",
			json_array_size(missing),
			planned_name(json_array_get(missing, 0), name,
				     sizeof(name)));
	json_decref(missing);
}

static int judge_runs(struct gate *g, struct lab_error *error)
{
	char differences[400];

	if (fingerprint_differences(g->base.fingerprint, g->run.fingerprint,
				    differences, sizeof(differences))) {
		snprintf(g->blocked, sizeof(g->blocked),
			 "baseline and run have other fingerprints: %s",
			 differences);
		decide(g);
		return 0;
	}
	if (differences_find(&g->found, &g->base, &g->run, error))
		return -1;
	add_missing(g);
	if (fill(g, error))
		return -1;
	judge(g->list, g->nr);
	if (!g->forced)
		refuse_stored(g);
	block_missing(g);
	decide(g);
	return 0;
}

int gate_judge(struct gate *g, const char *base_dir, const char *dir,
	       const char *tolerances, bool forced, struct lab_error *error)
{
	int ret;

	memset(g, 0, sizeof(*g));
	g->forced = forced;
	ret = tolerances_load(&g->tolerances, tolerances, error);
	if (!ret)
		ret = run_load(&g->base, base_dir, error);
	if (!ret)
		ret = run_load(&g->run, dir, error);
	if (!ret)
		ret = judge_runs(g, error);
	if (ret)
		gate_free(g);
	return ret;
}

void gate_free(struct gate *g)
{
	free(g->list);
	differences_free(&g->found);
	tolerances_free(&g->tolerances);
	run_free(&g->base);
	run_free(&g->run);
	memset(g, 0, sizeof(*g));
}
