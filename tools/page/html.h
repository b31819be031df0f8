/* SPDX-License-Identifier: GPL-2.0 */
/* The HTML half of a page. */
#ifndef LABSTAT_HTML_H
#define LABSTAT_HTML_H

#include <stdio.h>

#include "page/table.h"

/* Everything up to the title, and what ends the page. */
void html_begin(FILE *out, const char *title);
void html_end(FILE *out);

/* @text within the element @tag. */
void html_element(FILE *out, const char *tag, const char *text);

/* A section, up to its heading, and a link to one: an item of a list. */
void html_section(FILE *out, const char *anchor, const char *heading);
void html_link(FILE *out, const char *anchor, const char *text);

/* A field that filters the tables in the folds beside it, with its script. */
void html_filter(FILE *out);

/* A table whose first column names the row, in a box that scrolls by itself. */
void html_table(FILE *out, const struct table *table, const char *caption);

/* Panels of a picture, side by side where there is room. */
void html_panels(FILE *out);
void html_panels_end(FILE *out);

/* The SVG in @light as an image of this page, and that in @dark where the page is dark. */
void html_picture(FILE *out, FILE *light, FILE *dark, const char *words);

#endif /* LABSTAT_HTML_H */
