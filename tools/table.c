// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "table.h"

int table_init(struct table *t, size_t max_rows)
{
	memset(t, 0, sizeof(*t));
	t->max_rows = max_rows;
	t->cells = calloc(max_rows * TABLE_MAX_COLUMNS, TABLE_CELL_SIZE);
	return t->cells ? 0 : -1;
}

static void widen(struct table_column *column, const char *text)
{
	if (strlen(text) > column->width)
		column->width = strlen(text);
}

void table_add_column(struct table *t, const char *name, bool right)
{
	struct table_column *column = &t->columns[t->nr_columns];

	if (t->nr_columns == TABLE_MAX_COLUMNS)
		return;
	snprintf(column->name, sizeof(column->name), "%s", name);
	column->right = right;
	widen(column, column->name);
	t->nr_columns++;
}

size_t table_add_row(struct table *t)
{
	return t->nr_rows++;
}

static char *cell(const struct table *t, size_t row, size_t column)
{
	return t->cells[row * TABLE_MAX_COLUMNS + column];
}

void table_set(struct table *t, size_t row, size_t column, const char *text)
{
	snprintf(cell(t, row, column), TABLE_CELL_SIZE, "%s", text);
	widen(&t->columns[column], cell(t, row, column));
}

const char *table_get(const struct table *t, size_t row, size_t column)
{
	return cell(t, row, column);
}

static void print_padded(const struct table_column *column, const char *text,
			 FILE *out)
{
	fprintf(out, column->right ? "%*s" : "%-*s", (int)column->width, text);
}

void table_print_text(const struct table *t, FILE *out)
{
	for (size_t c = 0; c < t->nr_columns; c++) {
		fputs(c ? "  " : "", out);
		print_padded(&t->columns[c], t->columns[c].name, out);
	}
	fputc('\n', out);
	for (size_t r = 0; r < t->nr_rows; r++) {
		for (size_t c = 0; c < t->nr_columns; c++) {
			fputs(c ? "  " : "", out);
			print_padded(&t->columns[c], cell(t, r, c), out);
		}
		fputc('\n', out);
	}
}

void table_print_markdown(const struct table *t, FILE *out)
{
	for (size_t c = 0; c < t->nr_columns; c++)
		fprintf(out, "| %s ", t->columns[c].name);
	fputs("|\n", out);
	for (size_t c = 0; c < t->nr_columns; c++)
		fputs(t->columns[c].right ? "|---:" : "|---", out);
	fputs("|\n", out);
	for (size_t r = 0; r < t->nr_rows; r++) {
		for (size_t c = 0; c < t->nr_columns; c++)
			fprintf(out, "| %s ", cell(t, r, c));
		fputs("|\n", out);
	}
}

void table_free(struct table *t)
{
	free(t->cells);
	memset(t, 0, sizeof(*t));
}
