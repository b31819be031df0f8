/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Registers KVM_GMEM_STRATEGY. If it is the only one, its operations get the names
 * that KVM calls, so that each call is direct. If there are several, they are
 * registered with switch.c.
 */
#define KVM_GMEM_STRATEGY_FUNC(op) __PASTE(__PASTE(KVM_GMEM_STRATEGY, _), op)

#ifdef CONFIG_KVM_GMEM_STRATEGY_ALL

#define KVM_GMEM_STRATEGY_OP(ret, op, params, args) \
	.op = KVM_GMEM_STRATEGY_FUNC(op),
static struct kvm_gmem_strategy KVM_GMEM_STRATEGY_FUNC(strategy) = {
	.name = __stringify(KVM_GMEM_STRATEGY),
	.exposure = &KVM_GMEM_STRATEGY_FUNC(exposure),
#include "strategy-ops.h"
};

static int __init KVM_GMEM_STRATEGY_FUNC(register)(void)
{
	return kvm_gmem_strategy_register(&KVM_GMEM_STRATEGY_FUNC(strategy));
}
core_initcall(KVM_GMEM_STRATEGY_FUNC(register));

#else

#define KVM_GMEM_STRATEGY_ALIAS(func) __alias(func) /* expands @func first */
#define KVM_GMEM_STRATEGY_OP(ret, op, params, args)                            \
	__typeof__(ret) kvm_gmem_strategy_##op params KVM_GMEM_STRATEGY_ALIAS( \
		KVM_GMEM_STRATEGY_FUNC(op));
#include "strategy-ops.h"

const struct kvm_gmem_strategy kvm_gmem_strategy_only = {
	.name = __stringify(KVM_GMEM_STRATEGY),
	.exposure = &KVM_GMEM_STRATEGY_FUNC(exposure),
};

#endif /* CONFIG_KVM_GMEM_STRATEGY_ALL */
