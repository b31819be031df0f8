/* SPDX-License-Identifier: GPL-2.0 */
/* Least squares: names for what GSL's multifit computes. */
#ifndef LABSTAT_FIT_H
#define LABSTAT_FIT_H

#include <stddef.h>

#define FIT_MAX_TERMS 8

struct fit {
	double c[FIT_MAX_TERMS]; /* y = c[0] * x[0] + c[1] * x[1] + ... */
	double error[FIT_MAX_TERMS]; /* the standard error of each; 0 if exact */
	size_t nr_terms;
	size_t nr_points;
	double rms; /* of the residuals: the root of their mean square */
	double mean; /* of y */
};

/*
 * Fits @nr_points values @y; @x has @nr_terms columns a point, of which one is 1 for a
 * constant. Returns 0, or -1 if the points do not determine the terms.
 */
int fit_linear(struct fit *fit, const double *x, const double *y,
	       size_t nr_points, size_t nr_terms);

/* The value of the fitted function at @x, which has its terms. */
double fit_at(const struct fit *fit, const double *x);

#endif /* LABSTAT_FIT_H */
