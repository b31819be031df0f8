/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's pause points (instruments/pause.c), where it has any. */
#ifndef GUEST_PAUSE_POINTS_H
#define GUEST_PAUSE_POINTS_H

#include <stdbool.h>

/* "NAME" arms a point, "go NAME" or "go" lets go. Returns 0 or a negative errno. */
int pause_command(const char *command);

/*
 * Is @point in @state: "armed", "parked" or "expired"? Is any, for a @point of ""?
 * False too where there are no pause points.
 */
bool pause_is(const char *state, const char *point);

#endif /* GUEST_PAUSE_POINTS_H */
