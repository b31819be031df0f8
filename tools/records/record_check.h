/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_RECORD_CHECK_H
#define LABSTAT_RECORD_CHECK_H

#include <jansson.h>

#include "records/error.h"

/*
 * Checks one record against the schema: fields, names, and that unit, kind and
 * back end go together. Returns 0, or -1 with "field: what is wrong" in
 * @error.
 */
int record_check(const json_t *record, struct lab_error *error);

#endif /* LABSTAT_RECORD_CHECK_H */
