/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Gives the operations of KVM_GMEM_STRATEGY the names by which KVM calls them,
 * so that each call is a direct one.
 */
#define KVM_GMEM_STRATEGY_FUNC(op) __PASTE(__PASTE(KVM_GMEM_STRATEGY, _), op)
#define KVM_GMEM_STRATEGY_ALIAS(func) __alias(func) /* expands @func first */
#define KVM_GMEM_STRATEGY_OP(ret, op, params)                                  \
	__typeof__(ret) kvm_gmem_strategy_##op params KVM_GMEM_STRATEGY_ALIAS( \
		KVM_GMEM_STRATEGY_FUNC(op))
#include "strategy-ops.h"

const char kvm_gmem_strategy_name[] = __stringify(KVM_GMEM_STRATEGY);
