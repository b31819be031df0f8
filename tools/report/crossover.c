// SPDX-License-Identifier: GPL-2.0
/* Where one strategy becomes dearer than another. */
#include <math.h>
#include <string.h>

#include "report/growth.h"

#define CLEAR 2 /* standard errors, or residuals */
#define CLEAR_RISE 0.05 /* of the mean cost, over what was measured */

static bool comparable(const struct growth *g, const struct growth_line *one,
		       const struct growth_line *other)
{
	if (one == other || strcmp(one->key, other->key) ||
	    strcmp(one->over, other->over) || one->c >= 0 || other->c >= 0 ||
	    one->b < 0 || other->b < 0 || !growth_is_decent(one) ||
	    !growth_is_decent(other))
		return false;
	/* Once for each pair: where both are called in the same way. */
	if (growth_is_of_kernel(one, "all"))
		return growth_is_of_kernel(other, "all");
	return growth_is_of_kernel(other, "pure") &&
	       !(growth_has_twin(g, one, "all") &&
		 growth_has_twin(g, other, "all"));
}

/* Are the lines further apart at @x than what they miss their points by? */
static bool apart_at(double difference, double slope, double x, double residual)
{
	return fabs(difference + slope * x) > CLEAR * residual;
}

/* Is one steeper by more than its error, and by more than a layout moves figures? */
static bool steeper(const struct growth_line *one,
		    const struct growth_line *other, double slope)
{
	double error =
		hypot(one->fit.error[one->b], other->fit.error[other->b]);
	double mean = fmax(one->fit.mean, other->fit.mean);

	return slope > CLEAR * error &&
	       slope * (one->high - one->low) > CLEAR_RISE * mean;
}

bool growth_cross(const struct growth *g, const struct growth_line *one,
		  const struct growth_line *other, struct crossover *found)
{
	double difference, slope, residual;

	if (!comparable(g, one, other))
		return false;
	difference = one->fit.c[one->a] - other->fit.c[other->a];
	slope = one->fit.c[one->b] - other->fit.c[other->b];
	residual = one->fit.rms + other->fit.rms;
	if (!steeper(one, other, slope) ||
	    !apart_at(difference, slope, 1, residual) ||
	    !apart_at(difference, slope, GROWTH_MOST, residual))
		return false;
	found->dearer = one;
	found->cheaper = other;
	found->at = ceil(-difference / slope);
	found->extrapolated = found->at < fmax(one->low, other->low) ||
			      found->at > fmin(one->high, other->high);
	return -difference / slope > 1 && found->at <= GROWTH_MOST;
}
