// SPDX-License-Identifier: GPL-2.0
/* The strategies in one small table: an access, population, and what stays readable. */
#include "report/report.h"

/* "795 (1.04x)": the figure, and how many times that of direct in the same kernel. */
static const char *price(const struct group *group, const char *strategy)
{
	const struct lab_record *record = report_of_strategy(group, strategy);
	double ratio;

	if (!record)
		return "n/a";
	ratio = report_ratio(group, record);
	return textf("%s (%s)", report_figure(record),
		     ratio > 0 ? textf("%.2fx", ratio) : "n/a");
}

static void add_case_column(struct table *t, const struct group *group,
			    const char *metric)
{
	table_add_column(t,
			 group ? textf("%s%s, %ld CPUs", metric,
				       report_case(group->list[0]),
				       group_most_cpus(group)) :
				 textf("%sn/a", metric),
			 true);
}

void report_shortlist(const struct report *r, struct writer *w)
{
	const struct group *headline = r->headline;
	const char *strategy;
	struct table table;

	if (!headline)
		return;
	table_init(&table);
	table_columns(&table, "strategy", NULL);
	add_case_column(&table, headline, "");
	add_case_column(&table, r->population, "populate: ");
	table_columns(&table, "what stays readable", NULL);
	for (size_t i = 0; i < headline->nr; i++) {
		strategy = strategy_of(headline->list[i]);
		if (group_first_of_strategy(headline, headline->list[i]))
			table_row(&table, strategy, price(headline, strategy),
				  price(r->population, strategy),
				  report_readable(r, strategy), NULL);
	}
	writer_table(w, &table);
}
