/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_ERROR_H
#define LABSTAT_ERROR_H

#include "compiler.h"

/* Why something failed: one line, no newline, fit to be shown to the user. */
struct lab_error {
	char text[512];
};

/* Writes the error. Returns -1, so that callers can return it. */
int __printf(2, 3) lab_fail(struct lab_error *error, const char *fmt, ...);

/* Puts "<fmt>: " in front of the error. Returns -1. */
int __printf(2, 3) lab_fail_at(struct lab_error *error, const char *fmt, ...);

#endif /* LABSTAT_ERROR_H */
