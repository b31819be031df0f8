/* SPDX-License-Identifier: GPL-2.0 */
/* A table of words, written for a terminal or as Markdown. */
#ifndef LABSTAT_TABLE_H
#define LABSTAT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define TABLE_MAX_COLUMNS 32
#define TABLE_CELL_SIZE 128

struct table_column {
	char name[TABLE_CELL_SIZE];
	bool right; /* aligned to the right, as numbers are */
	size_t width; /* of its widest cell, kept by table_set() */
};

struct table {
	struct table_column columns[TABLE_MAX_COLUMNS];
	size_t nr_columns;
	char (*cells)[TABLE_CELL_SIZE];
	size_t nr_rows;
	size_t max_rows;
};

/* Makes an empty table for at most @max_rows rows. Returns 0 or -1. */
int table_init(struct table *t, size_t max_rows);

/* Adds a column; all of them before the first row. */
void table_add_column(struct table *t, const char *name, bool right);

/* Adds a row of empty cells. Returns its number. */
size_t table_add_row(struct table *t);

/* Writes a cell; what is too long is cut. */
void table_set(struct table *t, size_t row, size_t column, const char *text);

/* The text of a cell. */
const char *table_get(const struct table *t, size_t row, size_t column);

void table_print_text(const struct table *t, FILE *out);
void table_print_markdown(const struct table *t, FILE *out);
void table_free(struct table *t);

#endif /* LABSTAT_TABLE_H */
