// SPDX-License-Identifier: GPL-2.0
/*
 * What an access costs against the pages that may stay readable after it: a mark where a
 * strategy declares to be, a ring where it was seen. Who declares no bound stands in a
 * hatched band at the right.
 */
#include "report/picture.h"

#define BAND_GAP 0.7 /* between the last page and the band */
#define BAND_WIDTH 0.6 /* of what is before it: room for a label */

static const struct look ring = { NULL, 0x616161, 0x999999, 6, 3 };
static const struct look orange = { NULL, 0xc05500, 0xd55e00 };

/* None is 0, one page is 1, twice as many one more. */
static double place_of(double pages)
{
	return pages < 1 ? 0 : 1 + log2(pages);
}

static double find_band(const struct exposures *exposures)
{
	const struct exposure *e;
	double most = 0;

	for (size_t i = 0; i < exposures->nr; i++) {
		e = &exposures->list[i];
		if (!e->access)
			continue;
		most = fmax(most, e->seen_pages);
		if (e->declares && !isinf(e->pages))
			most = fmax(most, e->pages);
	}
	return place_of(most) + BAND_GAP;
}

static void draw_tics(struct picture *p, double band)
{
	double end = band + fmax(3, BAND_WIDTH * band);
	struct mark mark = { "tic", "0" };

	picture_add(p, &mark);
	for (long pages = 1; place_of(pages) < band; pages *= 4) {
		mark.text = textf("%ld", pages);
		mark.x = place_of(pages);
		picture_add(p, &mark);
	}
	mark = (struct mark){ "tic", "no bound", (band + end) / 2 };
	picture_add(p, &mark);
	mark = (struct mark){
		"band", "unsafe: no bound", band, 0, end, &orange
	};
	picture_add(p, &mark);
}

static const char *time_words(const struct exposure *e)
{
	if (isinf(e->usecs))
		return isinf(e->pages) ? NULL : "for any time";
	return e->usecs > 0 ? textf("%.0f us at most", e->usecs) : NULL;
}

/* Its name at the right; above and to the left where that would reach into the band. */
static void draw_label(struct picture *p, const struct exposure *e,
		       struct mark mark, double band)
{
	bool left = mark.x > band / 3 && mark.x < band;
	const char *time = time_words(e);

	mark.layer = left ? "above" : mark.x > band ? "boxed" : "beside";
	mark.text = textf("%s  %.0f", strategy_of(e->any), mark.y);
	mark.x2 = time ? 1.8 : 0.8; /* lines above the mark */
	picture_add(p, &mark);
	mark.text = time;
	mark.x2 = left ? 0.8 : -1;
	if (time)
		picture_add(p, &mark);
}

static void draw_spot(struct picture *p, const struct exposure *e, double band)
{
	const char *strategy = strategy_of(e->any);
	struct mark mark = { .text = strategy, .y = report_cost(e->access) };

	mark.x2 = isnan(e->seen_pages) ? -1 : place_of(e->seen_pages);
	mark.x = !e->declares	 ? mark.x2 :
		 isinf(e->pages) ? band + 0.3 :
				   place_of(e->pages);
	mark.look = look_of(strategy);
	if (mark.x >= 0)
		draw_label(p, e, mark, band);
	mark.layer = "thread";
	if (mark.x2 >= 0 && mark.x != mark.x2)
		picture_add(p, &mark);
	mark.layer = "large";
	if (e->declares)
		picture_add(p, &mark);
	mark.layer = "point";
	mark.look = &ring;
	mark.x = mark.x2;
	if (mark.x2 >= 0)
		picture_add(p, &mark);
}

static void draw_ground(struct picture *p, const struct report *r, double band)
{
	const struct lab_record *any = r->headline->list[0];

	picture_panel(p,
		      textf("Cost and what stays readable: %s, %ld CPUs",
			    report_case(any), group_most_cpus(r->headline)),
		      "pages readable at most: declared (large), seen (ring)",
		      LINEAR,
		      textf("%s an access", lab_unit_find(any->unit)->words),
		      LOG);
	draw_tics(p, band);
}

void draw_frontier(const struct report *r, struct picture *p)
{
	double band = find_band(&r->exposures);
	const struct exposure *e;

	for (size_t i = 0; i < r->exposures.nr; i++) {
		e = &r->exposures.list[i];
		if (!e->access || report_cost(e->access) <= 0)
			continue; /* a log scale has no 0 */
		if (!p->panel)
			draw_ground(p, r, band);
		draw_spot(p, e, band);
	}
}
