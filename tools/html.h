/* SPDX-License-Identifier: GPL-2.0 */
/* The HTML half of a page. */
#ifndef LABSTAT_HTML_H
#define LABSTAT_HTML_H

#include <stdio.h>

#include "table.h"

/* Everything up to the title, and what ends the page. */
void html_begin(FILE *out, const char *title);
void html_end(FILE *out);

/* @text within the element @tag. */
void html_element(FILE *out, const char *tag, const char *text);

void html_table(FILE *out, const struct table *table);

/* The SVG in @picture as an image of this page. */
void html_picture(FILE *out, FILE *picture, const char *words);

#endif /* LABSTAT_HTML_H */
