/* SPDX-License-Identifier: GPL-2.0 */
/* Texts that live as long as the program: a page is made of many, and then it ends. */
#ifndef LABSTAT_TEXT_H
#define LABSTAT_TEXT_H

#include "compiler.h"

/* Returns the formatted text, which is never freed; without memory the program ends. */
const char *__printf(1, 2) textf(const char *fmt, ...);

/* Says that there is no memory and ends the program: what was saved before stays. */
void __noreturn out_of_memory(void);

#endif /* LABSTAT_TEXT_H */
