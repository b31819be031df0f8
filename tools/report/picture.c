// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "compiler.h"
#include "report/picture.h"

/*
 * Okabe and Ito's colours, which colour-blind readers tell apart, darker on a light page
 * where letters need it; and for print a point and a dash pattern each. noflush has the
 * red one and a cross.
 */
static const struct look looks[] = {
	{ "hva", 0x000000, 0xffffff, 4, 2 },
	{ "direct", 0x008662, 0x009e73, 5, 3 },
	{ "noflush", 0xc05500, 0xd55e00, 2, 1 },
	{ "sync_flush", 0x0072b2, 0x2687be, 7, 1 },
	{ "batched_flush", 0x966700, 0xe69f00, 11, 5 },
	{ "percpu_ptemap", 0x387597, 0x56b4e9, 13, 4 },
	{ "vmap", 0xa36186, 0xcc79a7, 9, 2 },
};

/* For strategies that are not listed. */
static const struct look spare[] = {
	{ NULL, 0x737373, 0x999999, 6, 1 },
	{ NULL, 0x7f5539, 0x9f806a, 8, 2 },
	{ NULL, 0x5b5ba5, 0x7c7cb7, 10, 3 },
	{ NULL, 0x608020, 0x6b8e23, 12, 4 },
};

const struct look *look_of(const char *strategy)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(looks); i++)
		if (!strcmp(looks[i].strategy, strategy))
			return &looks[i];
	/* By the name: alone in a picture it looks as beside others. */
	for (; *strategy; strategy++)
		sum = sum * 31 + (unsigned char)*strategy;
	return &spare[sum % ARRAY_LENGTH(spare)];
}

void picture_begin(struct picture *p, FILE *out)
{
	*p = (struct picture){ .out = out };
	fputs("panel\tlayer\torder\ttext\tx\ty\tx2\tlight\tdark\tpoint\tdash\n",
	      out);
}

void picture_add(struct picture *p, const struct mark *mark)
{
	static const struct look ink = { NULL, 0x1a1a1a, 0xe4e4e4 };
	const struct look *look = mark->look ? mark->look : &ink;

	fprintf(p->out, "%d\t%s\t%d\t%s\t%.9g\t%.9g\t%.9g\t%u\t%u\t%d\t%d\n",
		p->panel, mark->layer, p->order, mark->text ? mark->text : "",
		mark->x, mark->y, mark->x2, look->light, look->dark,
		look->point, look->dash);
}

void picture_panel(struct picture *p, const char *title, const char *x_name,
		   enum scale x, const char *y_name, enum scale y)
{
	p->panel++;
	p->order = 0;
	picture_add(p, &(struct mark){ .layer = "title", .text = title });
	picture_add(p, &(struct mark){ "x_axis", x_name, x });
	picture_add(p, &(struct mark){ "y_axis", y_name, y });
}

void picture_next(struct picture *p)
{
	p->order++;
}
