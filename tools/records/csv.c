// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "records/csv.h"
#include "records/figure.h"
#include "schema.h"

#define TEXT_SIZE 64

static void write_header(const struct sections *s, FILE *out)
{
	fputs("bench,path,backend,unit,kind,strategy", out);
	for (size_t i = 0; i < s->dimensions.nr; i++)
		fprintf(out, ",%s", s->dimensions.list[i]);
	fputs(",count,min,mean,capped_mean,median,p90,p99,max,amortised,unit_words,backend_words\n",
	      out);
}

static void write_stats(const struct lab_record *record, FILE *out)
{
	struct stats stats;

	figure_stats(record, &stats);
	fprintf(out, ",%zu,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%d", stats.count,
		stats.min, stats.mean, stats.capped_mean, stats.median,
		stats.p90, stats.p99, stats.max, figure_is_mean(record));
}

/* The words for axes and titles come last: they may hold commas. */
static void write_record(const struct sections *s,
			 const struct lab_record *record, FILE *out)
{
	const char *backend = record_dimension(record, "backend");
	char text[TEXT_SIZE];

	fprintf(out, "%s,%s,%s,%s,%s,%s", record->bench,
		record_dimension(record, "path"), backend, record->unit,
		figure_kind(record), record_dimension(record, "strategy"));
	for (size_t i = 0; i < s->dimensions.nr; i++)
		fprintf(out, ",%s",
			dimension_text(record, s->dimensions.list[i], text,
				       sizeof(text)));
	write_stats(record, out);
	fprintf(out, ",%s,\"%s\"\n", lab_unit_find(record->unit)->words,
		lab_backend_find(backend)->words);
}

static void write_section(const struct sections *s,
			  const struct section *section, FILE *out)
{
	const struct row *row;

	for (size_t r = 0; r < section->nr_rows; r++) {
		row = &section->rows[r];
		for (size_t i = 0; i < s->strategies.nr; i++)
			if (row->by_strategy[i] &&
			    !record_na(row->by_strategy[i]))
				write_record(s, row->by_strategy[i], out);
	}
}

static int write_metric(const struct sections *s, const char *metric,
			const char *dir, struct lab_error *error)
{
	char path[PATH_MAX];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s.csv", dir, metric);
	out = fopen(path, "w");
	if (!out)
		return lab_fail(error, "%s: %s", path, strerror(errno));
	write_header(s, out);
	for (size_t i = 0; i < s->nr; i++)
		if (!strcmp(s->list[i].any->metric, metric))
			write_section(s, &s->list[i], out);
	if (fclose(out))
		return lab_fail(error, "%s: %s", path, strerror(errno));
	return 0;
}

static bool seen_before(const struct sections *s, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (!strcmp(s->list[i].any->metric, s->list[index].any->metric))
			return true;
	return false;
}

int csv_write(const struct sections *s, const char *dir,
	      struct lab_error *error)
{
	for (size_t i = 0; i < s->nr; i++)
		if (!seen_before(s, i) &&
		    write_metric(s, s->list[i].any->metric, dir, error))
			return -1;
	return 0;
}
