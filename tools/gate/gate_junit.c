// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include <libxml/xmlwriter.h>

#include "gate/rows.h"

static const char *element(enum judgement result)
{
	switch (result) {
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

static void begin(xmlTextWriter *w, const char *name)
{
	xmlTextWriterStartElement(w, BAD_CAST name);
}

static void attribute(xmlTextWriter *w, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(w, BAD_CAST name, BAD_CAST value);
}

static void count(xmlTextWriter *w, const char *name, size_t nr)
{
	xmlTextWriterWriteFormatAttribute(w, BAD_CAST name, "%zu", nr);
}

/* Readers show one of the two: the attribute or what is within the element. */
static void write_case(xmlTextWriter *w, const struct gate_row *row)
{
	size_t metric = strcspn(row->name, " ");
	const char *dimensions = row->name + metric + !!row->name[metric];

	begin(w, "testcase");
	xmlTextWriterWriteFormatAttribute(w, BAD_CAST "classname", "%.*s",
					  (int)metric, row->name);
	attribute(w, "name", *dimensions ? dimensions : row->name);
	begin(w, element(row->result));
	if (row->result != JUDGED_PASSED)
		attribute(w, "message", row->text);
	xmlTextWriterWriteString(w, BAD_CAST row->text);
	xmlTextWriterEndElement(w);
	xmlTextWriterEndElement(w);
}

/* What can't be written shows at the end: by @out, or by a document that doesn't end. */
int rows_write_junit(const struct gate_rows *rows, FILE *out)
{
	xmlOutputBuffer *buffer = xmlOutputBufferCreateFile(out, NULL);
	xmlTextWriter *w = buffer ? xmlNewTextWriter(buffer) : NULL;
	int ret;

	if (!w)
		return -1;
	xmlTextWriterSetIndent(w, 1);
	xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
	begin(w, "testsuites");
	begin(w, "testsuite");
	attribute(w, "name", "gmem_lab.gate");
	count(w, "tests", rows->nr);
	count(w, "failures", rows->counts[JUDGED_REGRESSED]);
	count(w, "errors", rows->counts[JUDGED_CANNOT]);
	count(w, "skipped", rows->counts[JUDGED_NOT_GATED]);
	for (size_t i = 0; i < rows->nr; i++)
		write_case(w, &rows->list[i]);
	ret = xmlTextWriterEndDocument(w) < 0 ? -1 : 0;
	xmlFreeTextWriter(w);
	return ret;
}
