/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_LABSTAT_H
#define LABSTAT_LABSTAT_H

#include "records/error.h"

/*
 * A verb gets the arguments after its name. Returns an exit code, with the
 * reason in @error unless it is 0.
 */
int cmd_check(int argc, char **argv, struct lab_error *error);
int cmd_csv(int argc, char **argv, struct lab_error *error);
int cmd_floors(int argc, char **argv, struct lab_error *error);
int cmd_report(int argc, char **argv, struct lab_error *error);
int cmd_compare(int argc, char **argv, struct lab_error *error);
int cmd_gate(int argc, char **argv, struct lab_error *error);
int cmd_verdict(int argc, char **argv, struct lab_error *error);
int cmd_baseline(int argc, char **argv, struct lab_error *error);
int cmd_witness(int argc, char **argv, struct lab_error *error);
int cmd_fingerprint(int argc, char **argv, struct lab_error *error);
int cmd_name(int argc, char **argv, struct lab_error *error);

/* The last is bad input, or output that can't be written. */
#define LABSTAT_OK 0
#define LABSTAT_REGRESSED 1
#define LABSTAT_CANNOT_JUDGE 2
#define LABSTAT_FAILED 3

#endif /* LABSTAT_LABSTAT_H */
