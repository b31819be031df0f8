/* SPDX-License-Identifier: GPL-2.0 */
/* Names of metrics and of cases, as files and reports have them. */
#ifndef LABSTAT_METRIC_NAME_H
#define LABSTAT_METRIC_NAME_H

#include <stdbool.h>

#include "records/names.h"
#include "records/results.h"

#define METRIC_NAME_SIZE 80
#define GROUP_NAME_SIZE 160
#define CASE_NAME_SIZE 512

/* "bench/metric" to @text. Returns @text. */
char *metric_name(const struct lab_record *record, char *text, size_t size);

/*
 * "bench/metric,strategy,path" to @text: cases that are alike in how far they move
 * for no reason. Returns @text.
 */
char *group_name(const struct lab_record *record, char *text, size_t size);

/* Is "bench/metric", or a name that begins with it, one that a bench can measure? */
bool metric_name_known(const char *name);

/* "bench/metric strategy=... path=... ...", with each dimension. Returns @text. */
char *name_of_case(const struct lab_record *record, char *text, size_t size);

/* The dimensions that tell the cases of a table apart. */
struct varying {
	const struct lab_record *first;
	struct names names;
};

/*
 * Notes in what @record differs from those before it; starts from zeroes. Returns 0, or
 * -1 without memory.
 */
int varying_note(struct varying *varying, const struct lab_record *record);

void varying_free(struct varying *varying);

/* The metric and what varies, words bare: "access noflush read len=8". */
char *short_name_of_case(const struct varying *varying,
			 const struct lab_record *record, char *text,
			 size_t size);

#endif /* LABSTAT_METRIC_NAME_H */
