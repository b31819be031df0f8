/* SPDX-License-Identifier: GPL-2.0 */
/* A table of words: a part of a page, which can also be printed by itself. */
#ifndef LABSTAT_TABLE_H
#define LABSTAT_TABLE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table {
	xmlNode *node; /* as in HTML; NULL once it has gone to a page */
	size_t nr_rows;
};

/* Makes an empty table. */
void table_init(struct table *t);

/* Adds a column; all of them before the first row. Numbers stand at the @right. */
void table_add_column(struct table *t, const char *name, bool right);

/* Adds columns up to a NULL; ">" in front of a name: at the right. */
void __attribute__((sentinel)) table_columns(struct table *t, ...);

/* Adds a row of empty cells. Returns its number. */
size_t table_add_row(struct table *t);

/* Writes a cell of a row and a column that there are. */
void table_set(struct table *t, size_t row, size_t column, const char *text);

/* Adds a row with the texts of its first cells, up to a NULL. */
void __attribute__((sentinel)) table_row(struct table *t, ...);

/* The next cell of the last row. */
void table_cell(struct table *t, const char *text);

/* Both return 0. */
int table_print_text(const struct table *t, FILE *out);
int table_print_markdown(const struct table *t, FILE *out);

void table_free(struct table *t);

#endif /* LABSTAT_TABLE_H */
