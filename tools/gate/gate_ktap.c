// SPDX-License-Identifier: GPL-2.0
#include "gate/rows.h"

/* The sign begins a directive, SKIP say; a name has none. */
static void print_name(const char *name, FILE *out)
{
	for (; *name; name++)
		fprintf(out, *name == '#' ? "\\%c" : "%c", *name);
}

/*
 * KTAP has no numbers: they stand in a diagnostic line above the result. What
 * can't be judged is not ok, for a reader that knows only two answers.
 */
int rows_write_ktap(const struct gate_rows *rows, FILE *out)
{
	const struct gate_row *row;
	bool ok;

	fprintf(out, "KTAP version 1\n1..%zu\n", rows->nr);
	for (size_t i = 0; i < rows->nr; i++) {
		row = &rows->list[i];
		ok = row->result == JUDGED_PASSED ||
		     row->result == JUDGED_NOT_GATED;
		fprintf(out, "# %s%s%s\n", judgement_word(row->result),
			row->text[0] ? ": " : "", row->text);
		fprintf(out, "%s %zu ", ok ? "ok" : "not ok", i + 1);
		print_name(row->name, out);
		if (row->result == JUDGED_NOT_GATED)
			fprintf(out, " # SKIP %s", row->text);
		fputc('\n', out);
	}
	return 0;
}
