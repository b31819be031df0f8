/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The operations of a strategy, all mandatory. Included with
 * KVM_GMEM_STRATEGY_OP(return type, name, parameters) defined.
 *
 * take_out	A folio becomes guest memory. Remove it from the direct map.
 *		May sleep. Returns 0, or an error and the folio is as before.
 * give_back	The folio leaves the file. Make its direct map entry usable by
 *		its next owner. May sleep, can't fail. The VM may be gone
 *		already.
 * map		Make the page reachable for one copy. Returns 0 or an error.
 *		The caller does not sleep until unmap().
 * unmap	The copy is done.
 * pin		Make the page reachable from any CPU, in atomic context too,
 *		for as long as a gfn_to_pfn_cache refers to it. May sleep.
 *		Returns 0 or an error.
 * unpin	The cache no longer refers to it. May sleep.
 */
/* clang-format off */
KVM_GMEM_STRATEGY_OP(int, take_out, (struct folio *folio));
KVM_GMEM_STRATEGY_OP(void, give_back, (struct folio *folio));
KVM_GMEM_STRATEGY_OP(int, map, (struct folio *folio, struct kvm_gmem_map *map));
KVM_GMEM_STRATEGY_OP(void, unmap, (struct folio *folio, struct kvm_gmem_map *map));
KVM_GMEM_STRATEGY_OP(int, pin, (struct folio *folio, struct kvm_gmem_map *map));
KVM_GMEM_STRATEGY_OP(void, unpin, (struct folio *folio, struct kvm_gmem_map *map));
/* clang-format on */
#undef KVM_GMEM_STRATEGY_OP
