// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>

#include "records/error.h"

int lab_fail(struct lab_error *error, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(error->text, sizeof(error->text), fmt, args);
	va_end(args);
	return -1;
}

int lab_fail_at(struct lab_error *error, const char *fmt, ...)
{
	struct lab_error inner = *error;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(error->text, sizeof(error->text), fmt, args);
	va_end(args);
	if (len >= 0 && len < (int)sizeof(error->text))
		snprintf(error->text + len, sizeof(error->text) - len, ": %s",
			 inner.text);
	return -1;
}
