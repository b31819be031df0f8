/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers as tables show them. Each function returns @text. */
#ifndef LABSTAT_FORMAT_H
#define LABSTAT_FORMAT_H

#include "statistics/difference.h"

/* Whole numbers whole, others with a decimal. */
char *format_number(double value, char *text, size_t size);

/* The figure of a record, whole and with a ~ in front if it is a mean. */
char *format_figure(double figure, bool is_mean, char *text, size_t size);

/* The same as format_number() with its sign. */
char *format_change(double value, char *text, size_t size);

/* A part of the base in percent, with its sign: "+1.3%". */
char *format_percent(double part, char *text, size_t size);

/* "0.0040", "<0.0001". */
char *format_p(double p, char *text, size_t size);

/* "+4.0 to +9.0" of a sampled difference; "-" where there is none. */
char *format_interval(const struct difference *d, char *text, size_t size);

#endif /* LABSTAT_FORMAT_H */
