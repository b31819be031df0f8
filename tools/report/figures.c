// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "records/figure.h"
#include "report/report.h"
#include "statistics/interval.h"

#define TEXT_SIZE 256

/* What stands first; all that the run has follows, in the order of its tables. */
static const char *const columns[] = { "backend", "strategy", "path" };

static void write_header(const struct names *dimensions, FILE *out)
{
	fputs("bench,metric,class,against,unit,kind", out);
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		fprintf(out, ",%s", columns[i]);
	for (size_t i = 0; i < dimensions->nr; i++)
		fprintf(out, ",%s", dimensions->list[i]);
	fputs(",boots,count,min,median,mean,capped_mean,p90,p99,max,figure,low,high\n",
	      out);
}

static void write_dimension(const struct lab_record *record, const char *name,
			    FILE *out)
{
	char text[TEXT_SIZE];

	fprintf(out, ",%s", dimension_text(record, name, text, sizeof(text)));
}

static void write_stats(const struct report *r, const struct lab_record *record,
			FILE *out)
{
	bool is_mean = figure_is_mean(record);
	struct interval interval = interval_of(
		record, controls_find(r->controls, record), is_mean);
	struct stats stats;

	figure_stats(record, &stats);
	fprintf(out, ",%zu,%zu,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g",
		figure_boots(record), stats.count, stats.min, stats.median,
		stats.mean, stats.capped_mean, stats.p90, stats.p99, stats.max,
		figure_of(record, is_mean));
	if (interval.kind == INTERVAL_NONE)
		fputs(",,\n", out);
	else
		fprintf(out, ",%.9g,%.9g\n", interval.low, interval.high);
}

static void write_record(const struct report *r,
			 const struct lab_record *record, FILE *out)
{
	const struct names *dimensions = &r->sections.dimensions;
	const struct lab_class_words *class =
		lab_class_words(record_metric(record)->class);

	fprintf(out, "%s,%s,%s,%s,%s,%s", record->bench, record->metric,
		class->name, class->against ? class->against : "", record->unit,
		figure_kind(record));
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		write_dimension(record, columns[i], out);
	for (size_t i = 0; i < dimensions->nr; i++)
		write_dimension(record, dimensions->list[i], out);
	write_stats(r, record, out);
}

static void write_section(const struct report *r, const struct section *section,
			  FILE *out)
{
	const struct lab_record *record;

	for (size_t row = 0; row < section->nr_rows; row++)
		for (size_t i = 0; i < r->sections.strategies.nr; i++) {
			record = section->rows[row].by_strategy[i];
			if (record && !record_na(record))
				write_record(r, record, out);
		}
}

void figures_write(const struct report *r, FILE *out)
{
	write_header(&r->sections.dimensions, out);
	for (size_t i = 0; i < r->sections.nr; i++)
		write_section(r, &r->sections.list[i], out);
}
