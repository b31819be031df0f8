/* SPDX-License-Identifier: GPL-2.0 */
/* What the passes over a case share: the case, who runs it, and its records. */
#ifndef BENCH_MEASUREMENT_H
#define BENCH_MEASUREMENT_H

#include "bystanders.h"
#include "contenders.h"
#include "hw_counters.h"
#include "record.h"

struct measurement {
	struct bench_params p;
	struct gmem_vm g;
	struct contenders cs;
	struct bystanders bystanders;
	struct record_writer records;
	struct bench_op op; /* of the cell, with what it leaves to defaults */
	const char *bulk_metric; /* NULL: there is no total */
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

/* @ticks in the unit of prices, if there is one; the same as JSON. */
double measurement_figure(const struct measurement *m, double ticks);
json_t *measurement_value(const struct measurement *m, double ticks);

/*
 * Writes a record of the case, or ends the program. Its unit is that of @metric; without
 * one on this back end there is no record. @rest is what it says besides; its dimensions
 * are the case's unless it has some.
 */
void measurement_write(struct measurement *m, const char *metric,
		       struct record_spec rest);

/* Writes one figure of a pass that is not timed. */
void measurement_note(struct measurement *m, const char *metric, double figure);

/* Says why there is no figure, of a price or of such a pass. */
void measurement_note_na(struct measurement *m, const char *metric,
			 const char *why);

/* One figure as JSON. */
json_t *measurement_number(double figure);

/* Ends the program if @ret, a negative errno, came of @doing the operation. */
void measurement_require(const struct measurement *m, const char *doing,
			 int ret);

/* contenders_run(), and ends the program if it fails. */
void measurement_run(struct measurement *m, bench_run_fn run,
		     bench_step_fn make_up);

/* The operation, and what makes up for it, under the eyes of @watch unless it is NULL. */
void measurement_calls(struct measurement *m,
		       const struct contenders_watch *watch);

/*
 * Prepares the case, calls @pass with @arg and checks the work; again for as long as
 * it was disturbed. Ends the program if anything fails.
 */
void measurement_try(struct measurement *m,
		     void (*pass)(struct measurement *m, void *arg), void *arg);

#endif /* BENCH_MEASUREMENT_H */
