/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_LABSTAT_H
#define LABSTAT_LABSTAT_H

#include "error.h"

/*
 * A verb gets the arguments after its name. Returns an exit code, with the
 * reason in @error unless it is 0.
 */
int cmd_check(int argc, char **argv, struct lab_error *error);
int cmd_summary(int argc, char **argv, struct lab_error *error);

/* 1 and 2 are kept for verdicts: regressed, and can't judge. */
#define LABSTAT_OK 0
#define LABSTAT_FAILED 3

#endif /* LABSTAT_LABSTAT_H */
