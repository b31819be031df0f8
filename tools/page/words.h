/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers as tables show them. Each function returns @text. */
#ifndef LABSTAT_WORDS_H
#define LABSTAT_WORDS_H

#include "statistics/difference.h"

/* Whole numbers whole, others with a decimal. */
char *word_number(double value, char *text, size_t size);

/* The figure of a record, whole and with a ~ in front if it is a mean. */
char *word_figure(double figure, bool is_mean, char *text, size_t size);

/* The same as word_number() with its sign. */
char *word_change(double value, char *text, size_t size);

/* A part of the base in percent, with its sign: "+1.3%". */
char *word_percent(double part, char *text, size_t size);

/* "0.0040", "<0.0001". */
char *word_p(double p, char *text, size_t size);

/* "+4.0 to +9.0" of a sampled difference; "-" where there is none. */
char *word_interval(const struct difference *d, char *text, size_t size);

#endif /* LABSTAT_WORDS_H */
