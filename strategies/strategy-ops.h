/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The operations of a strategy, all mandatory. Included with
 * KVM_GMEM_STRATEGY_OP(return type, name, parameters, arguments) defined.
 *
 * take_out	A folio becomes guest memory. Remove it from the direct map.
 *		May sleep. Returns 0, or an error with the folio unchanged.
 * map		Make the page reachable for one copy. May sleep. Returns 0 or an
 *		error. The caller does not sleep until unmap().
 * unmap	The copy is done. May sleep. Returns 0, or an error if the page is
 *		still mapped; the access then fails with this error.
 * pin		Make the page reachable from any CPU, in atomic context too,
 *		for as long as a gfn_to_pfn_cache refers to it. May sleep.
 *		Returns 0 or an error.
 * unpin	The cache no longer refers to the page. May sleep.
 * drain	Do the deferred flushes. When it returns, no CPU can reach a page
 *		through a mapping that was unmapped or unpinned before the call,
 *		unless the strategy declares that it never flushes. May sleep.
 *		Called without folio lock.
 *
 * A folio that leaves its file is given back in the same way for all strategies, by
 * kvm_gmem_give_back().
 */
/* clang-format off */
KVM_GMEM_STRATEGY_OP(int, take_out, (struct folio *folio), (folio))
KVM_GMEM_STRATEGY_OP(int, map, (struct folio *folio, struct kvm_gmem_map *map), (folio, map))
KVM_GMEM_STRATEGY_OP(int, unmap, (struct folio *folio, struct kvm_gmem_map *map), (folio, map))
KVM_GMEM_STRATEGY_OP(int, pin, (struct folio *folio, struct kvm_gmem_map *map), (folio, map))
KVM_GMEM_STRATEGY_OP(void, unpin, (struct folio *folio, struct kvm_gmem_map *map), (folio, map))
KVM_GMEM_STRATEGY_OP(void, drain, (void), ())
/* clang-format on */
#undef KVM_GMEM_STRATEGY_OP
