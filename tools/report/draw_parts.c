// SPDX-License-Identifier: GPL-2.0
/* One access taken apart: what each part costs, and its share, worst strategy first. */
#include <string.h>

#include "report/picture.h"

#define NR_TONES (NR_PARTS + 1) /* and the residue */
#define LETTER 0.022 /* of a bar */

/* A box and the letters in it: the same on any page. */
static const struct look tones[NR_TONES] = {
	{ NULL, 0x56b4e9, 0x000000 }, { NULL, 0xe69f00, 0x000000 },
	{ NULL, 0x009e73, 0x000000 }, { NULL, 0xcc79a7, 0x000000 },
	{ NULL, 0xf0e442, 0x000000 }, { NULL, 0x0072b2, 0xffffff },
	{ NULL, 0x7f7f7f, 0x000000 }, { NULL, 0xffffff, 0x000000 },
};

static const char *name_of(size_t part)
{
	return part < NR_PARTS ?
		       lab_metric_title(lab_class_metric(LAB_PART, part)) :
		       "residue";
}

static double reach_of(const struct parts *p)
{
	return fmax(p->sum, p->total);
}

/* The one that reaches furthest of those that @before, the last one drawn, does not hide. */
static const struct parts *next_of(const struct report *r,
				   const struct parts *before)
{
	const struct parts *p, *next = NULL;

	for (size_t i = 0; i < r->parts.nr; i++) {
		p = &r->parts.list[i];
		if (!report_is_main(r, p) ||
		    (before &&
		     (reach_of(p) > reach_of(before) ||
		      (reach_of(p) == reach_of(before) && p <= before))))
			continue;
		if (!next || reach_of(p) > reach_of(next))
			next = p;
	}
	return next;
}

static void draw_bar(struct picture *p, const struct parts *parts,
		     double longest, bool share)
{
	double scale = share ? 100 / reach_of(parts) : 1, width;
	struct mark bar = { .layer = "bar", .y = p->order };

	for (size_t i = 0; i < NR_TONES; i++) {
		width = scale *
			(i < NR_PARTS ? parts->part[i] : parts->residue);
		if (!(width > 0))
			continue;
		bar.x2 = bar.x + width;
		bar.look = &tones[i];
		bar.text = width > longest * LETTER * (strlen(name_of(i)) + 1) ?
				   name_of(i) :
				   NULL;
		picture_add(p, &bar);
		bar.x = bar.x2;
	}
	bar.layer = "name";
	bar.text = strategy_of(parts->any);
	bar.look = NULL;
	picture_add(p, &bar);
	bar.layer = "total";
	bar.text = textf("%.0f", parts->total);
	if (!share && !isnan(parts->total))
		picture_add(p, &bar);
}

static void draw_panel(struct picture *p, const struct report *r,
		       const struct parts *first, bool share)
{
	struct mark key = { .layer = "key" };

	picture_panel(p,
		      textf("One access taken apart: %s, %ld CPUs",
			    report_case(first->any), cpus_of(first->any)),
		      share ? "percent of its own cost" :
			      lab_unit_find(first->any->unit)->words,
		      LINEAR, NULL, LINEAR);
	for (size_t i = 0; i < NR_TONES; i++) {
		key.text = name_of(i);
		key.x = i;
		key.look = &tones[i];
		picture_add(p, &key);
	}
	for (const struct parts *at = first; at && reach_of(at) > 0;
	     at = next_of(r, at)) {
		picture_next(p);
		draw_bar(p, at, share ? 100 : reach_of(first), share);
	}
}

void draw_parts(const struct report *r, struct picture *p)
{
	const struct parts *first = next_of(r, NULL);

	/* No bars of no length. */
	if (!first || !(reach_of(first) > 0))
		return;
	draw_panel(p, r, first, false);
	draw_panel(p, r, first, true);
}
