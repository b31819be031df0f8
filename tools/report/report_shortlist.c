// SPDX-License-Identifier: GPL-2.0
/* The strategies in one small table: an access, population, and what stays readable. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "records/figure.h"
#include "report/report.h"
#include "page/format.h"

#define TEXT_SIZE 256

static const struct lab_record *of_strategy(const struct group *group,
					    const char *strategy)
{
	struct wish wish = { .strategy = strategy };

	if (!group)
		return NULL;
	wish.cpus = group_most_cpus(group);
	return group_of_strategy(group, &wish);
}

/* "795 (1.04x)": the figure, and how many times that of direct in the same kernel. */
static void set_price(struct table *t, size_t row, size_t column,
		      const struct group *group, const char *strategy)
{
	const struct lab_record *record = of_strategy(group, strategy), *direct;
	char text[TEXT_SIZE], number[32];
	double base;

	if (!record) {
		table_set(t, row, column, "n/a");
		return;
	}
	format_figure(figure_of(record, figure_is_mean(record)),
		      figure_is_mean(record), number, sizeof(number));
	direct = group_direct_of(group, record);
	base = direct ? figure_of(direct, figure_is_mean(direct)) : 0;
	if (base > 0)
		snprintf(text, sizeof(text), "%s (%.2fx)", number,
			 figure_of(record, figure_is_mean(record)) / base);
	else
		snprintf(text, sizeof(text), "%s (n/a)", number);
	table_set(t, row, column, text);
}

static void add_row(struct table *t, const struct report *r,
		    const char *strategy)
{
	size_t row = table_add_row(t);
	char text[TEXT_SIZE];

	table_set(t, row, 0, strategy);
	set_price(t, row, 1, r->headline, strategy);
	set_price(t, row, 2, r->population, strategy);
	table_set(t, row, 3, report_readable(r, strategy, text, sizeof(text)));
}

static void add_case_column(struct table *t, const struct group *group,
			    const char *metric)
{
	char text[TEXT_SIZE], words[TEXT_SIZE];

	if (group)
		snprintf(text, sizeof(text), "%s%s, %ld CPUs", metric,
			 report_case(group->list[0], words, sizeof(words)),
			 group_most_cpus(group));
	else
		snprintf(text, sizeof(text), "%sn/a", metric);
	table_add_column(t, text, true);
}

int report_shortlist(const struct report *r, struct writer *w)
{
	const struct group *headline = r->headline;
	struct table table;

	if (!headline)
		return 0;
	table_init(&table);
	table_add_column(&table, "strategy", false);
	add_case_column(&table, headline, "");
	add_case_column(&table, r->population, "populate: ");
	table_add_column(&table, "what stays readable", false);
	for (size_t i = 0; i < headline->nr; i++)
		if (group_first_of_strategy(headline, headline->list[i]))
			add_row(&table, r,
				record_dimension(headline->list[i],
						 "strategy"));
	writer_table(w, &table);
	table_free(&table);
	return 0;
}
