/* SPDX-License-Identifier: GPL-2.0 */
/* Elements of a page, as HTML has them: libxml2's nodes, each with one text or elements. */
#ifndef LABSTAT_ELEMENT_H
#define LABSTAT_ELEMENT_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdio.h>

/* A new last child of @parent, or a root if that is NULL; @text may be NULL. */
xmlNodePtr element_add(xmlNodePtr parent, const char *name, const char *text);

void element_set(xmlNode *element, const char *attribute, const char *value);

bool element_is(const xmlNode *element, const char *name);

/* Both return a text of @element, "" if there is none. */
const char *element_text(const xmlNode *element);
const char *element_get(const xmlNode *element, const char *attribute);

/* Writes @element and what is in it as Markdown; what has no such form is left out. */
void element_print_markdown(const xmlNode *element, FILE *out);

#endif /* LABSTAT_ELEMENT_H */
