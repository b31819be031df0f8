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

int record_open(struct record_writer *w, const char *target, const char *id)
{
	w->out = open_target(target);
	if (!w->out)
		return -errno;
	w->id = id;
	w->written = json_object();
	return 0;
}

/* Notes @dimensions with @metric. Returns -EEXIST if they were noted before. */
static int note_key(struct record_writer *w, const char *bench,
		    const char *metric, const json_t *dimensions)
{
	json_t *key = json_pack("[ssO]", bench, metric, dimensions);
	char *text = json_dumps(key, JSON_COMPACT | JSON_SORT_KEYS);
	int ret = -EEXIST;

	if (!json_object_get(w->written, text))
		ret = json_object_set_new(w->written, text, json_true());
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

static json_t *pack_record(const struct record_writer *w,
			   const struct record_spec *spec,
			   const struct lab_unit *unit)
{
	return json_pack("{ss*,si,ss,sO,ss,ss,ss,so*,so*,ss*,sO*,sO*,sO*,sO*}",
			 "case", w->id, "schema", LAB_SCHEMA_VERSION, "bench",
			 spec->bench, "dimensions", spec->dimensions, "metric",
			 spec->metric, "unit", unit->name, "kind", unit->kind,
			 "composition", pack_composition(spec->composition),
			 "instrumented",
			 spec->instrumented ? json_true() : NULL, "na",
			 spec->na, "seen", spec->seen, "values", spec->values,
			 "declared", spec->declared, "witness", spec->witness);
}

static int write_in(struct record_writer *w, const struct record_spec *spec,
		    const struct lab_unit *unit)
{
	json_t *record;
	int ret;

	if (!unit || !spec->values == !spec->na || (spec->seen && !spec->na))
		return -EINVAL;
	ret = note_key(w, spec->bench, spec->metric, spec->dimensions);
	if (ret)
		return ret;
	record = pack_record(w, spec, unit);
	ret = record ? write_line(w, record) : -ENOMEM;
	json_decref(record);
	return ret;
}

int record_write(struct record_writer *w, const struct record_spec *spec)
{
	const struct lab_metric *metric =
		lab_metric_find(spec->bench, spec->metric);
	const char *unit = metric && metric->unit ? metric->unit : spec->unit;
	int ret = metric ? 0 : -EINVAL;

	if (metric && unit)
		ret = write_in(w, spec, lab_unit_find(unit));
	json_decref(spec->dimensions);
	json_decref(spec->values);
	json_decref(spec->seen);
	json_decref(spec->declared);
	json_decref(spec->witness);
	return ret;
}

int record_close(struct record_writer *w)
{
	json_decref(w->written);
	return fclose(w->out) ? -errno : 0;
}
