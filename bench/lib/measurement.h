/* SPDX-License-Identifier: GPL-2.0 */
/* What the passes over a case share: the case, who runs it, and its records. */
#ifndef BENCH_MEASUREMENT_H
#define BENCH_MEASUREMENT_H

#include "bystanders.h"
#include "contenders.h"
#include "hw_counters.h"
#include "record.h"

struct measurement {
	const struct bench *bench;
	struct bench_params p;
	struct gmem_vm g;
	struct contenders cs;
	struct bystanders bystanders;
	struct record_writer records;
	struct bench_cell cell;
	struct hw_counters counters;
	bool failed; /* some figures are no good; the others are */
};

/*
 * One clock counts the instructions of all vCPUs: a call's own figure would
 * hold whatever the others did meanwhile.
 */
bool measurement_only_totals(const struct measurement *m);

/* Contenders that do the operation that is named: of a mix only the first. */
unsigned int measurement_doers(const struct measurement *m);

/* The dimensions of the case; a new reference. */
json_t *measurement_dimensions(const struct measurement *m);

/* @ticks in the unit of the records, which there must be. */
double measurement_figure(const struct measurement *m, double ticks);

/* The same as JSON. */
json_t *measurement_value(const struct measurement *m, double ticks);

/*
 * Writes a record of the case, or ends the program. @rest is what it says beside bench,
 * metric and unit; its dimensions are the case's unless it has some.
 */
void measurement_write(struct measurement *m, const char *metric,
		       const char *unit, struct record_spec rest);

/*
 * Writes one figure of a pass that is not timed, in @unit. Takes over @witness, which
 * may be NULL.
 */
void measurement_note(struct measurement *m, const char *metric,
		      const char *unit, json_t *witness, double figure);

/*
 * The same of a figure that was counted, but is not what it says it is: n/a, and @why,
 * and what was seen.
 */
void measurement_note_seen(struct measurement *m, const char *metric,
			   const char *unit, json_t *witness, double figure,
			   const char *why);

/* Says why there is no figure, of a price or of such a pass. */
void measurement_note_na(struct measurement *m, const char *metric,
			 const char *unit, const char *why);

/* Ends the program if @ret, a negative errno, came of @doing the operation. */
void measurement_require(const struct measurement *m, const char *doing,
			 int ret);

/* contenders_run(), and ends the program if it fails. */
void measurement_run(struct measurement *m, bench_run_fn run,
		     bench_step_fn settle);

/*
 * Prepares the case, calls @pass with @arg and checks the work; again for as long as
 * it was disturbed. Ends the program if anything fails.
 */
void measurement_try(struct measurement *m,
		     void (*pass)(struct measurement *m, void *arg), void *arg);

#endif /* BENCH_MEASUREMENT_H */
