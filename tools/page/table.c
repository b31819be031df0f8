// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <string.h>

#include "page/element.h"
#include "page/table.h"

static xmlNode *body_of(const struct table *t)
{
	return t->node->last;
}

static xmlNode *header_of(const struct table *t)
{
	return body_of(t)->prev->children;
}

static xmlNode *nth(xmlNode *parent, size_t index)
{
	xmlNode *child = parent->children;

	while (index--)
		child = child->next;
	return child;
}

void table_init(struct table *t)
{
	t->nr_rows = 0;
	t->node = element_add(NULL, "table", NULL);
	element_add(element_add(t->node, "thead", NULL), "tr", NULL);
	element_add(t->node, "tbody", NULL);
}

void table_add_column(struct table *t, const char *name, bool right)
{
	xmlNode *head = element_add(header_of(t), "th", name);

	element_set(head, "scope", "col");
	if (right)
		element_set(head, "class", "n");
}

static bool is_right(const xmlNode *head)
{
	return element_get(head, "class")[0];
}

void table_columns(struct table *t, ...)
{
	const char *name;
	va_list args;

	va_start(args, t);
	while ((name = va_arg(args, const char *)))
		table_add_column(t, name + (name[0] == '>'), name[0] == '>');
	va_end(args);
}

static xmlNode *begin_row(struct table *t)
{
	t->nr_rows++;
	return element_add(body_of(t), "tr", NULL);
}

/* The first one names the row. */
void table_cell(struct table *t, const char *text)
{
	xmlNode *row = body_of(t)->last, *cell;
	const xmlNode *head = nth(header_of(t), xmlChildElementCount(row));

	cell = element_add(row, head->prev ? "td" : "th", text);
	if (!head->prev)
		element_set(cell, "scope", "row");
	else if (is_right(head))
		element_set(cell, "class", "n");
}

void table_row(struct table *t, ...)
{
	const char *text;
	va_list args;

	begin_row(t);
	va_start(args, t);
	while ((text = va_arg(args, const char *)))
		table_cell(t, text);
	va_end(args);
}

size_t table_add_row(struct table *t)
{
	begin_row(t);
	for (xmlNode *head = header_of(t)->children; head; head = head->next)
		table_cell(t, NULL);
	return t->nr_rows - 1;
}

void table_set(struct table *t, size_t row, size_t column, const char *text)
{
	xmlNode *cell = nth(nth(body_of(t), row), column);

	xmlNodeAddContent(cell, BAD_CAST text);
}

static void print_text_row(const struct table *t, const xmlNode *row,
			   const int *widths, FILE *out)
{
	const xmlNode *head = header_of(t)->children;

	for (const xmlNode *cell = row->children; cell; cell = cell->next) {
		fputs(head->prev ? "  " : "", out);
		fprintf(out, is_right(head) ? "%*s" : "%-*s", *widths++,
			element_text(cell));
		head = head->next;
	}
	fputc('\n', out);
}

static void widen(const xmlNode *row, int *widths)
{
	for (const xmlNode *cell = row->children; cell; cell = cell->next) {
		int width = strlen(element_text(cell));

		*widths = width > *widths ? width : *widths;
		widths++;
	}
}

int table_print_text(const struct table *t, FILE *out)
{
	int widths[xmlChildElementCount(header_of(t)) + 1];
	const xmlNode *row;

	memset(widths, 0, sizeof(widths));
	widen(header_of(t), widths);
	for (row = body_of(t)->children; row; row = row->next)
		widen(row, widths);
	print_text_row(t, header_of(t), widths, out);
	for (row = body_of(t)->children; row; row = row->next)
		print_text_row(t, row, widths, out);
	return 0;
}

static void print_markdown_row(const xmlNode *row, FILE *out)
{
	for (const xmlNode *cell = row->children; cell; cell = cell->next)
		fprintf(out, "| %s ", element_text(cell));
	fputs("|\n", out);
}

int table_print_markdown(const struct table *t, FILE *out)
{
	const xmlNode *head = header_of(t)->children;

	print_markdown_row(header_of(t), out);
	for (; head; head = head->next)
		fputs(is_right(head) ? "|---:" : "|---", out);
	fputs("|\n", out);
	for (const xmlNode *row = body_of(t)->children; row; row = row->next)
		print_markdown_row(row, out);
	return 0;
}

void table_free(struct table *t)
{
	xmlFreeNode(t->node);
	t->node = NULL;
}
