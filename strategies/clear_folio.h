/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A page that leaves its guest_memfd leaves empty: what the guest kept there must not
 * lie in the direct map, in free memory.
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
