/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What pictures show, as rows of DIR/<name>.tsv: which panels, what is in them, in which
 * order, with which labels and colours. scripts/plot/picture.gp draws that.
 */
#ifndef LABSTAT_PICTURE_H
#define LABSTAT_PICTURE_H

#include <math.h>

#include "report/report.h"

struct picture {
	FILE *out;
	int panel;
	int order; /* of the next line */
};

/* Numbers of gnuplot's. Each tone has a contrast of 4.5 on its ground. */
struct look {
	const char *strategy;
	unsigned int light; /* 0xRRGGBB on a light page */
	unsigned int dark;
	int point;
	int dash;
};

/* The same in every picture. */
const struct look *look_of(const char *strategy);

enum scale { LINEAR, LOG, DOUBLES /* a log scale with tics at 2, 4, 8, ... */ };

/* One thing in a panel; what is not given of @x, @y and @x2 is 0. */
struct mark {
	const char *layer; /* see picture.gp */
	const char *text;
	double x;
	double y;
	double x2;
	const struct look *look; /* NULL: the ink of the page */
};

/* Begins a file, and a panel of it. */
void picture_begin(struct picture *picture, FILE *out);
void picture_panel(struct picture *picture, const char *title,
		   const char *x_name, enum scale x, const char *y_name,
		   enum scale y);

/* Marks that come now are of another line than those before. */
void picture_next(struct picture *picture);

void picture_add(struct picture *picture, const struct mark *mark);

/* Each adds its panels, none without data. */
void draw_accesses(const struct report *report, struct picture *picture);
void draw_parts(const struct report *report, struct picture *picture);
void draw_growth(const struct report *report, struct picture *picture);
void draw_frontier(const struct report *report, struct picture *picture);
void draw_samples(const struct report *report, struct picture *picture);

#endif /* LABSTAT_PICTURE_H */
