/* SPDX-License-Identifier: GPL-2.0 */
/* What a bench has written that a test has run. */
#ifndef RECORDS_H
#define RECORDS_H

#include <jansson.h>

#define RECORDS "/tmp/records" /* its RESULT */

/* The first record of metric @name, or NULL. Ends the test if there are none at all. */
json_t *records_find(const char *name);

#endif /* RECORDS_H */
