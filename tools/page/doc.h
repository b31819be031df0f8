/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A page that is written twice at once: as Markdown, and as HTML that needs no other
 * file. Nothing is reported before doc_close(), which knows if all of it was written.
 */
#ifndef LABSTAT_DOC_H
#define LABSTAT_DOC_H

#include <stdbool.h>
#include <stdio.h>

#include "records/error.h"
#include "records/names.h"
#include "page/table.h"

struct doc {
	const char *dir;
	const char *title;
	FILE *markdown_file;
	FILE *html_file;
	FILE *markdown; /* the bodies, until the list of contents is known */
	char *markdown_text;
	size_t markdown_size;
	FILE *html;
	char *html_text;
	size_t html_size;
	struct names headings;
	struct names absent; /* what has no section, see doc_absent() */
	const char *heading; /* not written yet: nothing has come below it */
	const char *fold; /* the same */
	char caption[128]; /* of the next table: the last heading */
	bool in_section;
	FILE *echo; /* also gets text, items and tables; NULL for none */
	bool in_list;
	bool failed; /* a line was not written for lack of memory */
};

/*
 * Begins @dir/report.md and @dir/report.html, and their title. Returns 0, or -1 with
 * the reason in @error and nothing to close.
 */
int doc_open(struct doc *doc, const char *dir, const char *title,
	     struct lab_error *error);

/* Returns 0, or -1 with the reason in @error if a file could not be written. */
int doc_close(struct doc *doc, struct lab_error *error);

/* What follows goes to @echo too, as plain text; NULL ends that. */
void doc_echo(struct doc *doc, FILE *echo);

/*
 * Begins a section; @text must outlive @doc. It is there, and in the list of contents,
 * only if something comes below it.
 */
void doc_heading(struct doc *doc, const char *text);

/*
 * Why there is nothing in the section, or in this part of it. Without anything before it
 * the section is left out, and "HEADING: why" added to @doc->absent.
 */
void __printf(2, 3) doc_absent(struct doc *doc, const char *fmt, ...);

/* A field, in HTML, that leaves what was typed of the tables of this section. */
void doc_filter(struct doc *doc);

/* A heading of lower rank, within a fold. */
void doc_subheading(struct doc *doc, const char *text);

/* A paragraph, and an item of a list; items in a row make one list. */
void __printf(2, 3) doc_text(struct doc *doc, const char *fmt, ...);
void __printf(2, 3) doc_item(struct doc *doc, const char *fmt, ...);

void doc_table(struct doc *doc, const struct table *table);

/*
 * A part that is closed at first, in HTML; in Markdown a heading of lower rank. @text must
 * outlive it. One with nothing in it is not there.
 */
void doc_fold(struct doc *doc, const char *text);
void doc_fold_end(struct doc *doc);

/*
 * The panels of the picture @name that scripts/plot.sh has drawn in the folder, inlined
 * in HTML; if there are none, a line that says so.
 */
void doc_picture(struct doc *doc, const char *name, const char *words);

#endif /* LABSTAT_DOC_H */
