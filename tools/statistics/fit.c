// SPDX-License-Identifier: GPL-2.0
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <string.h>

#include "statistics/fit.h"

/* Below this part of the largest singular value a direction counts as missing. */
#define RANK_TOLERANCE 0.000000000001

static void take_results(struct fit *fit, const gsl_vector *c,
			 const gsl_matrix *cov, double chisq, const double *y)
{
	fit->rms = sqrt(chisq / fit->nr_points);
	fit->mean = 0;
	for (size_t i = 0; i < fit->nr_points; i++)
		fit->mean += y[i] / fit->nr_points;
	for (size_t i = 0; i < fit->nr_terms; i++) {
		fit->c[i] = gsl_vector_get(c, i);
		/* Without a degree of freedom GSL divides by zero. */
		fit->error[i] = fit->nr_points == fit->nr_terms ?
					0 :
					sqrt(gsl_matrix_get(cov, i, i));
	}
}

int fit_linear(struct fit *fit, const double *x, const double *y,
	       size_t nr_points, size_t nr_terms)
{
	gsl_multifit_linear_workspace *work;
	gsl_matrix *cov;
	gsl_vector *c;
	double chisq;
	int ret;

	if (nr_terms > FIT_MAX_TERMS || nr_points < nr_terms)
		return -1;
	gsl_matrix_const_view points =
		gsl_matrix_const_view_array(x, nr_points, nr_terms);
	gsl_vector_const_view values =
		gsl_vector_const_view_array(y, nr_points);
	memset(fit, 0, sizeof(*fit));
	fit->nr_points = nr_points;
	fit->nr_terms = nr_terms;
	work = gsl_multifit_linear_alloc(nr_points, nr_terms);
	c = gsl_vector_alloc(nr_terms);
	cov = gsl_matrix_alloc(nr_terms, nr_terms);
	ret = gsl_multifit_linear(&points.matrix, &values.vector, c, cov,
				  &chisq, work);
	if (gsl_multifit_linear_rank(RANK_TOLERANCE, work) < nr_terms)
		ret = -1;
	take_results(fit, c, cov, chisq, y);
	gsl_multifit_linear_free(work);
	gsl_matrix_free(cov);
	gsl_vector_free(c);
	return ret ? -1 : 0;
}

double fit_at(const struct fit *fit, const double *x)
{
	double y = 0;

	for (size_t i = 0; i < fit->nr_terms; i++)
		y += fit->c[i] * x[i];
	return y;
}
