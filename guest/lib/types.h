/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's short names, also where its headers aren't at hand. */
#ifndef GUEST_TYPES_H
#define GUEST_TYPES_H

#include <linux/types.h>

/* As tools/include/linux/types.h has them: u64 is uint64_t there. */
typedef __u8 u8;
typedef __u32 u32;
typedef unsigned long u64;

#endif /* GUEST_TYPES_H */
