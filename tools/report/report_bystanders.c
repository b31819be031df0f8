// SPDX-License-Identifier: GPL-2.0
/* What vCPUs pay that only run guest code, and what they see of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "records/name_list.h"
#include "report/report.h"
#include "schema.h"

#define TEXT_SIZE 128

static void add_price(char *text, size_t size, double value, const char *words)
{
	size_t used = strlen(text);
	char number[TEXT_SIZE];

	if (!isnan(value))
		snprintf(text + used, size - used, "%s %s %s",
			 used ? " and" : "",
			 report_number(value, number, sizeof(number)), words);
}

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
	char what[TEXT_SIZE], price[TEXT_SIZE] = "";
	const struct lab_record *record;
	const struct lab_metric *metric;

	for (size_t i = 0; (metric = lab_class_metric(LAB_BYSTANDER, i)); i++) {
		record = group_find(group,
				    &(struct wish){ .metric = metric->name });
		if (record)
			add_price(price, sizeof(price),
				  report_mean(group, strategy, metric->name),
				  metric->title ?
					  metric->title :
					  lab_unit_find(record->unit)->words);
	}
	writer_item(w, "%s: each %s costs every other running vCPU%s", strategy,
		    report_case(group->list[0], what, sizeof(what)), price);
}

/* In one line: a list of zeros says no more. */
static void print_free(const struct group *group, struct writer *w)
{
	json_t *names = json_object();
	char *text, what[TEXT_SIZE];

	for (size_t i = 0; i < group->nr; i++)
		if (is_free(group,
			    record_dimension(group->list[i], "strategy")))
			name_list_add(names, record_dimension(group->list[i],
							      "strategy"));
	text = name_list_text(names);
	if (text && text[0])
		writer_item(w,
			    "%s: a %s costs every other running vCPU nothing",
			    text,
			    report_case(group->list[0], what, sizeof(what)));
	free(text);
	json_decref(names);
}

static void add_loss(struct table *t, const struct group *group,
		     const char *strategy, const char *unit)
{
	size_t row = table_add_row(t), column = 0;
	const struct lab_metric *metric;
	char text[TEXT_SIZE];

	table_set(t, row, column++, strategy);
	for (size_t i = 0; (metric = lab_class_metric(LAB_LOSS, i)); i++)
		table_set(t, row, column++,
			  report_number(report_mean(group, strategy,
						    metric->name),
					text, sizeof(text)));
	table_set(t, row, column, unit);
}

/* The unit of gaps, which is that of prices. */
static const char *unit_of_gaps(const struct group *group)
{
	for (size_t i = 0; i < group->nr; i++)
		if (!record_metric(group->list[i])->unit)
			return group->list[i]->unit;
	return "";
}

static void fill_losses(struct table *t, const struct group *group)
{
	const struct lab_metric *metric;

	table_add_column(t, "strategy", false);
	for (size_t i = 0; (metric = lab_class_metric(LAB_LOSS, i)); i++)
		table_add_column(t, lab_metric_title(metric), true);
	table_add_column(t, "gaps in", false);
	for (size_t i = 0; i < group->nr; i++)
		if (group_first_of_strategy(group, group->list[i]))
			add_loss(t, group,
				 record_dimension(group->list[i], "strategy"),
				 unit_of_gaps(group));
}

/* What the bystander itself sees, where it runs beside the others. */
static int print_losses(const struct report *r, struct writer *w)
{
	const struct group *group;
	struct table table;
	char text[TEXT_SIZE];

	if (!r->losses.nr) {
		writer_absent(
			w,
			"loops that a bystander loses, and for how long it does not run: %s.",
			report_reason(r, LAB_LOSS));
		return 0;
	}
	group = most_bystanders(&r->losses);
	table_init(&table);
	fill_losses(&table, group);
	writer_text(
		w,
		"What the guest of the one that lost most saw: loops that it ran less for each %s than in as long a time with nobody at work, and the longest time between two loops:",
		report_case(group->list[0], text, sizeof(text)));
	writer_table(w, &table);
	table_free(&table);
	return 0;
}

static void print_bystanders(const struct report *r, struct writer *w)
{
	const struct group *group;
	const char *strategy;

	if (!r->bystanders.nr) {
		writer_absent(w, "this run has no bystanders: %s.",
			      report_reason(r, LAB_BYSTANDER));
		return;
	}
	group = most_bystanders(&r->bystanders);
	for (size_t i = 0; i < group->nr; i++) {
		strategy = record_dimension(group->list[i], "strategy");
		if (group_first_of_strategy(group, group->list[i]) &&
		    !is_free(group, strategy))
			print_price(group, strategy, w);
	}
	print_free(group, w);
}

int report_bystanders(const struct report *r, struct writer *w)
{
	writer_heading(w, lab_class_words(LAB_BYSTANDER)->section);
	print_bystanders(r, w);
	return print_losses(r, w);
}
