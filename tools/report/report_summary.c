// SPDX-License-Identifier: GPL-2.0
/* The run in a few sentences. One whose data is not there is left out. */
#include <math.h>
#include <string.h>

#include "report/report.h"

/* The cheapest strategy that takes pages out, or the dearest; NULL if there is none. */
static const struct lab_record *extreme(const struct report *r, bool dearest)
{
	const struct lab_record *record, *best = NULL;

	for (size_t i = 0; r->headline && i < r->headline->nr; i++) {
		record = r->headline->list[i];
		if (!report_takes_out(strategy_of(record)) ||
		    report_of_strategy(r->headline, strategy_of(record)) !=
			    record)
			continue;
		if (!best ||
		    (report_cost(record) > report_cost(best)) == dearest)
			best = record;
	}
	return best;
}

/* Other CPUs that an access of @strategy interrupts. */
static const char *interrupt_words(const struct report *r, const char *strategy)
{
	const struct group *group = group_headline(&r->events);
	double nr = group ? report_mean(group, strategy, LAB_CPUS_INTERRUPTED) :
			    NAN;

	if (nr == 0)
		return ", interrupts no CPU";
	return nr > 0 ? textf(", interrupts %s other CPUs", report_number(nr)) :
			"";
}

static const char *stale_words(const struct report *r, const char *strategy)
{
	const struct exposure *e = exposures_find(&r->exposures, strategy);

	if (!e || isnan(e->seen_here))
		return "";
	return textf(", and left %s on the CPU of the access",
		     e->seen_here > 0 ? textf("up to %.0f stale translations",
					      e->seen_here) :
					"no stale translation");
}

/* The cheapest against noflush, or against direct if it is noflush itself. */
static void say_cheapest(const struct report *r, struct writer *w)
{
	const struct lab_record *best = extreme(r, false), *other;

	if (!best)
		return;
	other = report_of_strategy(r->headline, "noflush");
	if (!other || other == best)
		other = report_of_strategy(r->headline, "direct");
	if (!other || report_cost(other) <= 0)
		return;
	writer_item(w, "%s does one %s in %.2fx the %s of %s%s%s.",
		    strategy_of(best), report_case(best),
		    report_cost(best) / report_cost(other),
		    lab_unit_find(best->unit)->words, strategy_of(other),
		    interrupt_words(r, strategy_of(best)),
		    stale_words(r, strategy_of(best)));
}

static const char *population_words(const struct report *r,
				    const char *strategy)
{
	const struct lab_record *record =
		report_of_strategy(r->population, strategy);
	double ratio = record ? report_ratio(r->population, record) : 0;

	if (!(ratio > 0))
		return "";
	return textf("population (%s) costs %.1fx direct on %ld CPUs",
		     report_case(record), ratio, cpus_of(record));
}

static const char *declared_words(const struct exposure *e)
{
	if (!e->declares)
		return "";
	return textf("; it declares %s and %s",
		     isinf(e->pages) ? "no bound in pages" :
				       textf("at most %.0f pages", e->pages),
		     isinf(e->usecs) ? "no bound in time" :
				       textf("for at most %.0f us", e->usecs));
}

static const char *readable_words(const struct report *r, const char *strategy)
{
	const struct exposure *e = exposures_find(&r->exposures, strategy);

	if (!e || isnan(e->seen_pages))
		return "";
	return textf("after an access there stays readable: %s%s",
		     report_readable(r, strategy), declared_words(e));
}

/* What the cheapest access does not say: its other price, and what it leaves. */
static void say_catch(const struct report *r, struct writer *w)
{
	const struct lab_record *best = extreme(r, false);
	const char *price, *readable;

	if (!best)
		return;
	price = population_words(r, strategy_of(best));
	readable = readable_words(r, strategy_of(best));
	if (price[0] || readable[0])
		writer_item(w, "But with %s %s%s%s.", strategy_of(best), price,
			    price[0] && readable[0] ? "; " : "", readable);
}

static const struct growth_line *line_of(const struct report *r,
					 const struct lab_record *record)
{
	const struct growth_line *line;

	for (size_t i = 0; i < r->growth.nr; i++) {
		line = &r->growth.list[i];
		for (size_t p = 0; p < line->nr; p++)
			if (line->points[p].record == record &&
			    !strcmp(line->over, "cpus") && line->b >= 0 &&
			    growth_is_decent(line))
				return line;
	}
	return NULL;
}

static void say_dearest(const struct report *r, struct writer *w)
{
	const struct lab_record *worst = extreme(r, true);
	double ratio = worst ? report_ratio(r->headline, worst) : 0;
	const struct growth_line *line;
	const char *rise = "";

	if (!(ratio > 0))
		return;
	line = line_of(r, worst);
	if (line && line->fit.c[line->b] > 2 * line->fit.error[line->b])
		rise = textf(", and each further CPU adds %s %s",
			     report_number(line->fit.c[line->b]),
			     lab_unit_find(worst->unit)->words);
	writer_item(w, "On %ld CPUs %s is the dearest, %.1fx direct%s.",
		    cpus_of(worst), strategy_of(worst), ratio, rise);
}

/* Those whose declaration has no bound in pages. */
static void say_unbounded(const struct report *r, struct writer *w)
{
	const struct exposure *e;
	const char *text = "";

	for (size_t i = 0; i < r->exposures.nr; i++) {
		e = &r->exposures.list[i];
		if (!e->declares || !isinf(e->pages) ||
		    exposures_find(&r->exposures, strategy_of(e->any)) != e)
			continue;
		text = textf("%s%s%s", text, text[0] ? ", " : "",
			     strategy_of(e->any));
		if (!isnan(e->seen_pages))
			text = textf("%s (%.0f pages seen)", text,
				     e->seen_pages);
	}
	if (text[0])
		writer_item(
			w,
			"Without any bound on how many pages stay readable after an access: %s.",
			text);
}

/* The parts of the access of @strategy, or NULL. */
static const struct parts *parts_of(const struct report *r,
				    const char *strategy)
{
	for (size_t i = 0; i < r->parts.nr; i++)
		if (report_is_main(r, &r->parts.list[i]) &&
		    !strcmp(strategy_of(r->parts.list[i].any), strategy))
			return &r->parts.list[i];
	return NULL;
}

/* The largest part of the dearest access. */
static void say_largest_part(const struct report *r, struct writer *w)
{
	const struct lab_record *worst = extreme(r, true);
	const struct parts *p = worst ? parts_of(r, strategy_of(worst)) : NULL;
	size_t largest = NR_PARTS;

	for (size_t i = 0; p && i < NR_PARTS; i++)
		if (!isnan(p->part[i]) &&
		    (largest == NR_PARTS || p->part[i] > p->part[largest]))
			largest = i;
	if (largest < NR_PARTS && p->total > 0)
		writer_item(
			w,
			"Of what an access costs with %s on %ld CPUs, %.0f%% is the part \"%s\": %s.",
			strategy_of(worst), cpus_of(p->any),
			100 * p->part[largest] / p->total,
			lab_metric_title(lab_class_metric(LAB_PART, largest)),
			lab_class_metric(LAB_PART, largest)->what);
}

/* From where on the dearest is that: where it passes the last of the others. */
static void say_crossover(const struct report *r, struct writer *w)
{
	const struct lab_record *worst = extreme(r, true);
	const struct growth_line *line = worst ? line_of(r, worst) : NULL;
	struct crossover found, last = { .at = 0 };

	for (size_t i = 0; line && i < r->growth.nr; i++)
		if (growth_cross(&r->growth, line, &r->growth.list[i],
				 &found) &&
		    found.at > last.at)
			last = found;
	if (last.at > 0)
		writer_item(
			w,
			"For one %s, %s costs more than %s from %.0f CPUs on%s.",
			report_case(worst), strategy_of(worst),
			strategy_of(last.cheaper->any), ceil(last.at),
			last.extrapolated ? " (extrapolated)" : "");
}

void report_summary(const struct report *r, struct writer *w)
{
	writer_heading(w, "In short");
	writer_echo(w, stdout);
	say_cheapest(r, w);
	say_catch(r, w);
	say_dearest(r, w);
	say_crossover(r, w);
	say_largest_part(r, w);
	say_unbounded(r, w);
	report_say_stock(r, w);
	if (!w->list)
		writer_text(w, "n/a: this run has no access to compare: %s.",
			    report_reason(r, LAB_PRICE));
	report_shortlist(r, w);
	writer_echo(w, NULL);
}
