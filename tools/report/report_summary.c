// SPDX-License-Identifier: GPL-2.0
/* The run in a few sentences. One whose data is not there is left out. */
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "records/name_list.h"
#include "report/report.h"
#include "schema.h"

#define TEXT_SIZE 512

static const char *strategy_of(const struct lab_record *record)
{
	return record_dimension(record, "strategy");
}

static double cost(const struct lab_record *record)
{
	return figure_of(record, figure_is_mean(record));
}

static const struct lab_record *of_strategy(const struct report *r,
					    const char *strategy)
{
	struct wish wish = { .strategy = strategy };

	if (!r->headline)
		return NULL;
	wish.cpus = group_most_cpus(r->headline);
	return group_of_strategy(r->headline, &wish);
}

/* hva and direct leave the page in the direct map. */
static bool takes_out(const char *strategy)
{
	return strcmp(strategy, "hva") && strcmp(strategy, "direct");
}

/* The cheapest strategy, or the dearest; NULL if the run has none. */
static const struct lab_record *extreme(const struct report *r, bool dearest)
{
	const struct lab_record *record, *best = NULL;

	for (size_t i = 0; r->headline && i < r->headline->nr; i++) {
		record = r->headline->list[i];
		if (!takes_out(strategy_of(record)) ||
		    of_strategy(r, strategy_of(record)) != record)
			continue;
		if (!best || (cost(record) > cost(best)) == dearest)
			best = record;
	}
	return best;
}

static void __printf(3, 4) append(char *text, size_t size, const char *fmt, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, fmt);
	vsnprintf(text + used, size - used, fmt, args);
	va_end(args);
}

/* Other CPUs that an access of @strategy interrupts, or NAN. */
static double interrupts(const struct report *r, const char *strategy)
{
	const struct group *group = group_headline(&r->events);
	struct wish wish = { .metric = LAB_CPUS_INTERRUPTED,
			     .strategy = strategy };
	const struct lab_record *record;

	if (!group)
		return NAN;
	wish.cpus = group_most_cpus(group);
	record = group_find(group, &wish);
	return record && !record_na(record) ? figure_of(record, true) : NAN;
}

static void add_interrupts(const struct report *r, const char *strategy,
			   char *text, size_t size)
{
	double nr = interrupts(r, strategy);
	char number[32];

	if (nr == 0)
		append(text, size, ", interrupts no CPU");
	else if (nr > 0)
		append(text, size, ", interrupts %s other CPUs",
		       report_number(nr, number, sizeof(number)));
}

static void add_stale(const struct report *r, const char *strategy, char *text,
		      size_t size)
{
	const struct exposure *e = exposures_find(&r->exposures, strategy);

	if (!e || isnan(e->seen_here))
		return;
	append(text, size, ", and left ");
	if (e->seen_here > 0)
		append(text, size, "up to %.0f stale translations",
		       e->seen_here);
	else
		append(text, size, "no stale translation");
	append(text, size, " on the CPU of the access");
}

/* The cheapest against noflush, or against direct if it is noflush itself. */
static void say_cheapest(const struct report *r, struct writer *w)
{
	const struct lab_record *best = extreme(r, false), *other;
	char text[TEXT_SIZE] = "", words[128];

	if (!best)
		return;
	other = of_strategy(r, "noflush");
	if (!other || other == best)
		other = of_strategy(r, "direct");
	if (!other || cost(other) <= 0)
		return;
	append(text, sizeof(text), "%s does one %s in %.2fx the %s of %s",
	       strategy_of(best), report_case(best, words, sizeof(words)),
	       cost(best) / cost(other), lab_unit_find(best->unit)->words,
	       strategy_of(other));
	add_interrupts(r, strategy_of(best), text, sizeof(text));
	add_stale(r, strategy_of(best), text, sizeof(text));
	writer_item(w, "%s.", text);
}

static void add_population(const struct report *r, const char *strategy,
			   char *text, size_t size)
{
	struct wish wish = { .strategy = strategy };
	const struct lab_record *record, *direct;
	char words[128];

	if (!r->population)
		return;
	wish.cpus = group_most_cpus(r->population);
	record = group_of_strategy(r->population, &wish);
	direct = record ? group_direct_of(r->population, record) : NULL;
	if (!direct || cost(direct) <= 0)
		return;
	append(text, size, "population (%s) costs %.1fx direct on %ld CPUs",
	       report_case(record, words, sizeof(words)),
	       cost(record) / cost(direct), wish.cpus);
}

static void add_readable(const struct report *r, const char *strategy,
			 char *text, size_t size)
{
	const struct exposure *e = exposures_find(&r->exposures, strategy);
	char words[TEXT_SIZE];

	if (!e || isnan(e->seen_pages))
		return;
	append(text, size, "%safter an access there stays readable: %s",
	       text[0] ? "; " : "",
	       report_readable(r, strategy, words, sizeof(words)));
	if (e->declares && isinf(e->pages))
		append(text, size, "; it declares no bound in pages");
	else if (e->declares)
		append(text, size, "; it declares at most %.0f pages",
		       e->pages);
	if (e->declares && isinf(e->usecs))
		append(text, size, " and no bound in time");
	else if (e->declares)
		append(text, size, " for at most %.0f us", e->usecs);
}

/* What the cheapest access does not say: its other price, and what it leaves. */
static void say_catch(const struct report *r, struct writer *w)
{
	const struct lab_record *best = extreme(r, false);
	char text[4 * TEXT_SIZE] = "";

	if (!best)
		return;
	add_population(r, strategy_of(best), text, sizeof(text));
	add_readable(r, strategy_of(best), text, sizeof(text));
	if (text[0])
		writer_item(w, "But with %s %s.", strategy_of(best), text);
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
	const struct lab_record *worst = extreme(r, true), *direct;
	char text[TEXT_SIZE] = "", number[32];
	const struct growth_line *line;

	direct = worst ? group_direct_of(r->headline, worst) : NULL;
	if (!direct || cost(direct) <= 0)
		return;
	append(text, sizeof(text),
	       "On %ld CPUs %s is the dearest, %.1fx direct",
	       record_dimension_number(worst, "cpus"), strategy_of(worst),
	       cost(worst) / cost(direct));
	line = line_of(r, worst);
	if (line && line->fit.c[line->b] > 2 * line->fit.error[line->b])
		append(text, sizeof(text), ", and each further CPU adds %s %s",
		       report_number(line->fit.c[line->b], number,
				     sizeof(number)),
		       lab_unit_find(worst->unit)->words);
	writer_item(w, "%s.", text);
}

/* Those whose declaration has no bound in pages; a new object. */
static json_t *find_unbounded(const struct report *r)
{
	json_t *names = json_object();
	const struct exposure *e;
	char text[TEXT_SIZE];

	for (size_t i = 0; i < r->exposures.nr; i++) {
		e = &r->exposures.list[i];
		if (!e->declares || !isinf(e->pages) ||
		    exposures_find(&r->exposures, strategy_of(e->any)) != e)
			continue;
		snprintf(text, sizeof(text), "%s", strategy_of(e->any));
		if (!isnan(e->seen_pages))
			append(text, sizeof(text), " (%.0f pages seen)",
			       e->seen_pages);
		name_list_add(names, text);
	}
	return names;
}

static void say_unbounded(const struct report *r, struct writer *w)
{
	json_t *names = find_unbounded(r);
	char *text = name_list_text(names);

	if (text && text[0])
		writer_item(
			w,
			"Without any bound on how many pages stay readable after an access: %s.",
			text);
	free(text);
	json_decref(names);
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
			strategy_of(worst),
			record_dimension_number(p->any, "cpus"),
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
	char words[128];

	for (size_t i = 0; line && i < r->growth.nr; i++)
		if (growth_cross(&r->growth, line, &r->growth.list[i],
				 &found) &&
		    found.at > last.at)
			last = found;
	if (last.at > 0)
		writer_item(
			w,
			"For one %s, %s costs more than %s from %.0f CPUs on%s.",
			report_case(worst, words, sizeof(words)),
			strategy_of(worst), strategy_of(last.cheaper->any),
			ceil(last.at),
			last.extrapolated ? " (extrapolated)" : "");
}

int report_summary(const struct report *r, struct writer *w)
{
	int ret;

	writer_heading(w, "In short");
	writer_echo(w, stdout);
	say_cheapest(r, w);
	say_catch(r, w);
	say_dearest(r, w);
	say_crossover(r, w);
	say_largest_part(r, w);
	say_unbounded(r, w);
	ret = report_say_stock(r, w);
	if (!w->list)
		writer_text(w, "n/a: this run has no access to compare: %s.",
			    report_reason(r, LAB_PRICE));
	if (!ret)
		ret = report_shortlist(r, w);
	writer_echo(w, NULL);
	return ret;
}
