// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "doc.h"
#include "html.h"

static const char *path_of(const struct doc *doc, const char *name, char *path)
{
	snprintf(path, PATH_MAX, "%s/%s", doc->dir, name);
	return path;
}

static FILE *open_file(const struct doc *doc, const char *name,
		       struct lab_error *error)
{
	char path[PATH_MAX];
	FILE *file = fopen(path_of(doc, name, path), "w");

	if (!file)
		lab_fail(error, "%s: %s", path, strerror(errno));
	return file;
}

int doc_open(struct doc *doc, const char *dir, const char *title,
	     struct lab_error *error)
{
	memset(doc, 0, sizeof(*doc));
	doc->dir = dir;
	doc->markdown = open_file(doc, "report.md", error);
	if (!doc->markdown)
		return -1;
	doc->html = open_file(doc, "report.html", error);
	if (!doc->html) {
		fclose(doc->markdown);
		return -1;
	}
	fprintf(doc->markdown, "# %s\n\n", title);
	html_begin(doc->html, title);
	return 0;
}

static int close_file(const struct doc *doc, FILE *file, const char *name,
		      struct lab_error *error)
{
	bool failed = ferror(file);
	char path[PATH_MAX];

	if (!fclose(file) && !failed)
		return 0;
	return lab_fail(error, "%s: can't be written: %s",
			path_of(doc, name, path), strerror(errno));
}

static void end_list(struct doc *doc)
{
	if (!doc->in_list)
		return;
	doc->in_list = false;
	fputc('\n', doc->markdown);
	if (doc->echo)
		fputc('\n', doc->echo);
	fputs("</ul>\n", doc->html);
}

int doc_close(struct doc *doc, struct lab_error *error)
{
	int ret;

	end_list(doc);
	html_end(doc->html);
	ret = close_file(doc, doc->markdown, "report.md", error);
	if (close_file(doc, doc->html, "report.html", error))
		ret = -1;
	return doc->failed ? lab_fail(error, "out of memory") : ret;
}

void doc_echo(struct doc *doc, FILE *echo)
{
	doc->echo = echo;
}

void doc_heading(struct doc *doc, const char *text)
{
	end_list(doc);
	fprintf(doc->markdown, "## %s\n\n", text);
	html_element(doc->html, "h2", text);
}

void doc_subheading(struct doc *doc, const char *text)
{
	end_list(doc);
	fprintf(doc->markdown, "#### %s\n\n", text);
	html_element(doc->html, "h3", text);
}

/* A line of either half, however long. */
static void print_line(struct doc *doc, const char *markdown, const char *tag,
		       const char *fmt, va_list args)
{
	char *text;

	if (vasprintf(&text, fmt, args) < 0) {
		doc->failed = true;
		return;
	}
	fprintf(doc->markdown, markdown, text);
	if (doc->echo)
		fprintf(doc->echo, markdown, text);
	html_element(doc->html, tag, text);
	free(text);
}

void doc_text(struct doc *doc, const char *fmt, ...)
{
	va_list args;

	end_list(doc);
	va_start(args, fmt);
	print_line(doc, "%s\n\n", "p", fmt, args);
	va_end(args);
}

void doc_item(struct doc *doc, const char *fmt, ...)
{
	va_list args;

	if (!doc->in_list)
		fputs("<ul>\n", doc->html);
	doc->in_list = true;
	va_start(args, fmt);
	print_line(doc, "- %s\n", "li", fmt, args);
	va_end(args);
}

void doc_table(struct doc *doc, const struct table *table)
{
	end_list(doc);
	if (table_print_markdown(table, doc->markdown)) {
		doc->failed = true;
		return;
	}
	fputc('\n', doc->markdown);
	if (doc->echo)
		table_print_text(table, doc->echo);
	html_table(doc->html, table);
}

void doc_fold(struct doc *doc, const char *text)
{
	end_list(doc);
	fprintf(doc->markdown, "### %s\n\n", text);
	fputs("<details>", doc->html);
	html_element(doc->html, "summary", text);
}

void doc_fold_end(struct doc *doc)
{
	end_list(doc);
	fputs("</details>\n", doc->html);
}

void doc_picture(struct doc *doc, const char *name, const char *words)
{
	char file[NAME_MAX], path[PATH_MAX];
	FILE *picture;

	snprintf(file, sizeof(file), "%s.svg", name);
	picture = fopen(path_of(doc, file, path), "r");
	if (!picture) {
		doc_text(doc, "The picture %s is not drawn: make report RUN=%s",
			 file, doc->dir);
		return;
	}
	end_list(doc);
	fprintf(doc->markdown, "![%s](%s.png)\n\n", words, name);
	html_picture(doc->html, picture, words);
	fclose(picture);
}
