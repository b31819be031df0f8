/* SPDX-License-Identifier: GPL-2.0 */
#ifndef GUEST_DIE_H
#define GUEST_DIE_H

#include "compiler.h"

/*
 * Ends the program with exit code 1 and one line on stderr: what is wrong and,
 * where there is one, the remedy. @fmt has no newline.
 */
void __noreturn __printf(1, 2) die(const char *fmt, ...);

#endif /* GUEST_DIE_H */
