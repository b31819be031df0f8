// SPDX-License-Identifier: GPL-2.0
/*
 * gfn_to_pfn_caches that belong to the lab, a set for each vCPU.
 */
#include <linux/kvm_host.h>
#include <linux/nospec.h>
#include <linux/slab.h>

#include "hooks.h"
#include "lab.h"

static struct kvm_lab_vcpu *lab_vcpu(struct kvm_vcpu *vcpu)
{
	int i;

	if (vcpu->lab)
		return vcpu->lab;

	vcpu->lab = kvzalloc(sizeof(*vcpu->lab), GFP_KERNEL_ACCOUNT);
	if (!vcpu->lab)
		return NULL;

	for (i = 0; i < KVM_LAB_MAX_GPC; i++)
		kvm_gpc_init(&vcpu->lab->gpc[i], vcpu->kvm);
	return vcpu->lab;
}

/**
 * kvm_lab_gpc - a cache of the lab
 * @vcpu: the vCPU that it belongs to, its mutex held
 * @index: its number
 *
 * Return: the cache, NULL if there is no such number or no memory.
 */
struct gfn_to_pfn_cache *kvm_lab_gpc(struct kvm_vcpu *vcpu, u32 index)
{
	struct kvm_lab_vcpu *lab;

	if (index >= KVM_LAB_MAX_GPC)
		return NULL;

	lab = lab_vcpu(vcpu);
	return lab ? &lab->gpc[array_index_nospec(index, KVM_LAB_MAX_GPC)] :
		     NULL;
}

/**
 * kvm_lab_vcpu_destroy - let go of all that the lab keeps for a vCPU
 * @vcpu: the vCPU, which nobody uses any more.  May sleep.
 */
void kvm_lab_vcpu_destroy(struct kvm_vcpu *vcpu)
{
	int i;

	if (!vcpu->lab)
		return;

	for (i = 0; i < KVM_LAB_MAX_GPC; i++)
		kvm_gpc_deactivate(&vcpu->lab->gpc[i]);
	kvfree(vcpu->lab);
	vcpu->lab = NULL;
}

static u64 lab_gpc_pfn(struct gfn_to_pfn_cache *gpc)
{
	if (lab_gpc_folio(gpc))
		return folio_pfn(lab_gpc_folio(gpc));

	return is_error_noslot_pfn(gpc->pfn) ? ~0ull : gpc->pfn;
}

/**
 * kvm_lab_get_gpc - KVM_LAB_GET_GPC
 * @vcpu: the vCPU, its mutex held
 * @arg: the ioctl's argument
 *
 * Return: 0, -EINVAL if there is no such cache, -ENOMEM.
 */
int kvm_lab_get_gpc(struct kvm_vcpu *vcpu, struct kvm_lab_gpc *arg)
{
	struct gfn_to_pfn_cache *gpc;

	if (arg->gpc >= KVM_LAB_MAX_GPC)
		return -EINVAL;

	gpc = kvm_lab_gpc(vcpu, arg->gpc);
	if (!gpc)
		return -ENOMEM;

	read_lock_irq(&gpc->lock);
	arg->active = gpc->active;
	arg->valid = gpc->valid;
	arg->pinned = !!lab_gpc_folio(gpc);
	arg->pfn = lab_gpc_pfn(gpc);
	arg->khva = (unsigned long)gpc->khva;
	read_unlock_irq(&gpc->lock);
	return 0;
}
