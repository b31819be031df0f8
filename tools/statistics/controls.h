/* SPDX-License-Identifier: GPL-2.0 */
/* The controls of a run: the same cases with other seeds, and where the code lies elsewhere. */
#ifndef LABSTAT_CONTROLS_H
#define LABSTAT_CONTROLS_H

#include "records/run.h"

struct controls {
	struct results
		results; /* a control is what a boot is in a run; may be empty */
	json_t *index; /* key of a case -> its place in the results */
	json_t *seeds; /* as keys: those of the run and of the controls */
};

/*
 * Loads the controls of @run, its layout.jsonl; without that file there are none. @run
 * must outlive @controls. Returns 0, or -1 with the reason in @error and nothing to free.
 */
int controls_load(struct controls *controls, const struct run *run,
		  struct lab_error *error);

void controls_free(struct controls *controls);

/* The first control of the case of @record, or NULL. */
const struct lab_record *controls_find(const struct controls *controls,
				       const struct lab_record *record);

/*
 * Widens @low and @high to the figures of the controls from @control on, each over its
 * own boots as that of a run is; @figures are those of the boots.
 */
void controls_widen(const struct lab_record *control, const double *figures,
		    double *low, double *high);

#endif /* LABSTAT_CONTROLS_H */
