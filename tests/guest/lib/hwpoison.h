/* SPDX-License-Identifier: GPL-2.0 */
/* Memory failures, injected by software: the memory itself stays sound. */
#ifndef HWPOISON_H
#define HWPOISON_H

#include "kvm_util.h"

/* Both return 0 or a negative errno. */
int hwpoison_corrupt(u64 pfn);
int hwpoison_unpoison(u64 pfn);

#endif /* HWPOISON_H */
