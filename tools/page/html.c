// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <string.h>

#include "page/html.h"

/* Wide tables scroll by themselves, so a phone shows the text at its own width. */
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
	"caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
	"th:first-child{position:sticky;left:0;z-index:1}tbody th{font-weight:400;white-space:nowrap;"
	"background:var(--bg)}thead th:first-child{z-index:2}\n"
	"a{color:inherit}nav ul{columns:16rem;padding-left:1.2rem}input{font:inherit;max-width:100%}\n"
	":focus-visible{outline:2px solid currentColor}.gone{display:none}\n"
	"@media(max-width:40rem){th,td{padding:.25rem .4rem}tbody th{max-width:9rem;white-space:normal}}\n"
	".panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));"
	"gap:1rem;margin:1rem 0}figure{margin:0}img{display:block;width:100%;max-width:36rem;height:auto}\n"
	"summary{cursor:pointer;padding:.5rem 0;font-weight:600}\n";

/*
 * The field is there only with the script: without it the page is whole. What is typed is
 * looked for in the rows, word by word, and in the headings of their tables.
 */
static const char filter[] =
	"<p class=\"filter gone\"><label>Only rows with: <input type=\"search\"></label></p>\n"
	"<script>\n"
	"(function () {\n"
	"  var field = document.currentScript.previousElementSibling;\n"
	"  var input = field.querySelector('input'), timer;\n"
	"  function has(text, words) {\n"
	"    return words.every(function (word) { return text.includes(word); });\n"
	"  }\n"
	"  function apply() {\n"
	"    var words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);\n"
	"    field.parentNode.querySelectorAll('details').forEach(function (fold) {\n"
	"      var any = false;\n"
	"      fold.querySelectorAll('table').forEach(function (table) {\n"
	"        var head = table.caption.textContent.toLowerCase(), found = false;\n"
	"        Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {\n"
	"          var fits = has(head + ' ' + row.textContent.toLowerCase(), words);\n"
	"          row.classList.toggle('gone', !fits);\n"
	"          found = found || fits;\n"
	"        });\n"
	"        table.parentNode.classList.toggle('gone', !found);\n"
	"        any = any || found;\n"
	"      });\n"
	"      fold.open = words.length > 0 && any;\n"
	"    });\n"
	"  }\n"
	"  input.addEventListener('input', function () {\n"
	"    clearTimeout(timer);\n"
	"    timer = setTimeout(apply, 200);\n"
	"  });\n"
	"  field.classList.remove('gone');\n"
	"})();\n"
	"</script>\n";

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
	fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n",
		style);
	html_element(out, "h1", title);
}

void html_end(FILE *out)
{
	fputs("</main>\n</body>\n</html>\n", out);
}

void html_element(FILE *out, const char *tag, const char *text)
{
	fprintf(out, "<%s>", tag);
	print_escaped(out, text);
	fprintf(out, "</%s>\n", tag);
}

void html_section(FILE *out, const char *anchor, const char *heading)
{
	fprintf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", anchor,
		anchor);
	print_escaped(out, heading);
	fputs("</h2>\n", out);
}

void html_link(FILE *out, const char *anchor, const char *text)
{
	fprintf(out, "<li><a href=\"#%s\">", anchor);
	print_escaped(out, text);
	fputs("</a></li>\n", out);
}

void html_filter(FILE *out)
{
	fputs(filter, out);
}

static void print_cell(FILE *out, const char *tag, const char *scope,
		       bool right, const char *text)
{
	fprintf(out, "<%s%s%s>", tag, scope, right ? " class=\"n\"" : "");
	print_escaped(out, text);
	fprintf(out, "</%s>", tag);
}

static void print_row(FILE *out, const struct table *t, size_t row)
{
	fputs("<tr>", out);
	print_cell(out, "th", " scope=\"row\"", false, table_get(t, row, 0));
	for (size_t c = 1; c < t->nr_columns; c++)
		print_cell(out, "td", "", t->columns[c].right,
			   table_get(t, row, c));
	fputs("</tr>\n", out);
}

void html_table(FILE *out, const struct table *t, const char *caption)
{
	fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"",
	      out);
	print_escaped(out, caption);
	fputs("\"><table>\n<caption>", out);
	print_escaped(out, caption);
	fputs("</caption>\n<thead><tr>", out);
	for (size_t c = 0; c < t->nr_columns; c++)
		print_cell(out, "th", " scope=\"col\"", t->columns[c].right,
			   t->columns[c].name);
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t r = 0; r < t->nr_rows; r++)
		print_row(out, t, r);
	fputs("</tbody></table></div>\n", out);
}

/* As a URI, so that the names within one picture can't meet those of another. */
static void print_uri(FILE *out, FILE *in)
{
	int c;

	while ((c = fgetc(in)) != EOF) {
		if (c < 0x80 && (isalnum(c) || strchr("-_.,;=", c)))
			fputc(c, out);
		else
			fprintf(out, "%%%02X", c);
	}
}

void html_panels(FILE *out)
{
	fputs("<div class=\"panels\">\n", out);
}

void html_panels_end(FILE *out)
{
	fputs("</div>\n", out);
}

void html_picture(FILE *out, FILE *light, FILE *dark, const char *words)
{
	fputs("<figure><picture><source media=\"(prefers-color-scheme:dark)\"",
	      out);
	fputs(" srcset=\"data:image/svg+xml,", out);
	print_uri(out, dark);
	fputs("\"><img alt=\"", out);
	print_escaped(out, words);
	fputs("\" src=\"data:image/svg+xml,", out);
	print_uri(out, light);
	fputs("\"></picture></figure>\n", out);
}
