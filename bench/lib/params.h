/* SPDX-License-Identifier: GPL-2.0 */
/* The options of a bench: one table parses them and prints their help. */
#ifndef BENCH_PARAMS_H
#define BENCH_PARAMS_H

#include <stdio.h>

#include "bench.h"
#include "hw_events.h"
#include "schema.h"

#define BENCH_MAX_VCPUS 64
#define BENCH_MAX_LENS 16
#define BENCH_MAX_OPS 16
#define BENCH_MAX_ITERATIONS 1000000

/* What the other vCPUs do while one is measured. */
enum bench_contention {
	BENCH_CONTENTION_NONE, /* nothing: they exist and are not run */
	BENCH_CONTENTION_OTHER, /* the same, each on a page of its own */
	BENCH_CONTENTION_SAME, /* the same, all on one page */
	BENCH_CONTENTION_GUEST, /* run guest code, each on a CPU of its own */

	/* The second one is stopped within what the measured one needs. */
	BENCH_CONTENTION_FOLIO_LOCK, /* a read of the same page */
	BENCH_CONTENTION_QUEUED_FLUSH, /* the flush of what was deferred */
	BENCH_NR_CONTENTIONS,
};

/* Is one vCPU stopped on purpose, so that another one has to wait? */
static inline bool bench_contention_stops(enum bench_contention contention)
{
	return contention == BENCH_CONTENTION_FOLIO_LOCK ||
	       contention == BENCH_CONTENTION_QUEUED_FLUSH;
}

/* Has each vCPU a CPU of its own? */
static inline bool bench_contention_pins(enum bench_contention contention)
{
	return contention == BENCH_CONTENTION_GUEST ||
	       bench_contention_stops(contention);
}

struct bench_params {
	const struct bench *bench;
	const char *id; /* in the plan of the run, or NULL */
	const char *strategy; /* NULL: the kernel's own */
	enum bench_path path;
	struct bench_len lens[BENCH_MAX_LENS];
	unsigned int nr_lens;
	const struct bench_op *ops[BENCH_MAX_OPS];
	unsigned int nr_ops;
	u32 iterations;
	u32 warmup;
	u32 vcpus;
	u32 pins[BENCH_MAX_VCPUS];
	unsigned int nr_pins;
	u32 seed;
	u64 gpa;
	const struct lab_backend *backend;
	const char *unit; /* NULL: the back end has no figures */
	const char *kernel;
	enum bench_contention contention;
	bool instrumented; /* something else watches, so no figure is a price */
	struct hw_events events; /* to count, in a pass of their own */
};

/*
 * Fills @p, whose strings point into @argv or into constants. Returns false if help was
 * asked for. Ends the program with one line if anything is wrong.
 */
bool bench_params_parse(struct bench_params *p, const struct bench *bench,
			int argc, char **argv);

/* Prints every option of @bench with its default to @out. */
void bench_params_help(const struct bench *bench, FILE *out);

/* The names that records and options use. */
const char *bench_path_name(enum bench_path path);
const char *bench_contention_name(enum bench_contention contention);

#endif /* BENCH_PARAMS_H */
