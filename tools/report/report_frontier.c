// SPDX-License-Identifier: GPL-2.0
/* What a strategy costs against what it leaves exposed; and distributions. */
#include <math.h>

#include "report/report.h"

static const char *seen_words(const struct exposure *e)
{
	if (e->seen_here > 0)
		return e->seen_elsewhere > 0 ? "on every CPU" : "on that CPU";
	return "on other CPUs";
}

/* Where nothing is taken out, old translations are the least of it. */
const char *report_readable(const struct report *r, const char *strategy)
{
	const struct exposure *e = exposures_find(&r->exposures, strategy);
	const char *text;

	if (!report_takes_out(strategy))
		return "everything, always";
	if (!e || isnan(e->seen_pages))
		return "n/a";
	if (!(e->seen_pages > 0))
		return "nothing seen";
	text = textf("%.0f page%s %s", e->seen_pages,
		     e->seen_pages == 1 ? "" : "s", seen_words(e));
	if (!e->lifetime)
		return text;
	if (record_na(e->lifetime))
		return textf("%s, %s", text, record_na(e->lifetime));
	return textf("%s, for up to %s %s", text, report_number(e->seen_time),
		     e->lifetime->unit);
}

static const char *place_words(const struct exposure *e)
{
	if (!e->declares)
		return "n/a";
	if (e->here)
		return e->elsewhere ? "on every CPU" : "on that CPU";
	return e->elsewhere ? "on other CPUs" : "nowhere";
}

static const char *bound_words(const struct exposure *e, double bound)
{
	if (!e->declares)
		return "n/a";
	return isinf(bound) ? "no bound" : report_number(bound);
}

static const char *time_words(const struct exposure *e)
{
	if (!e->lifetime)
		return "n/a";
	if (record_na(e->lifetime))
		return record_na(e->lifetime);
	return textf("%s %s", report_number(e->seen_time), e->lifetime->unit);
}

static const char *over_words(const struct exposure *e)
{
	if (isnan(e->seen_over))
		return "n/a";
	return textf("%s %s", report_number(e->seen_over),
		     e->lifetime ? e->lifetime->unit : "");
}

/*
 * NAN is above nothing. A worker that comes late breaks no promise: how late it came
 * has a column of its own.
 */
static bool keeps_promise(const struct exposure *e)
{
	return !(e->seen_pages > e->pages) && !(e->seen_here > 0 && !e->here) &&
	       !(e->seen_elsewhere > 0 && !e->elsewhere);
}

static void add_exposure(struct table *t, const struct exposure *e)
{
	table_row(t, strategy_of(e->any), record_dimension(e->any, "op"),
		  e->access ? report_figure(e->access) : "n/a", place_words(e),
		  bound_words(e, e->pages), bound_words(e, e->usecs),
		  report_number(e->seen_pages), report_number(e->seen_here),
		  report_number(e->seen_elsewhere), time_words(e),
		  over_words(e),
		  !e->declares	   ? "n/a" :
		  keeps_promise(e) ? "yes" :
				     "NO: more than declared",
		  NULL);
}

void report_frontier(const struct report *r, struct writer *w)
{
	struct table table;

	writer_heading(w, lab_class_words(LAB_EXPOSURE)->section);
	if (!r->exposures.nr) {
		writer_absent(
			w,
			"this run has no records of what is left exposed (gmem_exposure): %s.",
			report_reason(r, LAB_EXPOSURE));
		return;
	}
	if (r->headline)
		writer_text(
			w,
			"Cost: one %s on %ld CPUs. Exposure: what was still readable by way of a stale translation when that was done, the most that was seen, and what the strategy declares.",
			report_case(r->headline->list[0]),
			group_most_cpus(r->headline));
	else
		writer_text(w, "Without cost: this run has no access alone.");
	writer_picture(w, "frontier",
		       "Cost of an access against what it leaves exposed");
	table_init(&table);
	table_columns(&table, "strategy", "after", ">cost", "declared",
		      ">pages, at most", ">us, at most", ">pages seen",
		      ">seen on that CPU", ">seen on others", ">until",
		      ">beyond the time", "kept", NULL);
	for (size_t i = 0; i < r->exposures.nr; i++)
		add_exposure(&table, &r->exposures.list[i]);
	writer_table(w, &table);
}

void report_samples(const struct report *r, struct writer *w)
{
	writer_heading(w, "Distributions");
	if (report_has_samples(r))
		writer_picture(w, "distributions",
			       "Distribution of the samples");
	else
		writer_absent(
			w,
			"this run has no sampled figures (ns, cycles): its back end counts, and a count has no distribution of its own.");
}
