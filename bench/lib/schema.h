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

/* What kind of thing a metric is: it decides who takes it for what. */
enum lab_class {
	LAB_PRICE, /* what one call costs */
	/*
	 * ..._all_vcpus: from the first start to the last finish, divided by the number
	 * of operations of all vCPUs. It stands in for the figure of a single call
	 * where one clock counts what every vCPU does.
	 */
	LAB_BULK_PRICE,
	LAB_COUNT, /* of the lab's events */
	LAB_WORK, /* what each CPU executed */
	LAB_PART, /* of one access */
	LAB_STAMP, /* what it costs to tell parts apart */
	LAB_HOLD, /* how long a lock is held */
	LAB_EXPOSURE, /* what stays readable */
	LAB_BYSTANDER, /* what is done to a vCPU that only runs guest code */
	LAB_LOSS, /* what its guest sees of that */
	LAB_CONTENTION, /* a call that has to wait */
	LAB_HARDWARE, /* events of the CPU and the kernel */
	LAB_OVERHEAD, /* has been subtracted from the prices */
	NR_LAB_CLASSES,
};

struct lab_class_words {
	const char *name;
	const char *section; /* heading of the report's section that shows it */
	const char *against; /* what a figure is held against; NULL: nothing */
};

/* The prices that stand for a whole run. */
enum lab_headline { LAB_NO_HEADLINE, LAB_ACCESS, LAB_POPULATION };

/* One thing that a bench can measure. */
struct lab_metric {
	const char *bench; /* NULL: all of them */
	const char *name;
	enum lab_class class;
	const char *unit; /* NULL: that in which the back end has prices */
	const char *what; /* in words */
	const char *title; /* of its column; NULL: its name */
	const char *beside[3]; /* metrics that it is held against, up to a NULL */
	enum lab_headline headline;
	bool per_page; /* its figure is of one page, and a call is for several */
};

/* Metrics that have a place of their own in the report or a program of their own. */
#define LAB_STALE_HERE "stale_here"
#define LAB_STALE_ELSEWHERE "stale_elsewhere"
#define LAB_STALE_PAGES "stale_pages"
#define LAB_STALE_LIFETIME "stale_lifetime"
#define LAB_STALE_OVERSHOOT "stale_overshoot"
#define LAB_CPUS_INTERRUPTED "cpus_interrupted"
#define LAB_CPU_INSNS "cpu_insns"

/* A unit decides what kind of figure it is: the two never vary apart. */
struct lab_unit {
	const char *name;
	const char *kind;
	const char *words;
	bool moves; /* seeds and layouts move figures in it: they have floors */
};

#define LAB_MAX_BACKEND_UNITS 10

/* What a kernel runs on. */
enum lab_machine {
	LAB_EMULATED, /* the same on any hardware */
	LAB_VIRTUAL, /* QEMU on the CPU of this machine */
	LAB_REAL,
};

/*
 * Where a bench ran, and what can be done there. The first unit is that of what a call
 * costs; without one nothing is timed.
 */
struct lab_backend {
	const char *name;
	const char *words;
	const char *units[LAB_MAX_BACKEND_UNITS];
	bool one_clock; /* CPUs take turns, and one clock counts what all do */
	enum lab_machine machine;
	bool counters; /* perf's events are counted unless asked otherwise */
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

/* The names of the metrics of a part, of a lock that is held, of the stamps between. */
const char *lab_part_metric(enum part part);
const char *lab_hold_metric(enum hold hold);
const char *lab_stamp_metric(void);

/* What @class is called, shown in and held against. */
const struct lab_class_words *lab_class_words(enum lab_class class);

/* Metric number @index of @class, in the order of columns; NULL past the last. */
const struct lab_metric *lab_class_metric(enum lab_class class, size_t index);

/* The bulk price of @bench that stands in for @metric, or NULL. */
const char *lab_bulk_metric(const char *bench, const char *metric);

/* What heads a column of @metric. */
const char *lab_metric_title(const struct lab_metric *metric);

/* The ways by which a bench gets to an access, as enum bench_path has them; up to a NULL. */
extern const char *const lab_path_names[];

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
