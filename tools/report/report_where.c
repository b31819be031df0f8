// SPDX-License-Identifier: GPL-2.0
/* What was run, and where. */
#include <stdlib.h>
#include <sys/stat.h>

#include "records/figure.h"
#include "records/name_list.h"
#include "report/report.h"
#include "schema.h"

/* In this order; `config` and `cases` have lines of their own. */
static const char *const fields[] = {
	"kernel", "compiler",  "qemu",	      "machine",   "seeds",
	"cpu",	  "microcode", "mitigations", "frequency", "series",
};

static void print_backend(const struct report *r, struct writer *w)
{
	const char *name = json_string_value(
		json_object_get(r->run->fingerprint, "backend"));

	writer_item(w, "back end: %s, %s", name, lab_backend_find(name)->words);
}

static void print_field(const json_t *value, const char *name, struct writer *w)
{
	char *text;

	if (!value)
		return;
	if (json_is_string(value)) {
		writer_item(w, "%s: %s", name, json_string_value(value));
		return;
	}
	text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	writer_item(w, "%s: %s", name, text);
	free(text);
}

/* The names in object @field of the fingerprint, and how many. */
static void print_names(const struct report *r, const char *field,
			const char *words, struct writer *w)
{
	json_t *object = json_object_get(r->run->fingerprint, field);
	char *text;

	if (!json_object_size(object))
		return;
	text = name_list_text(object);
	if (!text)
		out_of_memory();
	writer_item(w, "%s: %zu (%s)", words, json_object_size(object), text);
	free(text);
}

static void print_commit(const struct report *r, struct writer *w)
{
	char commit[64] = "n/a, it was not stored";
	struct stat changes;
	FILE *file = fopen(textf("%s/commit", r->run->dir), "r");
	bool changed = !stat(textf("%s/diff.patch", r->run->dir), &changes) &&
		       changes.st_size;

	if (file) {
		fscanf(file, "%63s", commit);
		fclose(file);
	}
	writer_item(w, "commit: %s%s", commit,
		    changed ? ", with the changes in diff.patch" : "");
}

static void print_size(const struct report *r, struct writer *w)
{
	const struct results *results = &r->run->results;
	size_t cases = 0, fewest = 0, most = 0, boots;

	for (size_t i = 0; i < results->nr; i++) {
		if (results->records[i].replicate)
			continue;
		boots = figure_boots(&results->records[i]);
		if (!cases || boots < fewest)
			fewest = boots;
		if (boots > most)
			most = boots;
		cases++;
	}
	writer_item(w, "records: %zu, of %zu cases", results->nr, cases);
	if (fewest == most)
		writer_item(w, "boots a case: %zu", most);
	else
		writer_item(w, "boots a case: %zu to %zu", fewest, most);
}

void report_where(const struct report *r, struct writer *w)
{
	writer_heading(w, "What was run, and where");
	print_backend(r, w);
	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++)
		print_field(json_object_get(r->run->fingerprint, fields[i]),
			    fields[i], w);
	print_names(r, "config", "kernels", w);
	print_names(r, "cases", "kinds of boot, kernel-CPUs", w);
	print_commit(r, w);
	print_size(r, w);
}
