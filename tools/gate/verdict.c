// SPDX-License-Identifier: GPL-2.0
/* The verdict as data: what a bundle keeps, and what is derived anew from it. */
#include <math.h>
#include <stdlib.h>

#include "gate/rows.h"

#define VERDICT_SCHEMA 2

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

/* A case that only one run has is there, too, without figures. */
static json_t *pack_case(const struct gate_row *row)
{
	const struct judged *j = row->judged;

	return json_pack("{ss,ss,ss,ss*,ss*,so*,so*}", "case", row->name,
			 "judgement", judgement_word(row->result), "text",
			 row->text, "unit", j ? j->d->a->unit : NULL, "kind",
			 j ? j->d->a->kind : NULL, "figures",
			 j ? pack_figures(j) : NULL, "test",
			 j ? pack_test(j) : NULL);
}

json_t *rows_verdict(const struct gate_rows *rows)
{
	const struct gate *g = rows->gate;
	json_t *cases = json_array();

	for (size_t i = 0; i < rows->nr; i++) {
		if (!json_array_append_new(cases, pack_case(&rows->list[i])))
			continue;
		json_decref(cases);
		return NULL;
	}
	return json_pack("{si,ss,si,sb,si,ss,sO,sO,so}", "schema",
			 VERDICT_SCHEMA, "verdict", gate_word(g), "exit",
			 g->exit_code, "forced", g->forced, "too_wide",
			 (int)g->nr_too_wide, "blocked", rows->blocked,
			 "baseline_fingerprint", g->base.fingerprint,
			 "run_fingerprint", g->run.fingerprint, "cases", cases);
}

int rows_write_verdict(const struct gate_rows *rows, FILE *out)
{
	json_t *verdict = rows_verdict(rows);
	int ret = verdict ?
			  json_dumpf(verdict, out,
				     JSON_INDENT(1) | JSON_REAL_PRECISION(9)) :
			  -1;

	json_decref(verdict);
	fputc('\n', out);
	return ret;
}
