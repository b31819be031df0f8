// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <string.h>

#include "html.h"

/*
 * Wide tables and pictures scroll by themselves, so a phone shows the text at its own width.
 * Pictures keep their white ground: their colours were chosen for it.
 */
static const char style[] =
	":root{color-scheme:light dark;--fg:#1a1a1a;--bg:#fff;--line:#ccc;--soft:#f3f3f3}\n"
	"@media(prefers-color-scheme:dark){:root{--fg:#e4e4e4;--bg:#161616;--line:#444;--soft:#242424}}\n"
	"body{margin:0 auto;padding:1rem;max-width:75rem;background:var(--bg);color:var(--fg);"
	"font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid var(--line)}\n"
	".wide{overflow-x:auto;margin:1rem 0}\n"
	"table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;"
	"overflow-wrap:normal}\n"
	"th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;"
	"vertical-align:top}\n"
	"th{background:var(--soft)}td{white-space:nowrap}.n{text-align:right}\n"
	"img{display:block;width:100%;min-width:44rem;height:auto;background:#fff;border-radius:6px}\n"
	"figure{margin:1rem 0;overflow-x:auto}\n"
	"summary{cursor:pointer;padding:.5rem 0;font-weight:600}\n";

static void print_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			fputs("&amp;", out);
		else if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '>')
			fputs("&gt;", out);
		else if (*text == '"')
			fputs("&quot;", out);
		else
			fputc(*text, out);
	}
}

void html_begin(FILE *out, const char *title)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	      "<title>",
	      out);
	print_escaped(out, title);
	fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
	html_element(out, "h1", title);
}

void html_end(FILE *out)
{
	fputs("</body>\n</html>\n", out);
}

void html_element(FILE *out, const char *tag, const char *text)
{
	fprintf(out, "<%s>", tag);
	print_escaped(out, text);
	fprintf(out, "</%s>\n", tag);
}

static void print_cell(FILE *out, const char *tag, bool right, const char *text)
{
	fprintf(out, right ? "<%s class=\"n\">" : "<%s>", tag);
	print_escaped(out, text);
	fprintf(out, "</%s>", tag);
}

void html_table(FILE *out, const struct table *t)
{
	fputs("<div class=\"wide\"><table>\n<thead><tr>", out);
	for (size_t c = 0; c < t->nr_columns; c++)
		print_cell(out, "th", t->columns[c].right, t->columns[c].name);
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t r = 0; r < t->nr_rows; r++) {
		fputs("<tr>", out);
		for (size_t c = 0; c < t->nr_columns; c++)
			print_cell(out, "td", t->columns[c].right,
				   table_get(t, r, c));
		fputs("</tr>\n", out);
	}
	fputs("</tbody></table></div>\n", out);
}

/* As a URI, so that the names within one picture can't meet those of another. */
static void print_uri(FILE *out, FILE *in)
{
	int c;

	while ((c = fgetc(in)) != EOF) {
		if (c < 0x80 && (isalnum(c) || strchr(" -_.,;=", c)))
			fputc(c, out);
		else
			fprintf(out, "%%%02X", c);
	}
}

void html_picture(FILE *out, FILE *picture, const char *words)
{
	fputs("<figure><img alt=\"", out);
	print_escaped(out, words);
	fputs("\" src=\"data:image/svg+xml,", out);
	print_uri(out, picture);
	fputs("\"></figure>\n", out);
}
