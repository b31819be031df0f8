// SPDX-License-Identifier: GPL-2.0
/* The cost of one access against CPUs: a panel an operation and length. */
#include <string.h>

#include "report/picture.h"

#define LOG_FROM 30 /* highest / lowest figure that needs a log scale */

/* What stands for @strategy on the fewest CPUs above @cpus, or NULL. */
static const struct lab_record *next_of(const struct group *group,
					const char *strategy, long cpus)
{
	struct wish wish = { .strategy = strategy };
	long at;

	for (size_t i = 0; i < group->nr; i++) {
		at = cpus_of(group->list[i]);
		if (at > cpus && (!wish.cpus || at < wish.cpus) &&
		    !strcmp(strategy_of(group->list[i]), strategy))
			wish.cpus = at;
	}
	return wish.cpus ? group_of_strategy(group, &wish) : NULL;
}

/* All panels have one kind of scale, or they would mislead side by side. */
static bool needs_log(const struct groups *accesses)
{
	double low = INFINITY, high = 0, at;
	bool wide = false;

	for (size_t i = 0; i < accesses->nr; i++) {
		for (size_t j = 0; j < accesses->list[i].nr; j++) {
			at = report_cost(accesses->list[i].list[j]);
			low = fmin(low, at);
			high = fmax(high, at);
		}
		wide |= high > LOG_FROM * low;
	}
	return wide && low > 0;
}

/* Of what was measured on the most CPUs, the shortest and the longest of each operation. */
static bool is_chosen(const struct groups *accesses, const struct group *group)
{
	const struct lab_record *any = group->list[0], *other;
	long most = group_most_cpus(group), rest;
	bool shorter = false, longer = false;

	for (size_t i = 0; i < accesses->nr; i++) {
		other = accesses->list[i].list[0];
		if (group_most_cpus(&accesses->list[i]) > most)
			return false;
		if (group_most_cpus(&accesses->list[i]) < most ||
		    strcmp(record_dimension(other, "op"),
			   record_dimension(any, "op")))
			continue;
		rest = record_dimension_number(other, "len") -
		       record_dimension_number(any, "len");
		shorter |= rest < 0;
		longer |= rest > 0;
	}
	return !(shorter && longer);
}

static void draw_line(struct picture *p, const struct group *group,
		      const char *strategy)
{
	struct mark mark = { "line", strategy, .look = look_of(strategy) };
	const struct lab_record *record;

	picture_next(p);
	while ((record = next_of(group, strategy, mark.x))) {
		mark.x = cpus_of(record);
		mark.y = report_cost(record);
		picture_add(p, &mark);
	}
	mark.layer = "end";
	mark.text = textf("%s  %.0f", strategy, mark.y);
	picture_add(p, &mark);
}

static void draw_points(struct picture *p, const struct group *group,
			const char *strategy)
{
	struct mark mark = { .look = look_of(strategy) };
	const struct lab_record *record;

	while ((record = next_of(group, strategy, mark.x))) {
		mark.x = cpus_of(record);
		mark.y = report_cost(record);
		mark.layer = "point";
		mark.text = strategy;
		picture_add(p, &mark);
		mark.layer = "tic";
		mark.text = textf("%.0f", mark.x);
		picture_add(p, &mark);
	}
}

static void draw_panel(struct picture *p, const struct group *group,
		       enum scale scale)
{
	const struct lab_record *any = group->list[0];

	picture_panel(p, report_case(any), "CPUs online", LOG,
		      textf("%s an access", lab_unit_find(any->unit)->words),
		      scale);
	for (size_t i = 0; i < group->nr; i++) {
		if (!group_first_of_strategy(group, group->list[i]))
			continue;
		draw_line(p, group, strategy_of(group->list[i]));
		draw_points(p, group, strategy_of(group->list[i]));
	}
}

void draw_accesses(const struct report *r, struct picture *p)
{
	enum scale scale = needs_log(&r->accesses) ? LOG : LINEAR;

	for (size_t i = 0; i < r->accesses.nr; i++)
		if (is_chosen(&r->accesses, &r->accesses.list[i]))
			draw_panel(p, &r->accesses.list[i], scale);
}
