/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Put in front of strategies, by -include, it lets the zap of a direct map entry fail
 * where a test asks for it. The files themselves stay as they are.
 */
#ifndef __KVM_LAB_SABOTAGED_H
#define __KVM_LAB_SABOTAGED_H

#include <linux/set_memory.h>

#include "pause.h"

static inline int kvm_lab_zap(struct page *page)
{
	if (kvm_lab_sabotaged(no_zap))
		return -ENOMEM;
	return set_direct_map_invalid_noflush(page);
}

#define set_direct_map_invalid_noflush(page) kvm_lab_zap(page)

#endif /* __KVM_LAB_SABOTAGED_H */
