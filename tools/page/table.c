// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "page/table.h"

void table_init(struct table *t)
{
	memset(t, 0, sizeof(*t));
}

static void widen(struct table_column *column, const char *text)
{
	if (strlen(text) > column->width)
		column->width = strlen(text);
}

void table_add_column(struct table *t, const char *name, bool right)
{
	struct table_column new = { .name = strdup(name), .right = right };
	struct table_column *columns;

	columns = realloc(t->columns, (t->nr_columns + 1) * sizeof(*columns));
	if (columns)
		t->columns = columns;
	if (!columns || !new.name) {
		t->failed = true;
		free(new.name);
		return;
	}
	widen(&new, name);
	columns[t->nr_columns++] = new;
}

size_t table_add_row(struct table *t)
{
	size_t nr = t->nr_columns;
	char **cells;

	if (t->failed)
		return 0;
	cells = realloc(t->cells, (t->nr_rows + 1) * nr * sizeof(*cells));
	if (!cells) {
		t->failed = true;
		return 0;
	}
	memset(cells + t->nr_rows * nr, 0, nr * sizeof(*cells));
	t->cells = cells;
	return t->nr_rows++;
}

void table_set(struct table *t, size_t row, size_t column, const char *text)
{
	char **cell;

	if (t->failed)
		return;
	cell = &t->cells[row * t->nr_columns + column];
	free(*cell);
	*cell = strdup(text);
	t->failed = !*cell;
	widen(&t->columns[column], text);
}

const char *table_get(const struct table *t, size_t row, size_t column)
{
	const char *text = t->cells[row * t->nr_columns + column];

	return text ? text : "";
}

static void print_padded(const struct table_column *column, const char *text,
			 FILE *out)
{
	fprintf(out, column->right ? "%*s" : "%-*s", (int)column->width, text);
}

int table_print_text(const struct table *t, FILE *out)
{
	if (t->failed)
		return -1;
	for (size_t c = 0; c < t->nr_columns; c++) {
		fputs(c ? "  " : "", out);
		print_padded(&t->columns[c], t->columns[c].name, out);
	}
	fputc('\n', out);
	for (size_t r = 0; r < t->nr_rows; r++) {
		for (size_t c = 0; c < t->nr_columns; c++) {
			fputs(c ? "  " : "", out);
			print_padded(&t->columns[c], table_get(t, r, c), out);
		}
		fputc('\n', out);
	}
	return 0;
}

int table_print_markdown(const struct table *t, FILE *out)
{
	if (t->failed)
		return -1;
	for (size_t c = 0; c < t->nr_columns; c++)
		fprintf(out, "| %s ", t->columns[c].name);
	fputs("|\n", out);
	for (size_t c = 0; c < t->nr_columns; c++)
		fputs(t->columns[c].right ? "|---:" : "|---", out);
	fputs("|\n", out);
	for (size_t r = 0; r < t->nr_rows; r++) {
		for (size_t c = 0; c < t->nr_columns; c++)
			fprintf(out, "| %s ", table_get(t, r, c));
		fputs("|\n", out);
	}
	return 0;
}

void table_free(struct table *t)
{
	for (size_t i = 0; i < t->nr_rows * t->nr_columns; i++)
		free(t->cells[i]);
	for (size_t i = 0; i < t->nr_columns; i++)
		free(t->columns[i].name);
	free(t->cells);
	free(t->columns);
	table_init(t);
}
