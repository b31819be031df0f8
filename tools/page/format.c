// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>

#include "page/format.h"

static bool is_whole(double value)
{
	return value == rint(value);
}

char *format_number(double value, char *text, size_t size)
{
	snprintf(text, size, is_whole(value) ? "%.0f" : "%.1f", value);
	return text;
}

char *format_figure(double figure, bool is_mean, char *text, size_t size)
{
	if (!is_mean)
		return format_number(figure, text, size);
	snprintf(text, size, "~%.0f", figure);
	return text;
}

char *format_change(double value, char *text, size_t size)
{
	snprintf(text, size, is_whole(value) ? "%+.0f" : "%+.1f", value);
	return text;
}

char *format_percent(double part, char *text, size_t size)
{
	if (isinf(part))
		snprintf(text, size, "from 0");
	else
		snprintf(text, size, "%+.2f%%", 100 * part);
	return text;
}

char *format_p(double p, char *text, size_t size)
{
	if (p < 0.0001)
		snprintf(text, size, "<0.0001");
	else
		snprintf(text, size, "%.4f", p);
	return text;
}

char *format_interval(const struct difference *d, char *text, size_t size)
{
	char low[32], high[32];

	if (!d->sampled || !d->shift.has_interval)
		snprintf(text, size, "-");
	else
		snprintf(text, size, "%s to %s",
			 format_change(d->shift.low, low, sizeof(low)),
			 format_change(d->shift.high, high, sizeof(high)));
	return text;
}
