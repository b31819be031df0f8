/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests inside a lab kernel share: a VM with one slot of private
 * memory, the lab's ioctls, pause points, and threads that are expected to
 * block. Failures end the test at once, as TEST_ASSERT() does.
 */
#ifndef LABTEST_H
#define LABTEST_H

#include <pthread.h>

#include "exposure.h"
#include "kvm_util.h"
#include "kvm_lab.h"
#include "lab_ioctl.h"

#define LT_GPA BIT_ULL(32) /* first byte of the slot */
#define LT_SLOT 10
#define LT_PAGES 128 /* of the slot; the file has twice as many */
#define LT_FILE_SIZE (2 * LT_PAGES * (u64)getpagesize())
#define LT_SHARED 0x55 /* every byte of the shared backing */

struct labtest {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu; /* whose caches are tested */
	struct kvm_vcpu *observer; /* free while another call is parked */
	struct kvm_vcpu *third; /* free while both are */
	struct kvm_lab_info info;
	int fd; /* the guest_memfd, -1 once closed */
	u8 *shared; /* the slot's hva */
};

/* Guest_memfd flags of the strategy under test: 0 in a kernel of `direct`. */
u64 lt_flags(void);

/* What the strategy in force declares. */
struct exposure lt_exposure(void);

/* Where there are several strategies: the one that serves from now on. */
void lt_switch(const char *strategy);
/* Flush what was deferred. */
void lt_drain(void);

/*
 * A VM of type SW_PROTECTED with LT_PAGES private pages at LT_GPA. STRATEGY in the
 * environment says what to switch to before.
 */
void lt_create(struct labtest *t, u64 flags);
/* The same with @nr vCPUs, two at least, that run @guest. */
void lt_create_vcpus(struct labtest *t, u64 flags, struct kvm_vcpu **vcpus,
		     unsigned int nr, void *guest);
/*
 * Ends the VM and the file, in whatever state they are. Ends the test unless each
 * page that was ever in a guest_memfd, and is no more, is back in the direct map.
 */
void lt_destroy(struct labtest *t);

/* Puts the file's pages from @offset on behind the slot; deletes the slot. */
void lt_add_slot(struct labtest *t, u64 offset);
void lt_delete_slot(struct labtest *t);

u64 lt_gpa(unsigned int page);
void lt_set_private(struct labtest *t, unsigned int page, bool private);
void lt_punch(struct labtest *t, unsigned int page);
void lt_close_file(struct labtest *t);

/* One call of operation @op. Returns 0 or the negative errno of the function. */
int lt_gpc_call(struct labtest *t, u32 op, u32 gpc, u32 flags, u64 gpa,
		void *data, u32 len);
u64 lt_read8(struct labtest *t, u64 gpa);
void lt_write8(struct labtest *t, u64 gpa, u64 value);

/* KVM_LAB_ORACLE on the third vCPU. Ends the test if the access failed. */
struct kvm_lab_oracle lt_oracle(struct labtest *t, u32 op, unsigned int page,
				u64 secret, u32 rounds);
/* The same with adversaries in an address space of their own. */
struct kvm_lab_oracle lt_oracle_other_mm(struct labtest *t, u32 op,
					 unsigned int page, u64 secret);
/* The same with adversaries on @cpu alone. */
struct kvm_lab_oracle lt_oracle_cpu(struct labtest *t, u32 op,
				    unsigned int page, u64 secret, u32 cpu);

/* write_file(), which must not fail. */
void lt_write_file(const char *path, const char *text);

/* Writes a parameter of KVM, by its name after "kvm.". Returns 0 or -errno. */
int lt_set_parameter(const char *name, const char *value);

/* The page behind a gpa. */
struct kvm_lab_page lt_page(struct labtest *t, unsigned int page);
bool lt_mapped(struct labtest *t, unsigned int page); /* in the direct map */
struct kvm_lab_gpc lt_gpc(struct labtest *t, u32 gpc);

void lt_arm(const char *point);
void lt_wait_parked(const char *point);
bool lt_is_parked(const char *point);
void lt_go(void); /* whoever is parked */
void lt_go_from(const char *point); /* who is parked there */
/* Break rules (names, separated by a blank); "" breaks none. */
void lt_sabotage(const char *rules);

/* Only on that CPU from now on, as will threads that this one starts. */
void lt_run_on(unsigned int cpu);

/* A function that runs in a thread of its own, since it may block. */
typedef void (*lt_func_t)(struct labtest *t, void *arg);

struct lt_task {
	lt_func_t func;
	struct labtest *t;
	void *arg;
	pthread_t thread;
	bool done;
};

void lt_start(struct lt_task *task, struct labtest *t, lt_func_t func,
	      void *arg);
/* Has it returned, if given 200 ms? */
bool lt_is_done(struct lt_task *task);
void lt_join(struct lt_task *task);

#endif /* LABTEST_H */
