// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "page/element.h"
#include "page/table.h"
#include "page/text.h"

xmlNodePtr element_add(xmlNodePtr parent, const char *name, const char *text)
{
	xmlNode *element = xmlNewNode(NULL, BAD_CAST name);

	if (!element)
		out_of_memory();
	if (text)
		xmlNodeAddContent(element, BAD_CAST text);
	if (parent)
		xmlAddChild(parent, element);
	return element;
}

void element_set(xmlNode *element, const char *attribute, const char *value)
{
	if (!xmlNewProp(element, BAD_CAST attribute, BAD_CAST value))
		out_of_memory();
}

bool element_is(const xmlNode *element, const char *name)
{
	return !strcmp((const char *)element->name, name);
}

static const char *content_of(const xmlNode *text)
{
	return text && text->content ? (const char *)text->content : "";
}

const char *element_text(const xmlNode *element)
{
	return content_of(element->children);
}

const char *element_get(const xmlNode *element, const char *attribute)
{
	const xmlAttr *found = xmlHasProp(element, BAD_CAST attribute);

	return found ? content_of(found->children) : "";
}

static void print_link(const xmlNode *a, FILE *out)
{
	fprintf(out, "[%s](%s)", element_text(a), element_get(a, "href"));
}

/* Its file stands beside the page. */
static void print_figure(const xmlNode *figure, FILE *out)
{
	fprintf(out, "![%s](%s)\n", element_get(figure->children, "alt"),
		element_get(figure, "data-file"));
}

static void print_table(const xmlNode *node, FILE *out)
{
	table_print_markdown(&(struct table){ .node = (xmlNode *)node }, out);
}

/* How Markdown has an element: as what it holds, with something around it, or else. */
static const struct form {
	const char *name;
	const char *before;
	const char *after;
	void (*print)(const xmlNode *element, FILE *out);
} forms[] = {
	{ "main" },
	{ "nav" },
	{ "section" },
	{ "details" },
	{ "div", "", "\n" },
	{ "ul", "", "\n" },
	{ "h1", "# ", "\n\n" },
	{ "h2", "## ", "\n\n" },
	{ "summary", "### ", "\n\n" },
	{ "h3", "#### ", "\n\n" },
	{ "p", "", "\n\n" },
	{ "li", "- ", "\n" },
	{ "a", .print = print_link },
	{ "figure", .print = print_figure },
	{ "table", .print = print_table },
};

static void print_form(const struct form *form, const xmlNode *element,
		       FILE *out)
{
	if (form->print) {
		form->print(element, out);
		return;
	}
	fputs(form->before ? form->before : "", out);
	for (const xmlNode *in = element->children; in; in = in->next)
		element_print_markdown(in, out);
	fputs(form->after ? form->after : "", out);
}

void element_print_markdown(const xmlNode *element, FILE *out)
{
	if (element->type == XML_TEXT_NODE)
		fputs(content_of(element), out);
	for (size_t i = 0; i < ARRAY_LENGTH(forms); i++)
		if (element_is(element, forms[i].name))
			print_form(&forms[i], element, out);
}
