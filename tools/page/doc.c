// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "page/doc.h"
#include "page/html.h"

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

/* Bodies are held back: the list of contents stands before them. */
static int open_bodies(struct doc *doc)
{
	doc->markdown =
		open_memstream(&doc->markdown_text, &doc->markdown_size);
	doc->html = open_memstream(&doc->html_text, &doc->html_size);
	return doc->markdown && doc->html ? 0 : -1;
}

int doc_open(struct doc *doc, const char *dir, const char *title,
	     struct lab_error *error)
{
	memset(doc, 0, sizeof(*doc));
	doc->dir = dir;
	doc->title = title;
	doc->markdown_file = open_file(doc, "report.md", error);
	if (!doc->markdown_file)
		return -1;
	doc->html_file = open_file(doc, "report.html", error);
	if (!doc->html_file) {
		fclose(doc->markdown_file);
		return -1;
	}
	doc->failed = open_bodies(doc);
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

/* As GitHub names the headings of Markdown: "What's new?" is whats-new. */
static char *anchor_of(const char *heading, char *text, size_t size)
{
	size_t used = 0;

	for (; *heading && used + 1 < size; heading++) {
		if (isalnum(*heading) || *heading == '-' || *heading == '_')
			text[used++] = tolower(*heading);
		else if (*heading == ' ')
			text[used++] = '-';
	}
	text[used] = '\0';
	return text;
}

static void write_contents(const struct doc *doc)
{
	char anchor[NAME_MAX];

	fputs("<nav aria-label=\"Contents\">\n<ul>\n", doc->html_file);
	for (size_t i = 0; i < doc->headings.nr; i++) {
		anchor_of(doc->headings.list[i], anchor, sizeof(anchor));
		fprintf(doc->markdown_file, "- [%s](#%s)\n",
			doc->headings.list[i], anchor);
		html_link(doc->html_file, anchor, doc->headings.list[i]);
	}
	fputc('\n', doc->markdown_file);
	fputs("</ul>\n</nav>\n", doc->html_file);
}

static void write_files(const struct doc *doc)
{
	fprintf(doc->markdown_file, "# %s\n\n", doc->title);
	html_begin(doc->html_file, doc->title);
	write_contents(doc);
	fwrite(doc->markdown_text, 1, doc->markdown_size, doc->markdown_file);
	fwrite(doc->html_text, 1, doc->html_size, doc->html_file);
	html_end(doc->html_file);
}

/* Ends the bodies; what was not written of them is missing for lack of memory. */
static void close_bodies(struct doc *doc)
{
	end_list(doc);
	if (doc->in_section)
		fputs("</section>\n", doc->html);
	doc->failed |= fclose(doc->markdown) || fclose(doc->html);
}

int doc_close(struct doc *doc, struct lab_error *error)
{
	int ret;

	close_bodies(doc);
	if (!doc->failed)
		write_files(doc);
	ret = close_file(doc, doc->markdown_file, "report.md", error);
	if (close_file(doc, doc->html_file, "report.html", error))
		ret = -1;
	free(doc->markdown_text);
	free(doc->html_text);
	names_free(&doc->headings);
	for (size_t i = 0; i < doc->absent.nr; i++)
		free((char *)doc->absent.list[i]);
	names_free(&doc->absent);
	return doc->failed ? lab_fail(error, "out of memory") : ret;
}

void doc_echo(struct doc *doc, FILE *echo)
{
	doc->echo = echo;
}

/* What stands before a table says what it is. */
static void note_caption(struct doc *doc, const char *text)
{
	snprintf(doc->caption, sizeof(doc->caption), "%s", text);
}

void doc_heading(struct doc *doc, const char *text)
{
	end_list(doc);
	note_caption(doc, text);
	doc->heading = text;
}

static void write_heading(struct doc *doc)
{
	const char *text = doc->heading;
	char anchor[NAME_MAX];

	doc->heading = NULL;
	doc->failed |= names_add(&doc->headings, text);
	fprintf(doc->markdown, "## %s\n\n", text);
	if (doc->in_section)
		fputs("</section>\n", doc->html);
	doc->in_section = true;
	html_section(doc->html, anchor_of(text, anchor, sizeof(anchor)), text);
}

static void write_fold(struct doc *doc)
{
	fprintf(doc->markdown, "### %s\n\n", doc->fold);
	fputs("<details>", doc->html);
	html_element(doc->html, "summary", doc->fold);
	doc->fold = NULL;
}

/* Before anything else is written: what it stands below. */
static void begin(struct doc *doc)
{
	if (doc->heading)
		write_heading(doc);
	if (doc->fold)
		write_fold(doc);
}

/* What is no item of a list. */
static void begin_block(struct doc *doc)
{
	end_list(doc);
	begin(doc);
}

void doc_filter(struct doc *doc)
{
	begin_block(doc);
	html_filter(doc->html);
}

void doc_subheading(struct doc *doc, const char *text)
{
	begin_block(doc);
	note_caption(doc, text);
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

	begin_block(doc);
	va_start(args, fmt);
	print_line(doc, "%s\n\n", "p", fmt, args);
	va_end(args);
}

/* @text is of the heap, and freed by doc_close(). */
static void note_absent(struct doc *doc, char *text)
{
	size_t nr = doc->absent.nr;

	doc->failed |= names_add(&doc->absent, text);
	if (doc->absent.nr == nr)
		free(text);
}

void doc_absent(struct doc *doc, const char *fmt, ...)
{
	char *why, *text;
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = vasprintf(&why, fmt, args);
	va_end(args);
	if (ret < 0) {
		doc->failed = true;
		return;
	}
	if (!doc->heading)
		doc_text(doc, "n/a: %s", why);
	else if (asprintf(&text, "%s: %s", doc->heading, why) < 0)
		doc->failed = true;
	else
		note_absent(doc, text);
	free(why);
}

void doc_item(struct doc *doc, const char *fmt, ...)
{
	va_list args;

	begin(doc);
	if (!doc->in_list)
		fputs("<ul>\n", doc->html);
	doc->in_list = true;
	va_start(args, fmt);
	print_line(doc, "- %s\n", "li", fmt, args);
	va_end(args);
}

void doc_table(struct doc *doc, const struct table *table)
{
	begin_block(doc);
	if (table_print_markdown(table, doc->markdown)) {
		doc->failed = true;
		return;
	}
	fputc('\n', doc->markdown);
	if (doc->echo)
		table_print_text(table, doc->echo);
	html_table(doc->html, table, doc->caption);
}

void doc_fold(struct doc *doc, const char *text)
{
	end_list(doc);
	note_caption(doc, text);
	doc->fold = text;
}

void doc_fold_end(struct doc *doc)
{
	end_list(doc);
	if (!doc->fold)
		fputs("</details>\n", doc->html);
	doc->fold = NULL;
}

/* One panel; false if it is not drawn. */
static bool add_panel(struct doc *doc, const char *name, int panel,
		      const char *words)
{
	char file[NAME_MAX], path[PATH_MAX], alt[NAME_MAX];
	FILE *light, *dark;

	snprintf(alt, sizeof(alt), "%s, panel %d", words, panel);
	snprintf(file, sizeof(file), "%s-%d-dark.svg", name, panel);
	dark = fopen(path_of(doc, file, path), "r");
	snprintf(file, sizeof(file), "%s-%d.svg", name, panel);
	light = fopen(path_of(doc, file, path), "r");
	if (light && dark) {
		fprintf(doc->markdown, "![%s](%s)\n", alt, file);
		html_picture(doc->html, light, dark, alt);
	}
	if (light)
		fclose(light);
	if (dark)
		fclose(dark);
	return light && dark;
}

void doc_picture(struct doc *doc, const char *name, const char *words)
{
	int panel = 1;

	begin_block(doc);
	html_panels(doc->html);
	while (add_panel(doc, name, panel, words))
		panel++;
	html_panels_end(doc->html);
	if (panel > 1)
		fputc('\n', doc->markdown);
	else
		doc_text(doc, "The picture %s is not drawn: make report RUN=%s",
			 name, doc->dir);
}
