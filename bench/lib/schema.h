/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The vocabulary of a record in results.jsonl: which metrics, units and back
 * ends exist and which go together. The benches write by it and labstat reads
 * by it, so that a name lives here and nowhere else.
 */
#ifndef LAB_SCHEMA_H
#define LAB_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#define LAB_SCHEMA_VERSION 1

/* One thing that a bench can measure. */
struct lab_metric {
	const char *bench; /* NULL: all of them */
	const char *name;
	const char *what;
};

/* A unit decides what kind of figure it is: the two never vary apart. */
struct lab_unit {
	const char *name;
	const char *kind;
	const char *words;
};

#define LAB_MAX_BACKEND_UNITS 10

/*
 * Where a bench ran. The first unit is that of what a call costs; without one nothing
 * is timed.
 */
struct lab_backend {
	const char *name;
	const char *words;
	const char *units[LAB_MAX_BACKEND_UNITS];
};

/* The parts of one access, in its order. */
enum part {
	PART_FIND,
	PART_MAP,
	PART_COPY,
	PART_UNMAP,
	PART_FLUSH,
	PART_HANDLERS,
	PART_LEAVE,
	NR_PARTS,
};

/* Locks that an access holds. */
enum hold {
	HOLD_FOLIO,
	HOLD_CPA,
	NR_HOLDS,
};

/* The metrics of a part, of how long a lock is held, and of the stamps between. */
const char *lab_part_metric(enum part part);
const char *lab_hold_metric(enum hold hold);

#define LAB_STAMP_PRICE "stamp_price"

/* True if @bench is the name of a bench. */
bool lab_bench_known(const char *bench);

/* The metric @name of @bench, or NULL. */
const struct lab_metric *lab_metric_find(const char *bench, const char *name);

/* The unit @name, or NULL. */
const struct lab_unit *lab_unit_find(const char *name);

/* The back end @name, or NULL. */
const struct lab_backend *lab_backend_find(const char *name);

/* True if figures in @unit can be had on @backend. */
bool lab_backend_has_unit(const struct lab_backend *backend, const char *unit);

/*
 * The name of back end number @index, or NULL past the last: for messages that
 * list what there is.
 */
const char *lab_backend_name(size_t index);

#endif /* LAB_SCHEMA_H */
