// SPDX-License-Identifier: GPL-2.0
/* The verdict as data: what a bundle keeps, and what is derived anew from it. */
#include <math.h>
#include <stdlib.h>

#include "gate/gate.h"
#include "records/metric_name.h"

#define VERDICT_SCHEMA 1

/*
 * Six digits: the last ones of a double depend on how another machine's library
 * computes it, and say nothing.
 */
static json_t *number(double value)
{
	char text[32];

	if (!isfinite(value))
		return NULL;
	snprintf(text, sizeof(text), "%.6g", value);
	return json_real(strtod(text, NULL));
}

static json_t *pack_test(const struct judged *j)
{
	const struct difference *d = j->d;

	if (d->na || !d->sampled)
		return NULL;
	return json_pack("{so*,so*,so*,so*,so*,so*}", "p", number(j->p),
			 "level", number(j->tolerance.p), "low",
			 number(d->shift.has_interval ? d->shift.low : NAN),
			 "high",
			 number(d->shift.has_interval ? d->shift.high : NAN),
			 "cliffs_delta", number(d->delta), "detectable",
			 number(j->detectable));
}

static json_t *pack_figures(const struct judged *j)
{
	const struct difference *d = j->d;

	if (!difference_has_figures(d))
		return NULL;
	return json_pack("{so*,so*,so*,so*,so*,s[i,i]}", "baseline",
			 number(d->base), "now", number(d->now), "rise",
			 number(d->rise), "relative",
			 number(difference_relative(d)), "allowed",
			 number(j->allowed), "boots", (int)d->nr_a,
			 (int)d->nr_b);
}

static json_t *pack_case(const struct judged *j)
{
	char name[CASE_NAME_SIZE];

	return json_pack("{ss,ss,ss,ss,ss,so*,so*}", "case",
			 name_of_case(j->d->a, name, sizeof(name)), "unit",
			 j->d->a->unit, "kind", j->d->a->kind, "judgement",
			 judgement_word(j->result), "why", j->why, "figures",
			 pack_figures(j), "test", pack_test(j));
}

static json_t *pack_names(const struct lab_record *const *list, size_t nr)
{
	char name[CASE_NAME_SIZE];
	json_t *names = json_array();

	for (size_t i = 0; i < nr; i++)
		json_array_append_new(
			names,
			json_string(name_of_case(list[i], name, sizeof(name))));
	return names;
}

json_t *gate_verdict(const struct gate *g)
{
	json_t *cases = json_array();

	for (size_t i = 0; i < g->nr; i++)
		json_array_append_new(cases, pack_case(&g->list[i]));
	return json_pack("{si,ss,si,sb,si,ss,sO,sO,so,so,so}", "schema",
			 VERDICT_SCHEMA, "verdict", gate_word(g), "exit",
			 g->exit_code, "forced", g->forced, "too_wide",
			 (int)g->nr_too_wide, "blocked", g->blocked,
			 "baseline_fingerprint", g->base.fingerprint,
			 "run_fingerprint", g->run.fingerprint, "cases", cases,
			 "not_in_run",
			 pack_names(g->found.only_a, g->found.nr_only_a),
			 "not_in_baseline",
			 pack_names(g->found.only_b, g->found.nr_only_b));
}

int gate_write_verdict(const struct gate *g, FILE *out)
{
	json_t *verdict = gate_verdict(g);
	int ret = json_dumpf(verdict, out,
			     JSON_INDENT(1) | JSON_REAL_PRECISION(9));

	json_decref(verdict);
	fputc('\n', out);
	return ret;
}
