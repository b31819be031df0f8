// SPDX-License-Identifier: GPL-2.0
/*
 * KVM_LAB_CALL: call one of KVM's functions many times and say what each took.
 */
#include <linux/kvm_host.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <asm/tsc.h>

#include "kvm_emulate.h"

#include "../kvm_mm.h"
#include "lab.h"
#include "pause.h"
#include "stamps.h"

typedef int (*lab_step_t)(struct kvm_vcpu *vcpu, struct kvm_lab_call *call,
			  void *buf);

#define LAB_READS BIT(0) /* fills the buffer */
#define LAB_WRITES BIT(1) /* takes from the buffer */
#define LAB_IN_PAGE BIT(2) /* must not cross a page */
#define LAB_GPC BIT(3) /* works on a cache */
#define LAB_WORD BIT(4) /* of 8 bytes, aligned */

static int lab_nop(struct kvm_vcpu *vcpu, struct kvm_lab_call *c, void *buf)
{
	/* Two stamps with nothing between: what each of them costs. */
	kvm_lab_stamp(MAPPED);
	kvm_lab_stamp(COPIED);
	if (kvm_lab_sabotaged(race))
		kvm_lab_race();
	return 0;
}

/* A step that is one call of one function. */
#define LAB_STEP(name, call)                                           \
	static int name(struct kvm_vcpu *vcpu, struct kvm_lab_call *c, \
			void *buf)                                     \
	{                                                              \
		return call;                                           \
	}

LAB_STEP(lab_read, kvm_read_guest(vcpu->kvm, c->gpa, buf, c->len))
LAB_STEP(lab_write, kvm_write_guest(vcpu->kvm, c->gpa, buf, c->len))
LAB_STEP(lab_read_page, kvm_read_guest_page(vcpu->kvm, gpa_to_gfn(c->gpa), buf,
					    offset_in_page(c->gpa), c->len))
LAB_STEP(lab_write_page,
	 kvm_write_guest_page(vcpu->kvm, gpa_to_gfn(c->gpa), buf,
			      offset_in_page(c->gpa), c->len))
LAB_STEP(lab_vcpu_read, kvm_vcpu_read_guest(vcpu, c->gpa, buf, c->len))
LAB_STEP(lab_vcpu_write, kvm_vcpu_write_guest(vcpu, c->gpa, buf, c->len))
LAB_STEP(lab_vcpu_read_page,
	 kvm_vcpu_read_guest_page(vcpu, gpa_to_gfn(c->gpa), buf,
				  offset_in_page(c->gpa), c->len))
LAB_STEP(lab_vcpu_write_page,
	 kvm_vcpu_write_guest_page(vcpu, gpa_to_gfn(c->gpa), buf,
				   offset_in_page(c->gpa), c->len))
LAB_STEP(lab_clear, kvm_clear_guest(vcpu->kvm, c->gpa, c->len))
LAB_STEP(lab_read_atomic, kvm_vcpu_read_guest_atomic(vcpu, c->gpa, buf, c->len))

/* Nothing is cached yet, so the access looks the hva up like the first one does. */
static int lab_hva_cached(
	struct kvm_vcpu *vcpu, struct kvm_lab_call *c, void *buf,
	int (*access)(struct kvm *kvm, struct gfn_to_hva_cache *ghc, void *data,
		      unsigned int offset, unsigned long len))
{
	struct gfn_to_hva_cache ghc = {
		.gpa = c->gpa,
		.len = c->len,
		.generation = ~0ull,
	};

	return access(vcpu->kvm, &ghc, buf, 0, c->len);
}

static int lab_cached_read(struct kvm *kvm, struct gfn_to_hva_cache *ghc,
			   void *data, unsigned int offset, unsigned long len)
{
	return kvm_read_guest_cached(kvm, ghc, data, len);
}

static int lab_cached_write(struct kvm *kvm, struct gfn_to_hva_cache *ghc,
			    void *data, unsigned int offset, unsigned long len)
{
	return kvm_write_guest_cached(kvm, ghc, data, len);
}

LAB_STEP(lab_read_cached, lab_hva_cached(vcpu, c, buf, lab_cached_read))
LAB_STEP(lab_write_cached, lab_hva_cached(vcpu, c, buf, lab_cached_write))
LAB_STEP(lab_read_offset_cached,
	 lab_hva_cached(vcpu, c, buf, kvm_read_guest_offset_cached))
LAB_STEP(lab_write_offset_cached,
	 lab_hva_cached(vcpu, c, buf, kvm_write_guest_offset_cached))

static int lab_hva_cache_init(struct kvm_vcpu *vcpu, struct kvm_lab_call *c,
			      void *buf)
{
	struct gfn_to_hva_cache ghc;

	return kvm_gfn_to_hva_cache_init(vcpu->kvm, &ghc, c->gpa, c->len);
}

static int lab_map(struct kvm_vcpu *vcpu, struct kvm_lab_call *c, void *buf)
{
	struct kvm_host_map map;
	int r;

	r = kvm_vcpu_map(vcpu, gpa_to_gfn(c->gpa), &map);
	if (r)
		return r;

	memcpy(buf, map.hva + offset_in_page(c->gpa), c->len);
	kvm_vcpu_unmap(vcpu, &map, false);
	return 0;
}

static int lab_hva(unsigned long hva)
{
	return kvm_is_error_hva(hva) ? -EFAULT : 0;
}

LAB_STEP(lab_gfn_to_hva, lab_hva(gfn_to_hva(vcpu->kvm, gpa_to_gfn(c->gpa))))
LAB_STEP(lab_vcpu_gfn_to_hva,
	 lab_hva(kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(c->gpa))))
LAB_STEP(lab_gfn_to_hva_prot,
	 lab_hva(gfn_to_hva_prot(vcpu->kvm, gpa_to_gfn(c->gpa), NULL)))
LAB_STEP(lab_vcpu_gfn_to_hva_prot,
	 lab_hva(kvm_vcpu_gfn_to_hva_prot(vcpu, gpa_to_gfn(c->gpa), NULL)))

static int lab_pfn(kvm_pfn_t pfn)
{
	if (is_error_noslot_pfn(pfn))
		return -EFAULT;

	kvm_release_pfn_clean(pfn);
	return 0;
}

LAB_STEP(lab_gfn_to_pfn, lab_pfn(gfn_to_pfn(vcpu->kvm, gpa_to_gfn(c->gpa))))
LAB_STEP(lab_gfn_to_pfn_prot,
	 lab_pfn(gfn_to_pfn_prot(vcpu->kvm, gpa_to_gfn(c->gpa), true, NULL)))

static int lab_gfn_to_page(struct kvm_vcpu *vcpu, struct kvm_lab_call *c,
			   void *buf)
{
	struct page *page = gfn_to_page(vcpu->kvm, gpa_to_gfn(c->gpa));

	if (is_error_page(page))
		return -EFAULT;

	kvm_release_page_clean(page);
	return 0;
}

static int lab_walk(struct kvm_vcpu *vcpu, struct kvm_lab_call *c, void *buf)
{
	gpa_t gpa = kvm_mmu_gva_to_gpa_read(vcpu, c->gpa, NULL);

	if (gpa == INVALID_GPA)
		return -EFAULT;

	*(u64 *)buf = gpa;
	return 0;
}

/* What the emulator does with a locked instruction once it has decoded it. */
static int lab_cmpxchg(struct kvm_vcpu *vcpu, struct kvm_lab_call *c, void *buf)
{
	struct x86_emulate_ctxt *ctxt = vcpu->arch.emulate_ctxt;
	struct x86_exception exception;
	u64 old = *(u64 *)buf, new = old + 1;

	switch (ctxt->ops->cmpxchg_emulated(ctxt, c->gpa, &old, &new,
					    sizeof(new), &exception)) {
	case X86EMUL_CONTINUE:
		*(u64 *)buf = new;
		return 0;
	case X86EMUL_CMPXCHG_FAILED:
		return -EAGAIN;
	default:
		return -EFAULT;
	}
}

static struct gfn_to_pfn_cache *lab_gpc(struct kvm_vcpu *vcpu,
					struct kvm_lab_call *c)
{
	return &vcpu->lab->gpc[c->gpc];
}

static int lab_gpc_deactivate(struct kvm_vcpu *vcpu, struct kvm_lab_call *c,
			      void *buf)
{
	kvm_gpc_deactivate(lab_gpc(vcpu, c));
	return 0;
}

static int lab_gpc_check(struct kvm_vcpu *vcpu, struct kvm_lab_call *c,
			 void *buf)
{
	struct gfn_to_pfn_cache *gpc = lab_gpc(vcpu, c);
	bool valid;

	read_lock_irq(&gpc->lock);
	valid = kvm_gpc_check(gpc, c->len);
	read_unlock_irq(&gpc->lock);
	return valid ? 0 : -ESTALE;
}

static int lab_gpc_copy(struct gfn_to_pfn_cache *gpc, u32 len, void *buf,
			bool write)
{
	int r = -ESTALE;

	read_lock_irq(&gpc->lock);
	if (kvm_gpc_check(gpc, len)) {
		memcpy(write ? gpc->khva : buf, write ? buf : gpc->khva, len);
		r = 0;
	}
	read_unlock_irq(&gpc->lock);
	return r;
}

LAB_STEP(lab_gpc_activate, kvm_gpc_activate(lab_gpc(vcpu, c), c->gpa, c->len))
LAB_STEP(lab_gpc_refresh, kvm_gpc_refresh(lab_gpc(vcpu, c), c->len))
LAB_STEP(lab_gpc_read, lab_gpc_copy(lab_gpc(vcpu, c), c->len, buf, false))
LAB_STEP(lab_gpc_write, lab_gpc_copy(lab_gpc(vcpu, c), c->len, buf, true))

/*
 * What the flags want to happen before a refresh. Changes no memslot and no page. By a
 * call, so that the loop that times is compiled as if it weren't there.
 */
static noinline void lab_gpc_disturb(struct kvm_vcpu *vcpu,
				     struct kvm_lab_call *c)
{
	struct gfn_to_pfn_cache *gpc = lab_gpc(vcpu, c);

	if (c->flags & KVM_LAB_STALE_GENERATION) {
		write_lock_irq(&gpc->lock);
		gpc->generation--;
		write_unlock_irq(&gpc->lock);
	}

	if (c->flags & KVM_LAB_INVALIDATED) {
		/* The one for private pages, the other for the rest. */
#ifdef CONFIG_KVM_GMEM_STRATEGY
		gfn_t gfn = gpa_to_gfn(gpc->gpa);

		kvm_gpc_invalidate_gfns(vcpu->kvm, gfn, gfn + 1);
#endif
		gfn_to_pfn_cache_invalidate_start(vcpu->kvm, gpc->uhva,
						  gpc->uhva + 1);
	}
}

/* clang-format off */
static const struct lab_op {
	lab_step_t step[2];	/* each is timed by itself */
	u32 flags;
} lab_ops[KVM_LAB_NR_OPS] = {
	[KVM_LAB_OP_NOP]		= { { lab_nop } },
	[KVM_LAB_OP_READ]		= { { lab_read }, LAB_READS },
	[KVM_LAB_OP_WRITE]		= { { lab_write }, LAB_WRITES },
	[KVM_LAB_OP_READ_PAGE]		= { { lab_read_page }, LAB_READS | LAB_IN_PAGE },
	[KVM_LAB_OP_WRITE_PAGE]		= { { lab_write_page }, LAB_WRITES | LAB_IN_PAGE },
	[KVM_LAB_OP_VCPU_READ]		= { { lab_vcpu_read }, LAB_READS },
	[KVM_LAB_OP_VCPU_WRITE]		= { { lab_vcpu_write }, LAB_WRITES },
	[KVM_LAB_OP_VCPU_READ_PAGE]	= { { lab_vcpu_read_page }, LAB_READS | LAB_IN_PAGE },
	[KVM_LAB_OP_VCPU_WRITE_PAGE]	= { { lab_vcpu_write_page }, LAB_WRITES | LAB_IN_PAGE },
	[KVM_LAB_OP_CLEAR]		= { { lab_clear } },
	[KVM_LAB_OP_READ_ATOMIC]	= { { lab_read_atomic }, LAB_READS | LAB_IN_PAGE },
	[KVM_LAB_OP_READ_CACHED]	= { { lab_read_cached }, LAB_READS },
	[KVM_LAB_OP_WRITE_CACHED]	= { { lab_write_cached }, LAB_WRITES },
	[KVM_LAB_OP_READ_OFFSET_CACHED]	= { { lab_read_offset_cached }, LAB_READS },
	[KVM_LAB_OP_WRITE_OFFSET_CACHED] = { { lab_write_offset_cached }, LAB_WRITES },
	[KVM_LAB_OP_HVA_CACHE_INIT]	= { { lab_hva_cache_init } },
	[KVM_LAB_OP_MAP]		= { { lab_map }, LAB_READS | LAB_IN_PAGE },
	[KVM_LAB_OP_GFN_TO_HVA]		= { { lab_gfn_to_hva } },
	[KVM_LAB_OP_VCPU_GFN_TO_HVA]	= { { lab_vcpu_gfn_to_hva } },
	[KVM_LAB_OP_GFN_TO_HVA_PROT]	= { { lab_gfn_to_hva_prot } },
	[KVM_LAB_OP_VCPU_GFN_TO_HVA_PROT] = { { lab_vcpu_gfn_to_hva_prot } },
	[KVM_LAB_OP_GFN_TO_PFN]		= { { lab_gfn_to_pfn } },
	[KVM_LAB_OP_GFN_TO_PFN_PROT]	= { { lab_gfn_to_pfn_prot } },
	[KVM_LAB_OP_GFN_TO_PAGE]	= { { lab_gfn_to_page } },
	[KVM_LAB_OP_WALK]		= { { lab_walk }, LAB_READS | LAB_WORD },
	[KVM_LAB_OP_CMPXCHG]		= { { lab_cmpxchg }, LAB_READS | LAB_WRITES | LAB_WORD },
	[KVM_LAB_OP_GPC_ACTIVATE]	= { { lab_gpc_activate }, LAB_GPC },
	[KVM_LAB_OP_GPC_DEACTIVATE]	= { { lab_gpc_deactivate }, LAB_GPC },
	[KVM_LAB_OP_GPC_CYCLE]		= { { lab_gpc_activate, lab_gpc_deactivate }, LAB_GPC },
	[KVM_LAB_OP_GPC_REFRESH]	= { { lab_gpc_refresh }, LAB_GPC },
	[KVM_LAB_OP_GPC_CHECK]		= { { lab_gpc_check }, LAB_GPC },
	[KVM_LAB_OP_GPC_READ]		= { { lab_gpc_read }, LAB_GPC | LAB_READS },
	[KVM_LAB_OP_GPC_WRITE]		= { { lab_gpc_write }, LAB_GPC | LAB_WRITES },
};

/* clang-format on */

static int lab_validate(const struct kvm_lab_call *c)
{
	u32 flags = c->op == KVM_LAB_OP_GPC_REFRESH ?
			    KVM_LAB_STALE_GENERATION | KVM_LAB_INVALIDATED :
			    0;

	if (c->op >= KVM_LAB_NR_OPS || c->flags & ~flags || c->pad)
		return -EINVAL;
	if (!c->iterations || c->iterations > KVM_LAB_MAX_BATCH)
		return -EINVAL;
	if (!c->len || c->len > KVM_LAB_MAX_LEN || c->gpa + c->len < c->gpa)
		return -EINVAL;
	if (lab_ops[c->op].flags & LAB_IN_PAGE &&
	    offset_in_page(c->gpa) + c->len > PAGE_SIZE)
		return -EINVAL;
	if (lab_ops[c->op].flags & LAB_WORD &&
	    (c->len != sizeof(u64) || !IS_ALIGNED(c->gpa, sizeof(u64))))
		return -EINVAL;
	if (kvm_is_error_gpa(c->gpa))
		return -EINVAL;
	return 0;
}

static int lab_validate_gpc(struct kvm_vcpu *vcpu, const struct kvm_lab_call *c)
{
	struct gfn_to_pfn_cache *gpc;

	if (c->gpc >= KVM_LAB_MAX_GPC)
		return -EINVAL;

	gpc = kvm_lab_gpc(vcpu, c->gpc);

	/* KVM warns about a refresh of one that was never active. */
	if (c->op == KVM_LAB_OP_GPC_REFRESH && !gpc->active)
		return -EINVAL;
	return 0;
}

/* Time one step.  The call is indirect for every operation, NOP included. */
static int lab_timed(lab_step_t step, struct kvm_vcpu *vcpu,
		     struct kvm_lab_call *c, void *buf, u64 **sample)
{
	u64 start;
	int r;

	kvm_lab_forget_stamps(vcpu);
	start = rdtsc_ordered();
	kvm_lab_stamp(CALLED);
	r = step(vcpu, c, buf);
	kvm_lab_stamp(RETURNED);
	*(*sample)++ = rdtsc_ordered() - start;
	return r;
}

static int lab_loop(struct kvm_vcpu *vcpu, struct kvm_lab_call *c, void *buf,
		    u64 *sample)
{
	const struct lab_op *op = &lab_ops[c->op];
	int r = 0;

	for (c->done = 0; c->done < c->iterations && !r; c->done++) {
		if (signal_pending(current))
			return -EINTR;
		cond_resched();

		if (c->flags)
			lab_gpc_disturb(vcpu, c);

		r = lab_timed(op->step[0], vcpu, c, buf, &sample);
		if (!r && op->step[1])
			r = lab_timed(op->step[1], vcpu, c, buf, &sample);
	}
	return r;
}

/* Buffers in, loop, buffers out.  Only -EFAULT of the buffers is the ioctl's. */
static int lab_run(struct kvm_vcpu *vcpu, struct kvm_lab_call *c, void *buf,
		   u64 *samples)
{
	const struct lab_op *op = &lab_ops[c->op];
	size_t size = c->iterations * (op->step[1] ? 2 : 1) * sizeof(*samples);
	void __user *data = u64_to_user_ptr(c->data);

	if (op->flags & LAB_WRITES && data && copy_from_user(buf, data, c->len))
		return -EFAULT;

	c->error = lab_loop(vcpu, c, buf, samples);

	if (op->flags & LAB_READS && data && copy_to_user(data, buf, c->len))
		return -EFAULT;
	if (c->samples &&
	    copy_to_user(u64_to_user_ptr(c->samples), samples, size))
		return -EFAULT;
	return 0;
}

/**
 * kvm_lab_call - KVM_LAB_CALL
 * @vcpu: a loaded vCPU, its mutex and kvm->srcu held
 * @c: the ioctl's argument
 *
 * May sleep.  An error of the function under test is returned in @c->error.
 *
 * Return: 0, -EINVAL, -ENOMEM, or -EFAULT for the user's buffers.
 */
int kvm_lab_call(struct kvm_vcpu *vcpu, struct kvm_lab_call *c)
{
	void *buf, *samples;
	int r;

	r = lab_validate(c);
	/* Caches and stamps, both allocated now, not when they are timed. */
	if (!r && !kvm_lab_gpc(vcpu, 0))
		r = -ENOMEM;
	if (!r && lab_ops[c->op].flags & LAB_GPC)
		r = lab_validate_gpc(vcpu, c);
	if (r)
		return r;

	buf = kvzalloc(c->len, GFP_KERNEL_ACCOUNT);
	samples = kvzalloc(2 * c->iterations * sizeof(u64), GFP_KERNEL_ACCOUNT);
	r = buf && samples ? lab_run(vcpu, c, buf, samples) : -ENOMEM;
#ifdef KVM_REQ_MEMORY_FAULT
	/* What a call of ours was refused is no exit of the guest's. */
	kvm_clear_request(KVM_REQ_MEMORY_FAULT, vcpu);
#endif
	kvfree(samples);
	kvfree(buf);
	return r;
}
