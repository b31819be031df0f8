/* SPDX-License-Identifier: GPL-2.0 */
/* What the gate says of each case; every form tells these rows and nothing else. */
#ifndef LABSTAT_ROWS_H
#define LABSTAT_ROWS_H

#include "gate/gate.h"

/* Texts are one line of UTF-8 each, which XML 1.0 can hold, see text_clean(). */
struct gate_row {
	char *name;
	enum judgement result;
	char *text; /* figures, what was allowed, and why; or "" */
	const struct judged
		*judged; /* NULL: only one run has it, or it is no case */
};

struct gate_rows {
	const struct gate *gate;
	char *base_dir;
	char *run_dir;
	char *commit; /* of this repository, in which the run was made; or "" */
	bool changed; /* there are changes to that commit */
	const char *blocked; /* why nothing at all can be judged, or "" */
	struct gate_row *list;
	size_t nr;
	size_t counts[NR_JUDGEMENTS];
};

/*
 * Replaces what ends a line for any reader, what XML 1.0 can't hold and what is no UTF-8
 * by question marks. Returns @text.
 */
char *text_clean(char *text);

/*
 * Makes the rows of @gate, which must outlive them: if nothing can be judged the first
 * one, "comparable", says so; then the cases of both runs, and those of one. Returns 0,
 * or -1 with the reason in @error and nothing to free.
 */
int rows_make(struct gate_rows *rows, const struct gate *gate,
	      struct lab_error *error);

void rows_free(struct gate_rows *rows);

/* The forms. Each returns 0, or -1 without memory. */
int rows_write_text(const struct gate_rows *rows, FILE *out);
int rows_write_markdown(const struct gate_rows *rows, FILE *out);
int rows_write_junit(const struct gate_rows *rows, FILE *out);
int rows_write_ktap(const struct gate_rows *rows, FILE *out);
int rows_write_kcidb(const struct gate_rows *rows, FILE *out);
int rows_write_verdict(const struct gate_rows *rows, FILE *out);

/* The verdict as data, with each figure that it rests on: a new object, NULL without memory. */
json_t *rows_verdict(const struct gate_rows *rows);

#endif /* LABSTAT_ROWS_H */
