// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/chvalid.h>
#include <libxml/parserInternals.h>

#include "gate/rows.h"
#include "records/input.h"
#include "records/metric_name.h"

#define TEXT_SIZE 1024

/* C1 controls and two separators end lines, too, for some readers. */
static bool is_plain(int c)
{
	return c >= ' ' && !(c >= 0x7f && c < 0xa0) && c != 0x2028 &&
	       c != 0x2029 && xmlIsCharQ(c);
}

char *text_clean(char *text)
{
	xmlChar *at = (xmlChar *)text, again[8];
	int len, c;

	for (; *at; at += len) {
		len = strnlen((char *)at, 4);
		c = xmlGetUTF8Char(at, &len);
		if (c < 0)
			len = 1;
		/* A longer form of the same character is none. */
		else if (is_plain(c) && xmlCopyChar(0, again, c) == len)
			continue;
		memset(at, '?', len);
	}
	return text;
}

static char *copy_clean(const char *text)
{
	char *copy = strdup(text);

	return copy ? text_clean(copy) : NULL;
}

static int add_row(struct gate_rows *rows, const char *name,
		   enum judgement result, const char *text,
		   const struct judged *judged)
{
	struct gate_row *row = &rows->list[rows->nr++];

	rows->counts[result]++;
	row->name = copy_clean(name);
	row->result = result;
	row->text = copy_clean(text);
	row->judged = judged;
	return row->name && row->text ? 0 : -1;
}

static int add_judged(struct gate_rows *rows, const struct judged *j)
{
	char name[CASE_NAME_SIZE], text[TEXT_SIZE];

	return add_row(rows, name_of_case(j->d->a, name, sizeof(name)),
		       j->result, judged_line(j, text, sizeof(text)), j);
}

static int add_lone(struct gate_rows *rows,
		    const struct lab_record *const *list, size_t nr,
		    const char *why)
{
	char name[CASE_NAME_SIZE];

	for (size_t i = 0; i < nr; i++)
		if (add_row(rows, name_of_case(list[i], name, sizeof(name)),
			    JUDGED_NOT_GATED, why, NULL))
			return -1;
	return 0;
}

static int add_all(struct gate_rows *rows, const struct gate *g)
{
	const struct differences *found = &g->found;

	rows->list = calloc(1 + g->nr + found->nr_only_a + found->nr_only_b,
			    sizeof(*rows->list));
	rows->base_dir = copy_clean(g->base.dir);
	rows->run_dir = copy_clean(g->run.dir);
	if (!rows->list || !rows->base_dir || !rows->run_dir)
		return -1;
	if (g->blocked[0] &&
	    add_row(rows, "comparable", JUDGED_CANNOT, g->blocked, NULL))
		return -1;
	rows->blocked = rows->nr ? rows->list[0].text : "";
	for (size_t i = 0; i < g->nr; i++)
		if (add_judged(rows, &g->list[i]))
			return -1;
	return add_lone(rows, found->only_a, found->nr_only_a,
			"not in the run") ||
	       add_lone(rows, found->only_b, found->nr_only_b,
			"not in the baseline");
}

/* A run from before commits were stored has none. */
static int read_commit(struct gate_rows *rows, struct lab_error *error)
{
	char path[PATH_MAX], commit[256] = "";
	struct stat changes;
	FILE *file;

	snprintf(path, sizeof(path), "%s/diff.patch", rows->gate->run.dir);
	rows->changed = !stat(path, &changes) && changes.st_size;
	snprintf(path, sizeof(path), "%s/commit", rows->gate->run.dir);
	if (!access(path, F_OK)) {
		file = input_open(path, error);
		if (!file)
			return -1;
		if (fgets(commit, sizeof(commit), file))
			commit[strcspn(commit, "\n")] = '\0';
		fclose(file);
	}
	rows->commit = copy_clean(commit);
	return rows->commit ? 0 : lab_fail(error, "out of memory");
}

int rows_make(struct gate_rows *rows, const struct gate *gate,
	      struct lab_error *error)
{
	int ret;

	memset(rows, 0, sizeof(*rows));
	rows->gate = gate;
	ret = read_commit(rows, error);
	if (!ret && add_all(rows, gate))
		ret = lab_fail(error, "out of memory");
	if (ret)
		rows_free(rows);
	return ret;
}

void rows_free(struct gate_rows *rows)
{
	for (size_t i = 0; i < rows->nr; i++) {
		free(rows->list[i].name);
		free(rows->list[i].text);
	}
	free(rows->list);
	free(rows->base_dir);
	free(rows->run_dir);
	free(rows->commit);
	memset(rows, 0, sizeof(*rows));
}
