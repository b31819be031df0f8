/* SPDX-License-Identifier: GPL-2.0 */
/* Where a task can be stopped. Included with KVM_LAB_PAUSE_POINT(name) defined. */

/* a copy: mapped, not yet copied; folio locked */
KVM_LAB_PAUSE_POINT(access_mapped),
	/* the same, right after it: for a second task */
	KVM_LAB_PAUSE_POINT(access_copy),
	/* a read or an exchange: folio locked, not yet mapped */
	KVM_LAB_PAUSE_POINT(access_locked),
	/* a deferred flush: nobody may add to the batch; the lock of drains held */
	KVM_LAB_PAUSE_POINT(batch_flush),
	/* the lock of the batch taken, by an add that isn't complete or by another */
	KVM_LAB_PAUSE_POINT(batch_add),
	/* a refresh of a private gfn: before the page is looked up */
	KVM_LAB_PAUSE_POINT(gpc_lookup),
	/* a refresh of a gfn that was found shared: before the hva is looked up */
	KVM_LAB_PAUSE_POINT(gpc_shared),
	/* a refresh: page pinned, not yet published; folio locked */
	KVM_LAB_PAUSE_POINT(gpc_pinned),
	/* a cache lets its page go: still pinned; folio locked */
	KVM_LAB_PAUSE_POINT(gpc_unpin),
	/* a walk over caches: has found one of a page; its folio not yet locked */
	KVM_LAB_PAUSE_POINT(gpc_found),
	/* a punch hole: before the folios go; invalidate lock held */
	KVM_LAB_PAUSE_POINT(gmem_truncate),
	/* a conversion: before the attributes change; slots_lock held */
	KVM_LAB_PAUSE_POINT(attr_store),
#undef KVM_LAB_PAUSE_POINT
