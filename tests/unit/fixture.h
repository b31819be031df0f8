/* SPDX-License-Identifier: GPL-2.0 */
/* Files in a directory of their own, for the tests that read or write some. */
#ifndef UNIT_FIXTURE_H
#define UNIT_FIXTURE_H

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A valid record, and the same in two parts with room for its dimensions. */
#define RECORD_HEAD                                                                   \
	"{\"case\":\"1\",\"schema\":1,\"bench\":\"gmem_rw_latency\",\"dimensions\":{" \
	"\"path\":\"isolated\",\"contention\":\"none\",\"kernel\":\"pure\","
#define RECORD_TAIL                                                      \
	"},\"metric\":\"access\",\"unit\":\"insns\",\"kind\":\"exact\"," \
	"\"values\":[1,2,3]}\n"
#define RECORD                                                          \
	RECORD_HEAD                                                     \
	"\"strategy\":\"direct\",\"op\":\"read\",\"len\":8,\"cpus\":2," \
	"\"vcpus\":1,\"backend\":\"tcg-counted\"" RECORD_TAIL

/*
 * cmocka setup and teardown: *state becomes the path of a new directory, with a
 * fingerprint and a plan: the cases 1, 2 and 3, of a boot each, and the controls
 * seed1, layout1 and layout2, where the last two are boots of one control.
 */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* The path of @name in the directory; overwritten by the next call. */
const char *fixture_path(void **state, const char *name);

/* Writes @text to the file @name. Returns its path, as fixture_path(). */
const char *fixture_write(void **state, const char *name, const char *text);

/* The contents of the file @name, to be freed. */
char *fixture_read(void **state, const char *name);

/* @text with the first @from replaced by @to, to be freed; @from must be in. */
char *replaced(const char *text, const char *from, const char *to);

#endif /* UNIT_FIXTURE_H */
