/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A table of words, written for a terminal, as Markdown or as HTML. It grows as need be;
 * a lack of memory is kept and told when it is printed.
 */
#ifndef LABSTAT_TABLE_H
#define LABSTAT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table_column {
	char *name;
	bool right; /* aligned to the right, as numbers are */
	size_t width; /* of its widest cell, kept by table_set() */
};

struct table {
	struct table_column *columns;
	size_t nr_columns;
	char **cells; /* row by row; NULL is an empty one */
	size_t nr_rows;
	bool failed; /* something is missing for lack of memory */
};

/* Makes an empty table. */
void table_init(struct table *t);

/* Adds a column; all of them before the first row. */
void table_add_column(struct table *t, const char *name, bool right);

/* Adds a row of empty cells. Returns its number. */
size_t table_add_row(struct table *t);

/* Writes a cell of a row and a column that there are. */
void table_set(struct table *t, size_t row, size_t column, const char *text);

/* The text of a cell. */
const char *table_get(const struct table *t, size_t row, size_t column);

/* Both return 0, or -1 if the table is not whole: then nothing is written. */
int table_print_text(const struct table *t, FILE *out);
int table_print_markdown(const struct table *t, FILE *out);

void table_free(struct table *t);

#endif /* LABSTAT_TABLE_H */
