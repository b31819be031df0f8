/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a bench program is: a table of operations. The library has the rest: main(),
 * options, virtual machine, threads, measurement and records.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "expected_events.h"
#include "types.h"

struct contender;

#define BENCH_PAGE_SIZE 4096ul

/* How KVM's function is reached. */
enum bench_path {
	BENCH_PATH_ISOLATED, /* the lab's ioctl calls it, nothing around it */
	BENCH_PATH_ABI, /* from the guest or the VMM, as in real life */
	BENCH_NR_PATHS,
};

/* The length of an access, and whether it straddles a page boundary. */
struct bench_len {
	u32 bytes;
	bool crossing;
};

/* Which accesses KVM makes to guest memory in one operation on the ABI path. */
struct bench_composition {
	u32 reads;
	u32 writes;
	u32 bytes;
};

/* An operation takes one sample a call, or two: on and off, say. */
#define BENCH_CALL_SAMPLES 2

struct bench_sample {
	const char *metric;
	struct bench_composition composition;
};

/* What is measured now: one operation at one length. */
struct bench_cell {
	const struct bench_op *op;
	struct bench_len len;
	u32 pages; /* that a call populates or frees; else 1 */
	u32 warmup; /* calls */
	u32 calls; /* timed ones */
	u32 seed;
};

/*
 * Makes @calls calls and stores the samples of each, in TSC ticks.
 * Returns 0 or a negative errno.
 */
typedef int (*bench_run_fn)(struct contender *c, const struct bench_cell *cell,
			    u32 calls, u64 *samples);

/* Untimed work before or after a run. Returns 0 or a negative errno. */
typedef int (*bench_step_fn)(struct contender *c,
			     const struct bench_cell *cell);

struct bench_op {
	const char *name;
	enum bench_path path; /* isolated unless stated */
	struct bench_sample samples[BENCH_CALL_SAMPLES];
	u32 fixed_len; /* where the interface dictates it, else 0 */
	u32 fixed_calls; /* and no warm-up; 0: as many as asked for */
	struct expected_work work; /* of a call, for each page of its length */
	bool shares; /* needs caches that share a page */
	bool mixed; /* the other vCPUs do something else: needs some of them */
	bool has_parts; /* its stamps tell where the time of a call goes: parts.h */
	bool only_zapped; /* means nothing where the direct map is kept */
	bool uncleared; /* with kvm.gmem_clear=N */
	bool leaves; /* the page leaves its file before anybody looks at it */
	bool reads; /* into the contender's readback; else its data is written */
	u32 lab_op;
	u32 lab_flags; /* what is done untimed before each call */
	bench_step_fn prepare; /* may be NULL */
	bench_run_fn run; /* NULL: op_call() */

	/* The same time stamps around nothing. NULL: overhead_lab() */
	bench_run_fn overhead;

	/* Makes up for what the calls deferred, within the total of all calls. */
	bench_step_fn make_up; /* may be NULL */

	/* Did it really happen? -EAGAIN: it was disturbed, measure again. */
	bench_step_fn verify; /* may be NULL */
};

struct bench {
	const char *name;
	const char *about;
	const char *default_lens;
	u32 max_len;
	bool may_cross; /* lengths may straddle a page boundary */
	bool caches; /* each vCPU has a cache of its page */
	bool exposes; /* what stays exposed is measured, nothing else */
	bool populates; /* lengths are whole pages, figures are per page */
	const struct bench_op *ops;
	size_t nr_ops;
};

/* Each program has one; the library's main() does what the options ask for. */
extern const struct bench bench;

/* Where in its first page a call at @len begins: one that crosses lies half before it ends. */
static inline u32 bench_len_offset(struct bench_len len)
{
	u32 in_page = len.bytes < BENCH_PAGE_SIZE ? len.bytes : BENCH_PAGE_SIZE;

	return len.crossing ? BENCH_PAGE_SIZE - in_page / 2 : 0;
}

/* Pages that a call at @len touches. */
static inline u32 bench_len_touched(struct bench_len len)
{
	u32 end = bench_len_offset(len) + len.bytes;

	return (end + BENCH_PAGE_SIZE - 1) / BENCH_PAGE_SIZE;
}

/* Pages that a call on @bench at @len bytes counts for. */
static inline u32 bench_len_pages(const struct bench *bench, u32 len)
{
	return bench->populates ? len / BENCH_PAGE_SIZE : 1;
}

/* Samples that one call of @op makes. */
static inline unsigned int bench_op_samples(const struct bench_op *op)
{
	return op->samples[1].metric ? 2 : 1;
}

#endif /* BENCH_BENCH_H */
