// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record.h"
#include "schema.h"

static FILE *open_fd(int fd)
{
	int copy = dup(fd);

	return copy < 0 ? NULL : fdopen(copy, "w");
}

static FILE *open_target(const char *target)
{
	int fd, end = 0;

	if (!target)
		return open_fd(STDOUT_FILENO);
	if (sscanf(target, "/dev/fd/%d%n", &fd, &end) == 1 && !target[end])
		return open_fd(fd);
	return fopen(target, "a");
}

int record_open(struct record_writer *w, const char *target)
{
	w->out = open_target(target);
	if (!w->out)
		return -errno;
	w->seen = json_object();
	return 0;
}

/* Notes @dimensions with @metric. Returns -EEXIST if they were noted before. */
static int note_key(struct record_writer *w, const char *bench,
		    const char *metric, const json_t *dimensions)
{
	json_t *key = json_pack("[ssO]", bench, metric, dimensions);
	char *text = json_dumps(key, JSON_COMPACT | JSON_SORT_KEYS);
	int ret = -EEXIST;

	if (!json_object_get(w->seen, text))
		ret = json_object_set_new(w->seen, text, json_true());
	free(text);
	json_decref(key);
	return ret;
}

static json_t *pack_composition(const struct bench_composition *composition)
{
	if (!composition)
		return NULL;
	return json_pack("{si,si,si}", "reads", composition->reads, "writes",
			 composition->writes, "bytes", composition->bytes);
}

static int write_line(struct record_writer *w, const json_t *record)
{
	/* Nine digits: finer than any clock here, and no 0.30000000000000004 */
	if (json_dumpf(record, w->out, JSON_COMPACT | JSON_REAL_PRECISION(9)) ||
	    fputc('\n', w->out) == EOF || fflush(w->out))
		return errno ? -errno : -EIO;
	return 0;
}

int record_write(struct record_writer *w, const char *bench, const char *metric,
		 const char *unit, json_t *dimensions,
		 const struct bench_composition *composition, json_t *values)
{
	const struct lab_unit *known = lab_unit_find(unit);
	json_t *record;
	int ret = -EINVAL;

	if (known && lab_metric_find(bench, metric))
		ret = note_key(w, bench, metric, dimensions);
	if (ret) {
		json_decref(dimensions);
		json_decref(values);
		return ret;
	}
	record = json_pack("{si,ss,so,ss,ss,ss,so*,so}", "schema",
			   LAB_SCHEMA_VERSION, "bench", bench, "dimensions",
			   dimensions, "metric", metric, "unit", unit, "kind",
			   known->kind, "composition",
			   pack_composition(composition), "values", values);
	if (!record)
		return -ENOMEM;
	ret = write_line(w, record);
	json_decref(record);
	return ret;
}

int record_close(struct record_writer *w)
{
	json_decref(w->seen);
	return fclose(w->out) ? -errno : 0;
}
