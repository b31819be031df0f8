// SPDX-License-Identifier: GPL-2.0
/* What vCPUs pay that only run guest code, and what they see of it. */
#include <math.h>
#include <stdlib.h>

#include "records/name_list.h"
#include "report/report.h"

static long vcpus_of(const struct group *group)
{
	return record_dimension_number(group->list[0], "vcpus");
}

/* That of most vCPUs; of those that have as many, of the shortest read. */
static const struct group *most_bystanders(const struct groups *groups)
{
	const struct group *most = group_headline(groups);
	const struct group *end = groups->list + groups->nr;

	most = most ? most : groups->list;
	for (const struct group *group = groups->list; group < end; group++)
		if (vcpus_of(group) > vcpus_of(most))
			most = group;
	return most;
}

/* Does @strategy cost a bystander nothing, as far as was measured? */
static bool is_free(const struct group *group, const char *strategy)
{
	const struct lab_metric *metric;
	bool seen = false;
	double cost;

	for (size_t i = 0; (metric = lab_class_metric(LAB_BYSTANDER, i)); i++) {
		cost = report_mean(group, strategy, metric->name);
		if (cost != 0 && !isnan(cost))
			return false;
		seen |= cost == 0;
	}
	return seen;
}

static void print_price(const struct group *group, const char *strategy,
			struct writer *w)
{
	const struct lab_record *record;
	const struct lab_metric *metric;
	const char *price = "";
	double value;

	for (size_t i = 0; (metric = lab_class_metric(LAB_BYSTANDER, i)); i++) {
		record = group_find(group,
				    &(struct wish){ .metric = metric->name });
		value = report_mean(group, strategy, metric->name);
		if (record && !isnan(value))
			price = textf(
				"%s%s %s %s", price, price[0] ? " and" : "",
				report_number(value),
				metric->title ?
					metric->title :
					lab_unit_find(record->unit)->words);
	}
	writer_item(w, "%s: each %s costs every other running vCPU%s", strategy,
		    report_case(group->list[0]), price);
}

/* Who costs nothing stands in one line: a list of zeros says no more. */
static void print_prices(const struct group *group, struct writer *w)
{
	json_t *free_ones = json_object();
	const char *strategy;
	char *text;

	for (size_t i = 0; i < group->nr; i++) {
		strategy = strategy_of(group->list[i]);
		if (is_free(group, strategy))
			name_list_add(free_ones, strategy);
		else if (group_first_of_strategy(group, group->list[i]))
			print_price(group, strategy, w);
	}
	text = name_list_text(free_ones);
	if (text && text[0])
		writer_item(w,
			    "%s: a %s costs every other running vCPU nothing",
			    text, report_case(group->list[0]));
	free(text);
	json_decref(free_ones);
}

/* The unit of gaps, which is that of prices. */
static const char *unit_of_gaps(const struct group *group)
{
	for (size_t i = 0; i < group->nr; i++)
		if (!record_metric(group->list[i])->unit)
			return group->list[i]->unit;
	return "";
}

static void add_loss(struct table *t, const struct group *group,
		     const char *strategy)
{
	const struct lab_metric *metric;

	table_row(t, strategy, NULL);
	for (size_t i = 0; (metric = lab_class_metric(LAB_LOSS, i)); i++)
		table_cell(t, report_number(report_mean(group, strategy,
							metric->name)));
	table_cell(t, unit_of_gaps(group));
}

/* What the bystander itself sees, where it runs beside the others. */
static void print_losses(const struct group *group, struct writer *w)
{
	const struct lab_metric *metric;
	struct table table;

	writer_text(
		w,
		"What the guest of the one that lost most saw: loops that it ran less for each %s than in as long a time with nobody at work, and the longest time between two loops:",
		report_case(group->list[0]));
	table_init(&table);
	table_columns(&table, "strategy", NULL);
	for (size_t i = 0; (metric = lab_class_metric(LAB_LOSS, i)); i++)
		table_add_column(&table, lab_metric_title(metric), true);
	table_columns(&table, "gaps in", NULL);
	for (size_t i = 0; i < group->nr; i++)
		if (group_first_of_strategy(group, group->list[i]))
			add_loss(&table, group, strategy_of(group->list[i]));
	writer_table(w, &table);
}

void report_bystanders(const struct report *r, struct writer *w)
{
	writer_heading(w, lab_class_words(LAB_BYSTANDER)->section);
	if (r->bystanders.nr)
		print_prices(most_bystanders(&r->bystanders), w);
	else
		writer_absent(w, "this run has no bystanders: %s.",
			      report_reason(r, LAB_BYSTANDER));
	if (r->losses.nr)
		print_losses(most_bystanders(&r->losses), w);
	else
		writer_absent(
			w,
			"loops that a bystander loses, and for how long it does not run: %s.",
			report_reason(r, LAB_LOSS));
}
