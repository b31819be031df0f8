/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A page, kept as one tree of HTML elements, which is written twice at its end: as
 * Markdown, and as HTML that needs no other file.
 */
#ifndef LABSTAT_WRITER_H
#define LABSTAT_WRITER_H

#include "page/table.h"
#include "records/error.h"
#include "records/names.h"

struct writer {
	const char *dir;
	xmlDoc *page;
	xmlNode *main;
	xmlNode *section; /* or NULL */
	xmlNode *fold; /* within it, or NULL */
	xmlNode *list; /* that items go to, or NULL */
	const char *caption; /* of the next table: the last heading */
	struct names absent; /* what has no section, see writer_absent() */
	FILE *echo; /* also gets text, items and tables; NULL for none */
};

/* Begins a page of the run in @dir. Texts that are given to @w must outlive it. */
void writer_begin(struct writer *w, const char *dir, const char *title);

/*
 * Writes report.md and report.html to the folder and frees @w. Returns 0, or -1 with the
 * reason in @error; then the pages that were there still are.
 */
int writer_end(struct writer *w, struct lab_error *error);

/* What follows goes to @echo too, as plain text; NULL ends that. */
void writer_echo(struct writer *w, FILE *echo);

/* Begins a section. It stays, and is in the list of contents, if something is in it. */
void writer_heading(struct writer *w, const char *text);

/*
 * Why there is nothing in the section, or in this part of it. Without anything before it
 * the section is left out, and "HEADING: why" added to @w->absent.
 */
void __printf(2, 3) writer_absent(struct writer *w, const char *fmt, ...);

/* A field, in HTML, that leaves what was typed of the tables of this section. */
void writer_filter(struct writer *w);

/* A heading of lower rank, within a fold. */
void writer_subheading(struct writer *w, const char *text);

/* A paragraph, and an item of a list; items in a row make one list. */
void __printf(2, 3) writer_text(struct writer *w, const char *fmt, ...);
void __printf(2, 3) writer_item(struct writer *w, const char *fmt, ...);

/* Takes the rows of @table and frees it. Returns false if there are none: nothing is written. */
bool writer_table(struct writer *w, struct table *table);

/*
 * A part that is closed at first, in HTML; in Markdown a heading of lower rank. One with
 * nothing in it is not there.
 */
void writer_fold(struct writer *w, const char *text);
void writer_fold_end(struct writer *w);

/*
 * The panels of the picture @name that scripts/plot.sh has drawn in the folder, inlined
 * in HTML; if there are none, a line that says so.
 */
void writer_picture(struct writer *w, const char *name, const char *words);

#endif /* LABSTAT_WRITER_H */
