/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A page is cleared before it leaves its guest_memfd: guest data must not be in free
 * memory that is in the direct map.
 */
#ifndef __KVM_GMEM_CLEAR_FOLIO_H
#define __KVM_GMEM_CLEAR_FOLIO_H

#include <linux/types.h>

struct folio;

#ifdef CONFIG_KVM_GMEM_NO_DIRECT_MAP
bool kvm_gmem_clears(void);
int kvm_gmem_clear_folio(struct folio *folio);
#else
static inline bool kvm_gmem_clears(void)
{
	return false;
}

static inline int kvm_gmem_clear_folio(struct folio *folio)
{
	return 0;
}
#endif

#endif /* __KVM_GMEM_CLEAR_FOLIO_H */
