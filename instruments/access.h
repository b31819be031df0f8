/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the instruments do in the middle of an access. Nothing, and a plain copy,
 * without CONFIG_KVM_LAB_PAUSE.
 */
#ifndef __KVM_LAB_ACCESS_H
#define __KVM_LAB_ACCESS_H

#include <linux/pagemap.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "oracle.h"
#include "pause.h"

/* The page of @folio is mapped at @kaddr and not copied yet. */
static inline void kvm_lab_in_access(struct folio *folio, void *kaddr)
{
	kvm_lab_window(folio, kaddr);
	kvm_lab_spin(access_mapped);
	kvm_lab_spin(access_copy);
}

/* Where the folio lock is dropped too early the page may go while it is read. */
static inline void kvm_lab_unlock_early(struct folio *folio)
{
	if (kvm_lab_sabotaged(no_folio_lock))
		folio_unlock(folio);
}

static inline void kvm_lab_lock_late(struct folio *folio)
{
	if (kvm_lab_sabotaged(no_folio_lock))
		folio_lock(folio);
}

static inline int kvm_lab_copy(void *to, const void *from, size_t len)
{
	if (kvm_lab_sabotaged(no_folio_lock))
		return copy_from_kernel_nofault(to, from, len);

	memcpy(to, from, len);
	return 0;
}

#endif /* __KVM_LAB_ACCESS_H */
