// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <libxml/HTMLtree.h>
#include <libxml/uri.h>
#include <libxml/xmlerror.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "page/element.h"
#include "page/new_file.h"
#include "page/text.h"
#include "page/writer.h"

static const char style[] =
#include "page.css.inc"
	;

static const char filter[] =
#include "filter.js.inc"
	;

static void add_head(xmlNode *html, const char *title)
{
	xmlNode *head = element_add(html, "head", NULL), *meta;

	element_set(element_add(head, "meta", NULL), "charset", "utf-8");
	meta = element_add(head, "meta", NULL);
	element_set(meta, "name", "viewport");
	element_set(meta, "content", "width=device-width,initial-scale=1");
	element_add(head, "title", title);
	element_add(head, "style", style);
}

void writer_begin(struct writer *w, const char *dir, const char *title)
{
	xmlNode *html = element_add(NULL, "html", NULL), *nav;

	*w = (struct writer){ .dir = dir, .page = htmlNewDocNoDtD(NULL, NULL) };
	if (!w->page ||
	    !xmlCreateIntSubset(w->page, BAD_CAST "html", NULL, NULL))
		out_of_memory();
	xmlDocSetRootElement(w->page, html);
	element_set(html, "lang", "en");
	add_head(html, title);
	w->main = element_add(element_add(html, "body", NULL), "main", NULL);
	element_add(w->main, "h1", title);
	nav = element_add(w->main, "nav", NULL);
	element_set(nav, "aria-label", "Contents");
	element_add(nav, "ul", NULL);
}

/* As GitHub names the headings of Markdown: "What's new?" is whats-new. */
static const char *anchor_of(const char *heading)
{
	char text[strlen(heading) + 1];
	size_t used = 0;

	for (; *heading; heading++) {
		if (isalnum(*heading) || *heading == '-' || *heading == '_')
			text[used++] = tolower(*heading);
		else if (*heading == ' ')
			text[used++] = '-';
	}
	text[used] = '\0';
	return textf("%s", text);
}

static void end_list(struct writer *w)
{
	if (w->list && w->echo)
		fputc('\n', w->echo);
	w->list = NULL;
}

/* Has it nothing but its heading? */
static bool is_empty(const xmlNode *part)
{
	return part->children == part->last;
}

/* Returns NULL: the part is over. */
static xmlNode *end_part(xmlNode *part)
{
	if (part && is_empty(part)) {
		xmlUnlinkNode(part);
		xmlFreeNode(part);
	}
	return NULL;
}

static void end_section(struct writer *w)
{
	writer_fold_end(w);
	w->section = end_part(w->section);
}

static void add_contents(const struct writer *w)
{
	xmlNode *nav = w->main->children->next, *section = nav, *item;

	while ((section = section->next)) {
		const char *heading = element_text(section->children);

		item = element_add(element_add(nav->children, "li", NULL), "a",
				   heading);
		element_set(item, "href", textf("#%s", anchor_of(heading)));
	}
}

/* In memory first: libxml2 has messages of its own for a file that can't be written. */
static void write_html(const struct writer *w, FILE *out)
{
	xmlBuffer *text = xmlBufferCreate();
	xmlOutputBuffer *buffer = xmlOutputBufferCreateBuffer(text, NULL);

	if (!buffer)
		out_of_memory();
	w->page->encoding = xmlStrdup(BAD_CAST "utf-8");
	htmlDocContentDumpOutput(buffer, w->page, NULL);
	xmlOutputBufferClose(buffer);
	fwrite(xmlBufferContent(text), 1, xmlBufferLength(text), out);
	xmlBufferFree(text);
}

static int write_files(const struct writer *w, struct lab_error *error)
{
	struct new_file files[2] = {};

	if (new_file_begin(&files[0], w->dir, "report.md", error) ||
	    new_file_begin(&files[1], w->dir, "report.html", error)) {
		new_files_drop(files, 2);
		return -1;
	}
	element_print_markdown(w->main, files[0].out);
	write_html(w, files[1].out);
	if (xmlGetLastError()) /* something is not in the page */
		out_of_memory();
	return new_files_place(files, 2, error);
}

int writer_end(struct writer *w, struct lab_error *error)
{
	int ret;

	end_section(w);
	add_contents(w);
	ret = write_files(w, error);
	xmlFreeDoc(w->page);
	names_free(&w->absent);
	return ret;
}

void writer_echo(struct writer *w, FILE *echo)
{
	w->echo = echo;
}

/* A section or a fold, up to its heading. */
static xmlNode *begin_part(struct writer *w, xmlNode *parent, const char *name,
			   const char *heading_name, const char *heading)
{
	xmlNode *part = element_add(parent, name, NULL);

	element_add(part, heading_name, heading);
	w->caption = heading;
	return part;
}

void writer_heading(struct writer *w, const char *text)
{
	end_section(w);
	w->section = begin_part(w, w->main, "section", "h2", text);
	element_set(w->section, "aria-labelledby", anchor_of(text));
	element_set(w->section->children, "id", anchor_of(text));
}

void writer_fold(struct writer *w, const char *text)
{
	end_list(w);
	w->fold = begin_part(w, w->section, "details", "summary", text);
}

void writer_fold_end(struct writer *w)
{
	end_list(w);
	w->fold = end_part(w->fold);
}

/* What is no item goes in here. */
static xmlNode *block(struct writer *w)
{
	end_list(w);
	return w->fold ? w->fold : w->section;
}

void writer_filter(struct writer *w)
{
	xmlNode *field = element_add(block(w), "label", "Only rows with: ");

	element_set(field, "class", "gone");
	element_set(element_add(field, "input", NULL), "type", "search");
	element_add(block(w), "script", filter);
}

void writer_subheading(struct writer *w, const char *text)
{
	element_add(block(w), "h3", text);
	w->caption = text;
}

static void add_line(struct writer *w, xmlNode *parent, const char *name,
		     const char *fmt, va_list args)
{
	xmlNode *element;
	char *text;

	if (vasprintf(&text, fmt, args) < 0)
		out_of_memory();
	element = element_add(parent, name, text);
	free(text);
	if (w->echo)
		element_print_markdown(element, w->echo);
}

void writer_text(struct writer *w, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_line(w, block(w), "p", fmt, args);
	va_end(args);
}

void writer_absent(struct writer *w, const char *fmt, ...)
{
	const char *heading = element_text(w->section->children);
	va_list args;
	char *why;

	va_start(args, fmt);
	if (vasprintf(&why, fmt, args) < 0)
		out_of_memory();
	va_end(args);
	if (!is_empty(w->section))
		writer_text(w, "n/a: %s", why);
	else if (names_add(&w->absent, textf("%s: %s", heading, why)))
		out_of_memory();
	free(why);
}

void writer_item(struct writer *w, const char *fmt, ...)
{
	va_list args;

	if (!w->list)
		w->list = element_add(block(w), "ul", NULL);
	va_start(args, fmt);
	add_line(w, w->list, "li", fmt, args);
	va_end(args);
}

bool writer_table(struct writer *w, struct table *table)
{
	xmlNode *box, *caption;

	if (!table->nr_rows) {
		table_free(table);
		return false;
	}
	box = element_add(block(w), "div", NULL);
	if (w->echo)
		table_print_text(table, w->echo);
	element_set(box, "class", "wide");
	element_set(box, "role", "region");
	element_set(box, "tabindex", "0");
	element_set(box, "aria-label", w->caption);
	xmlAddChild(box, table->node);
	caption = element_add(NULL, "caption", w->caption);
	xmlAddPrevSibling(table->node->children, caption);
	table->node = NULL;
	return true;
}

/*
 * The panel in @name, or NULL if it is not drawn: as a URI, so that the names within one
 * picture can't meet those of another.
 */
static const char *read_panel(const struct writer *w, const char *name)
{
	FILE *file = fopen(textf("%s/%s", w->dir, name), "r");
	const char *uri = NULL;
	xmlChar *escaped;
	char *text = NULL;
	size_t size;

	if (!file)
		return NULL;
	if (getdelim(&text, &size, '\0', file) > 0) {
		escaped = xmlURIEscapeStr(BAD_CAST text, BAD_CAST ",;=");
		uri = textf("data:image/svg+xml,%s", (char *)escaped);
		xmlFree(escaped);
	}
	free(text);
	fclose(file);
	return uri;
}

static void add_image(xmlNode *figure, const char *theme, const char *alt,
		      const char *uri)
{
	xmlNode *image = element_add(figure, "img", NULL);

	element_set(image, "class", theme);
	element_set(image, "alt", alt);
	element_set(image, "src", uri);
}

/* One panel, for a light page and a dark one; false if it is not drawn. */
static bool add_panel(const struct writer *w, xmlNode *panels, const char *name,
		      int panel, const char *words)
{
	const char *file = textf("%s-%d.svg", name, panel);
	const char *alt = textf("%s, panel %d", words, panel);
	const char *light = read_panel(w, file);
	const char *dark = read_panel(w, textf("%s-%d-dark.svg", name, panel));
	xmlNode *figure;

	if (!light || !dark)
		return false;
	figure = element_add(panels, "figure", NULL);
	element_set(figure, "data-file", file);
	add_image(figure, "light", alt, light);
	add_image(figure, "dark", alt, dark);
	return true;
}

void writer_picture(struct writer *w, const char *name, const char *words)
{
	xmlNode *panels = element_add(block(w), "div", NULL);
	int panel = 1;

	element_set(panels, "class", "panels");
	while (add_panel(w, panels, name, panel, words))
		panel++;
	if (panel > 1)
		return;
	xmlUnlinkNode(panels);
	xmlFreeNode(panels);
	writer_text(w, "The picture %s is not drawn: make report RUN=%s", name,
		    w->dir);
}
