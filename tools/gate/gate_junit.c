// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "gate/gate.h"
#include "records/metric_name.h"

#define TEXT_SIZE 512

/* Text within an attribute; what XML can't hold becomes a question mark. */
static void print_escaped(const char *text, FILE *out)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc((unsigned char)*text < ' ' ? '?' : *text, out);
		}
	}
}

static void print_attribute(const char *name, const char *value, FILE *out)
{
	fprintf(out, " %s=\"", name);
	print_escaped(value, out);
	fputc('"', out);
}

static const char *element(enum judgement judgement)
{
	switch (judgement) {
	case JUDGED_REGRESSED:
		return "failure";
	case JUDGED_CANNOT:
		return "error";
	case JUDGED_NOT_GATED:
		return "skipped";
	default:
		return "system-out";
	}
}

static void print_case(const struct judged *j, FILE *out)
{
	char name[CASE_NAME_SIZE], line[TEXT_SIZE];
	char *dimensions;

	name_of_case(j->d->a, name, sizeof(name));
	dimensions = strchr(name, ' ');
	*dimensions++ = '\0';
	fputs("    <testcase", out);
	print_attribute("classname", name, out);
	print_attribute("name", dimensions, out);
	fprintf(out, ">\n      <%s", element(j->result));
	judged_line(j, line, sizeof(line));
	if (j->result == JUDGED_PASSED) {
		fputc('>', out);
		print_escaped(line, out);
		fprintf(out, "</%s>\n    </testcase>\n", element(j->result));
		return;
	}
	print_attribute("message", line, out);
	fputs("/>\n    </testcase>\n", out);
}

int gate_write_junit(const struct gate *g, FILE *out)
{
	bool blocked = g->blocked[0];

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n",
	      out);
	fprintf(out,
		"  <testsuite name=\"gmem_lab.gate\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		g->nr + blocked, g->counts[JUDGED_REGRESSED],
		g->counts[JUDGED_CANNOT] + blocked,
		g->counts[JUDGED_NOT_GATED]);
	if (blocked) {
		fputs("    <testcase classname=\"gate\" name=\"comparable\">\n      <error",
		      out);
		print_attribute("message", g->blocked, out);
		fputs("/>\n    </testcase>\n", out);
	}
	for (size_t i = 0; i < g->nr; i++)
		print_case(&g->list[i], out);
	fputs("  </testsuite>\n</testsuites>\n", out);
	return 0;
}
