/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The lab's own ioctls on a vCPU file, shared by the kernel's instruments and
 * by user space. They exist only to measure and to test: CONFIG_KVM_LAB is off
 * in any kernel that is meant for production.
 */
#ifndef _KVM_LAB_H
#define _KVM_LAB_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* KVM's ioctl type, KVMIO in linux/kvm.h; numbers from 0xf0 up are free. */
#define KVM_LAB_IO 0xAE

#define KVM_LAB_VERSION 3
#define KVM_LAB_MAX_LEN 65536 /* bytes of one access */
#define KVM_LAB_MAX_BATCH 1024 /* calls of one ioctl */
#define KVM_LAB_MAX_GPC 64 /* caches of one vCPU */

/* kvm_lab_info.features */
#define KVM_LAB_F_PAUSE 0x1 /* pause points and sabotage */
#define KVM_LAB_F_EVENTS 0x2 /* KVM_LAB_GET_EVENTS, KVM_LAB_GET_STAMPS */

struct kvm_lab_info {
	__u32 version;
	__u32 features;
	__u64 tsc_khz;
	char strategy[16]; /* "" in a kernel without the series */
};

/*
 * KVM_LAB_CALL makes @iterations calls of one unmodified KVM function and
 * stores the TSC difference of each. The lookup of the page is inside every
 * call and nothing is cached between two calls. Stops at the first error.
 */
enum kvm_lab_op {
	KVM_LAB_OP_NOP, /* the price of the time stamps */

	KVM_LAB_OP_READ, /* kvm_read_guest() */
	KVM_LAB_OP_WRITE, /* kvm_write_guest() */
	KVM_LAB_OP_READ_PAGE, /* kvm_read_guest_page() */
	KVM_LAB_OP_WRITE_PAGE,
	KVM_LAB_OP_VCPU_READ, /* kvm_vcpu_read_guest() */
	KVM_LAB_OP_VCPU_WRITE,
	KVM_LAB_OP_VCPU_READ_PAGE,
	KVM_LAB_OP_VCPU_WRITE_PAGE,
	KVM_LAB_OP_CLEAR, /* kvm_clear_guest() */
	KVM_LAB_OP_READ_ATOMIC, /* kvm_vcpu_read_guest_atomic() */
	KVM_LAB_OP_READ_CACHED, /* kvm_read_guest_cached() */
	KVM_LAB_OP_WRITE_CACHED,
	KVM_LAB_OP_READ_OFFSET_CACHED,
	KVM_LAB_OP_WRITE_OFFSET_CACHED,
	KVM_LAB_OP_HVA_CACHE_INIT, /* kvm_gfn_to_hva_cache_init() */
	KVM_LAB_OP_MAP, /* kvm_vcpu_map() and kvm_vcpu_unmap() */
	KVM_LAB_OP_GFN_TO_HVA, /* gfn_to_hva() */
	KVM_LAB_OP_VCPU_GFN_TO_HVA, /* kvm_vcpu_gfn_to_hva() */
	KVM_LAB_OP_GFN_TO_HVA_PROT, /* gfn_to_hva_prot() */
	KVM_LAB_OP_VCPU_GFN_TO_HVA_PROT,
	KVM_LAB_OP_GFN_TO_PFN, /* gfn_to_pfn() */
	KVM_LAB_OP_GFN_TO_PFN_PROT, /* gfn_to_pfn_prot() */
	KVM_LAB_OP_GFN_TO_PAGE, /* gfn_to_page() */

	/* At a virtual address of the guest's, @gpa. */
	KVM_LAB_OP_WALK, /* kvm_mmu_gva_to_gpa_read(); reads the gpa, 8 bytes */
	KVM_LAB_OP_CMPXCHG, /* emulated, of 8 bytes that hold @data; adds 1 to both */

	/* On cache number @gpc of the vCPU; ACTIVATE uses @gpa and @len. */
	KVM_LAB_OP_GPC_ACTIVATE,
	KVM_LAB_OP_GPC_DEACTIVATE,
	KVM_LAB_OP_GPC_CYCLE, /* activate, deactivate: two samples a call */
	KVM_LAB_OP_GPC_REFRESH, /* also KVM_LAB_STALE_GENERATION, _INVALIDATED */
	KVM_LAB_OP_GPC_CHECK, /* -ESTALE where kvm_gpc_check() says false */
	KVM_LAB_OP_GPC_READ, /* check, copy @len bytes from the khva */
	KVM_LAB_OP_GPC_WRITE, /* check, copy @len bytes to the khva */

	KVM_LAB_NR_OPS,
};

/* kvm_lab_call.flags, what happens untimed before each GPC_REFRESH */
#define KVM_LAB_STALE_GENERATION 0x1 /* as if memslots had changed */
#define KVM_LAB_INVALIDATED 0x2 /* as if the page had gone */

struct kvm_lab_call {
	__u32 op;
	__u32 flags;
	__u64 gpa;
	__u32 len; /* 1..KVM_LAB_MAX_LEN bytes */
	__u32 gpc; /* cache number, < KVM_LAB_MAX_GPC */
	__u32 iterations; /* 1..KVM_LAB_MAX_BATCH */
	__s32 error; /* out: 0, or what the last call returned */
	__u32 done; /* out: calls made, the failing one included */
	__u32 pad;
	__u64 data; /* @len bytes: written from, read into; may be 0 */
	__u64 samples; /* __u64 per sample, TSC ticks; may be 0 */
};

/* What KVM and the page tables say of one page, without touching it. */
#define KVM_LAB_PAGE_BY_PFN 0x1 /* in: @pfn is given, not @gpa */
#define KVM_LAB_PAGE_ALIASES 0x2 /* in: count them, if KVM_LAB_F_PAUSE */

#define KVM_LAB_PAGE_PRIVATE 0x1 /* the gfn has the attribute */
#define KVM_LAB_PAGE_POPULATED 0x2 /* a folio is in the file */
#define KVM_LAB_PAGE_PREPARED 0x4 /* ... and was prepared */
#define KVM_LAB_PAGE_PRESENT 0x8 /* in the direct map */
#define KVM_LAB_PAGE_WRITABLE 0x10 /* ... and writable there */
#define KVM_LAB_PAGE_GLOBAL 0x20 /* ... with _PAGE_GLOBAL */
#define KVM_LAB_PAGE_NX 0x40 /* ... not executable */
#define KVM_LAB_PAGE_FREE 0x80 /* page_count() is 0 */

struct kvm_lab_page {
	__u32 by; /* in: flags */
	__u32 state; /* out */
	__u64 gpa; /* in, unless by pfn */
	__u64 pfn; /* in if by pfn, else out: ~0 if not populated */
	__u32 level; /* out: of the direct map, 1 = 4K, 2 = 2M, 3 = 1G */
	__u32 refcount; /* out */
	__u32 aliases; /* out: entries of the vmalloc area that map it */
	__u32 pad;
};

struct kvm_lab_gpc {
	__u32 gpc; /* in: cache number */
	__u32 active; /* out */
	__u32 valid; /* out */
	__u32 pinned; /* out: refers to a guest_memfd folio */
	__u64 pfn; /* out: ~0 if none */
	__u64 khva; /* out: where KVM reaches it, 0 if nowhere */
};

/*
 * KVM_LAB_ORACLE, in kernels with KVM_LAB_F_PAUSE: make accesses while adversaries
 * touch the page on every CPU, then look who still reads it.
 */
#define KVM_LAB_ORACLE_RECORDS 256
#define KVM_LAB_ALL_CPUS 0xffffffff

enum kvm_lab_oracle_op {
	KVM_LAB_ORACLE_FORGET, /* all records */
	KVM_LAB_ORACLE_READ, /* kvm_read_guest(), 8 bytes; the page holds @secret */
	KVM_LAB_ORACLE_WRITE, /* kvm_write_guest() of @secret */
	KVM_LAB_ORACLE_CACHE, /* a gpc is activated and deactivated */
	KVM_LAB_ORACLE_TAKE_OUT, /* an allocated page is prepared; it holds 0 */
	KVM_LAB_ORACLE_FLUSH, /* everything, on every CPU */
	KVM_LAB_ORACLE_LOOK, /* who reads what is on record? */

	KVM_LAB_ORACLE_NR_OPS,
};

/*
 * kvm_lab_oracle.flags: adversaries touch and look from an address space of their own;
 * FLUSH spares it, so far as the CPU can tell.
 */
#define KVM_LAB_ORACLE_OTHER_MM 0x1

struct kvm_lab_oracle {
	__u32 op;
	__s32 error; /* out: of the access */
	__u64 gpa; /* of the page's first byte */
	__u64 secret; /* the first 8 bytes of the page */
	__u32 rounds; /* 0: forced, once; else so often, adversaries run free */
	__u32 records; /* out: accesses on record */
	__u32 touched; /* out: times that an adversary read a page inside a window */
	__u32 open; /* out, free: times that one read it while it was mapped */
	__u32 here; /* out, LOOK and free: ... afterwards, on the CPU of the access */
	__u32 elsewhere; /* out, LOOK and free: ... on another CPU */
	__u32 pages; /* out, LOOK: records that somebody reads */
	__u32 flags;
	__u32 cpu; /* the only one that touches, or KVM_LAB_ALL_CPUS */
	__u32 unflushed; /* out, LOOK: CPUs that no drain had flush a record, in all */
};

/*
 * KVM_LAB_GET_EVENTS, in kernels with KVM_LAB_F_EVENTS: what has happened to
 * kernel translations since the machine was booted. -EBUSY while another vCPU's file
 * watches.
 */
enum kvm_lab_event {
	KVM_LAB_EVENT_PTE_WRITES, /* in the direct map and in aliases of it */
	KVM_LAB_EVENT_LOCAL_INVALIDATIONS, /* INVLPG, handlers included */
	KVM_LAB_EVENT_LOCAL_FULL_FLUSHES, /* the same for everything */
	KVM_LAB_EVENT_RANGE_FLUSHES, /* broadcasts of INVLPG */
	KVM_LAB_EVENT_RANGE_PAGES, /* ... how many each CPU made, in all */
	KVM_LAB_EVENT_FULL_FLUSHES, /* broadcasts that flush everything */
	KVM_LAB_EVENT_BROADCASTS, /* both */
	KVM_LAB_EVENT_CPUS_INTERRUPTED, /* others that each was sent to */
	KVM_LAB_EVENT_HANDLERS, /* times that a CPU flushed for one, the sender too */
	KVM_LAB_EVENT_HANDLER_TICKS, /* in handlers, but for the sender's; TSC */

	/* Only while somebody watches: what the kernel's tracepoints say. */
	KVM_LAB_EVENT_CSD_QUEUED, /* csd_queue_cpu */
	KVM_LAB_EVENT_CSD_ENTERED, /* csd_function_entry */
	KVM_LAB_EVENT_CSD_FOREIGN, /* csd_queue_cpu of functions that are no flush */
	KVM_LAB_EVENT_IPIS_SPARED, /* sched_wake_idle_without_ipi */
	KVM_LAB_EVENT_CALL_IPIS, /* ipi_send_*, to call functions */
	KVM_LAB_EVENT_OTHER_IPIS, /* ... for any other purpose */
	KVM_LAB_EVENT_IPI_STORES, /* stores to the APIC that both can take, at most */

	/* What CPUs have taken; the line CAL of /proc/interrupts. */
	KVM_LAB_EVENT_CALL_INTERRUPTS,

	KVM_LAB_NR_EVENTS,
};

/*
 * Displacements of a NOP that mark a region for whoever watches the instructions: from
 * a KVM_LAB_GET_EVENTS that begins to watch to the one that ends it.
 */
#define KVM_LAB_MARK_BEGIN 0x474d4230
#define KVM_LAB_MARK_END 0x474d4231

struct kvm_lab_events {
	__u32 cpu; /* in: a possible one, or KVM_LAB_ALL_CPUS */
	__u32 watch; /* in: 1: watch from now on, until the file is closed; 0: don't */
	__u64 region; /* out: how many regions have begun */
	__u64 count[KVM_LAB_NR_EVENTS]; /* out */
};

/*
 * KVM_LAB_GET_STAMPS, in kernels with KVM_LAB_F_EVENTS: when the last call of
 * KVM_LAB_CALL on this vCPU was where.
 */
enum kvm_lab_point {
	KVM_LAB_POINT_CALLED,
	KVM_LAB_POINT_FOUND, /* the folio, locked */
	KVM_LAB_POINT_MAPPED,
	KVM_LAB_POINT_COPIED,
	KVM_LAB_POINT_UNMAPPED,
	KVM_LAB_POINT_UNLOCKED,
	KVM_LAB_POINT_RETURNED,

	/* Anywhere between those above. */
	KVM_LAB_POINT_FOLIO_LOCKED,
	KVM_LAB_POINT_FLUSH, /* a broadcast begins */
	KVM_LAB_POINT_FLUSHED,
	KVM_LAB_POINT_CPA_LOCKED, /* the lock of the page attribute code */
	KVM_LAB_POINT_CPA_UNLOCKED,

	KVM_LAB_NR_POINTS,
};

#define KVM_LAB_MAX_STAMPS 512

struct kvm_lab_stamp {
	__u64 ticks; /* TSC */
	__u64 point;
};

struct kvm_lab_stamps {
	__u32 nr; /* in: room; out: stamps taken, more than room: some are lost */
	__u32 pad;
	__u64 list; /* struct kvm_lab_stamp[nr] */
};

/*
 * KVM_LAB_SETTLE: do now what earlier work has left for later. Pages that were allocated
 * a moment ago wait in a batch of some CPU for their LRU list, and until they are there
 * every second lookup of one costs more. Freed pages wait in lists of each CPU. Freed
 * addresses of vmalloc, of thread stacks too, wait for a purge of some 500000 instructions,
 * which would fall into any later call. Sleeps until each CPU has seen to its own.
 */

#define KVM_LAB_GET_INFO _IOR(KVM_LAB_IO, 0xf0, struct kvm_lab_info)
#define KVM_LAB_CALL _IOWR(KVM_LAB_IO, 0xf1, struct kvm_lab_call)
#define KVM_LAB_GET_PAGE _IOWR(KVM_LAB_IO, 0xf2, struct kvm_lab_page)
#define KVM_LAB_GET_GPC _IOWR(KVM_LAB_IO, 0xf3, struct kvm_lab_gpc)
#define KVM_LAB_ORACLE _IOWR(KVM_LAB_IO, 0xf4, struct kvm_lab_oracle)
#define KVM_LAB_GET_EVENTS _IOWR(KVM_LAB_IO, 0xf5, struct kvm_lab_events)
#define KVM_LAB_GET_STAMPS _IOWR(KVM_LAB_IO, 0xf6, struct kvm_lab_stamps)
#define KVM_LAB_SETTLE _IO(KVM_LAB_IO, 0xf7)

#endif /* _KVM_LAB_H */
