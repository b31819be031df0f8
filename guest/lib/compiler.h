/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's headers would offer, where they aren't at hand. */
#ifndef GUEST_COMPILER_H
#define GUEST_COMPILER_H

#ifndef __printf
#define __printf(a, b) __attribute((format(printf, a, b)))
#endif

#ifndef __noreturn
#define __noreturn __attribute((noreturn))
#endif

#define ARRAY_LENGTH(a) (sizeof(a) / sizeof((a)[0]))

#endif /* GUEST_COMPILER_H */
