/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LABSTAT_FINGERPRINT_H
#define LABSTAT_FINGERPRINT_H

#include <jansson.h>
#include <stddef.h>

#include "records/error.h"

/*
 * Reads @dir/fingerprint.json and checks that it has what its back end's
 * figures depend on. Returns it, to be released, or NULL with the reason in
 * @error, a missing file included.
 */
json_t *fingerprint_load(const char *dir, struct lab_error *error);

/*
 * What figures of this back end depend on, as a new object: no host under
 * emulation, and never the patches, for they are what is compared.
 */
json_t *fingerprint_environment(const json_t *fingerprint);

/*
 * Writes what two fingerprints differ in, "compiler: 'x' and 'y'; ...", to
 * @text, "" if figures made under them can be compared. Of the kernels'
 * configurations and the boots' cases only those count that both have. A kernel of
 * the same base, 6.12 in 6.12.117, is another source, which is what is compared.
 * Returns the number of differences.
 */
size_t fingerprint_differences(const json_t *a, const json_t *b, char *text,
			       size_t size);

/* The kernel's version, "" if it is no text. */
const char *fingerprint_kernel(const json_t *fingerprint);

/* The number of kernels of which both have the configuration. */
size_t fingerprint_common_kernels(const json_t *a, const json_t *b);

#endif /* LABSTAT_FINGERPRINT_H */
