/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the instruments share.  They are built into kernels with and without the
 * guest_memfd series; what differs is in this file.
 */
#ifndef __KVM_LAB_INTERNAL_H
#define __KVM_LAB_INTERNAL_H

#include <linux/kvm_host.h>

#include "kvm_lab.h"

/* What belongs to one vCPU; allocated when it is first used. */
struct kvm_lab_vcpu {
	struct gfn_to_pfn_cache gpc[KVM_LAB_MAX_GPC];
#ifdef CONFIG_KVM_LAB_EVENTS
	u32 nr_stamps; /* of the last call */
	struct kvm_lab_stamp stamps[KVM_LAB_MAX_STAMPS];
#endif
};

struct gfn_to_pfn_cache *kvm_lab_gpc(struct kvm_vcpu *vcpu, u32 index);
int kvm_lab_get_gpc(struct kvm_vcpu *vcpu, struct kvm_lab_gpc *arg);
int kvm_lab_get_page(struct kvm_vcpu *vcpu, struct kvm_lab_page *arg);
int kvm_lab_call(struct kvm_vcpu *vcpu, struct kvm_lab_call *call);
void kvm_lab_page_audit_init(struct dentry *dir);

#ifdef CONFIG_KVM_LAB_MUTATE
void kvm_lab_mutate_init(struct dentry *dir);
#else
static inline void kvm_lab_mutate_init(struct dentry *dir)
{
}
#endif

#ifdef CONFIG_KVM_LAB_PAUSE
int kvm_lab_oracle(struct kvm_vcpu *vcpu, struct kvm_lab_oracle *arg);
#else
static inline int kvm_lab_oracle(struct kvm_vcpu *vcpu,
				 struct kvm_lab_oracle *arg)
{
	return -ENOTTY;
}
#endif

#ifdef CONFIG_KVM_LAB_EVENTS
int kvm_lab_get_events(struct kvm_vcpu *vcpu, struct kvm_lab_events *arg);
void kvm_lab_end_watch(struct kvm_vcpu *vcpu);
int kvm_lab_get_stamps(struct kvm_vcpu *vcpu, struct kvm_lab_stamps *arg);

/* A call begins: forget the stamps of the one before. */
static inline void kvm_lab_forget_stamps(struct kvm_vcpu *vcpu)
{
	vcpu->lab->nr_stamps = 0;
}
#else
static inline int kvm_lab_get_events(struct kvm_vcpu *vcpu,
				     struct kvm_lab_events *arg)
{
	return -ENOTTY;
}

static inline void kvm_lab_end_watch(struct kvm_vcpu *vcpu)
{
}

static inline int kvm_lab_get_stamps(struct kvm_vcpu *vcpu,
				     struct kvm_lab_stamps *arg)
{
	return -ENOTTY;
}

static inline void kvm_lab_forget_stamps(struct kvm_vcpu *vcpu)
{
}
#endif

#ifdef CONFIG_KVM_GMEM_STRATEGY
#include "../gmem_strategies/strategy.h"

static inline const char *lab_strategy_name(void)
{
	return kvm_gmem_strategy_current()->name;
}

static inline struct folio *lab_gpc_folio(struct gfn_to_pfn_cache *gpc)
{
	return gpc->gmem_folio;
}
#else
static inline const char *lab_strategy_name(void)
{
	return "";
}

static inline struct folio *lab_gpc_folio(struct gfn_to_pfn_cache *gpc)
{
	return NULL;
}
#endif

#endif /* __KVM_LAB_INTERNAL_H */
