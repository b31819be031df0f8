/* SPDX-License-Identifier: GPL-2.0 */
/* Which rule is broken. Included with KVM_LAB_SABOTAGE(name) defined. */

/* a prepared folio stays in the direct map */
KVM_LAB_SABOTAGE(no_take_out),
	/* a folio leaves its file zapped, and is leaked */
	KVM_LAB_SABOTAGE(no_give_back),
	/* an access leaves its mapping in place */
	KVM_LAB_SABOTAGE(no_unmap),
	/* a direct map entry can't be zapped */
	KVM_LAB_SABOTAGE(no_zap),
	/* an access drops the folio lock before it maps the page */
	KVM_LAB_SABOTAGE(no_folio_lock),
	/* caches don't hear of changes */
	KVM_LAB_SABOTAGE(no_gpc_invalidate),
	/* a refresh ignores a change in progress */
	KVM_LAB_SABOTAGE(no_gpc_retry),
	/* a page table entry is written and not counted */
	KVM_LAB_SABOTAGE(no_pte_count),
	/* KVM_LAB_OP_NOP counts without a lock: a data race */
	KVM_LAB_SABOTAGE(race),
#undef KVM_LAB_SABOTAGE
