// SPDX-License-Identifier: GPL-2.0
#include <signal.h>

#include "processor.h"

#include "stress_ops.h"

#define FILE_PAGES (2 * LT_PAGES)
#define GUEST_TOUCHES 32

static unsigned int any_page(struct stress_worker *w)
{
	return random_below(&w->random, LT_PAGES);
}

static unsigned int own_word(struct stress_worker *w)
{
	return random_below(&w->random, PATTERN_WORDS / PATTERN_WRITERS) *
		       PATTERN_WRITERS +
	       w->index;
}

static u64 word_gpa(unsigned int page, unsigned int word)
{
	return lt_gpa(page) + word * sizeof(u64);
}

/* A range within @pages, one page as often as not. */
static unsigned int any_range(struct stress_worker *w, unsigned int pages,
			      unsigned int *nr)
{
	unsigned int first = random_below(&w->random, pages);

	*nr = random_below(&w->random, 2) ?
		      1 :
		      1 + random_below(&w->random, pages - first);
	return first;
}

/* --- accesses --------------------------------------------------------------- */

static int read_word(struct stress_worker *w)
{
	unsigned int page = any_page(w);
	unsigned int word = random_below(&w->random, PATTERN_WORDS);
	u64 value;
	int r = lab_once(w->t.vcpu, KVM_LAB_OP_READ, word_gpa(page, word),
			 &value, sizeof(value));

	if (!r)
		pattern_check(value, page, word);
	return r;
}

static int read_pages(struct stress_worker *w)
{
	u64 values[2 * PATTERN_WORDS];
	unsigned int page = random_below(&w->random, LT_PAGES - 1);
	unsigned int i;
	int r = lab_once(w->t.vcpu, KVM_LAB_OP_READ, lt_gpa(page), values,
			 sizeof(values));

	for (i = 0; !r && i < ARRAY_SIZE(values); i++)
		pattern_check(values[i], page + i / PATTERN_WORDS,
			      i % PATTERN_WORDS);
	return r;
}

static int write_word(struct stress_worker *w)
{
	unsigned int page = any_page(w);
	u64 value = pattern_next(page, w->index);

	return lab_once(w->t.vcpu, KVM_LAB_OP_WRITE,
			word_gpa(page, own_word(w)), &value, sizeof(value));
}

static int clear_page(struct stress_worker *w)
{
	return lab_once(w->t.vcpu, KVM_LAB_OP_CLEAR, lt_gpa(any_page(w)), NULL,
			getpagesize());
}

/* --- caches: each is of a word that belongs to the worker ------------------- */

static int activate(struct stress_worker *w)
{
	unsigned int cache = random_below(&w->random, STRESS_CACHES);

	w->cached[cache] = any_page(w);
	return lt_gpc_call(&w->t, KVM_LAB_OP_GPC_ACTIVATE, cache, 0,
			   word_gpa(w->cached[cache], own_word(w)), NULL,
			   sizeof(u64));
}

static int deactivate(struct stress_worker *w)
{
	return lt_gpc_call(&w->t, KVM_LAB_OP_GPC_DEACTIVATE,
			   random_below(&w->random, STRESS_CACHES), 0, 0, NULL,
			   sizeof(u64));
}

static int refresh(struct stress_worker *w)
{
	static const u32 causes[] = { 0, KVM_LAB_STALE_GENERATION,
				      KVM_LAB_INVALIDATED };

	return lt_gpc_call(&w->t, KVM_LAB_OP_GPC_REFRESH,
			   random_below(&w->random, STRESS_CACHES),
			   causes[random_below(&w->random, ARRAY_SIZE(causes))],
			   0, NULL, sizeof(u64));
}

static int read_cache(struct stress_worker *w)
{
	unsigned int cache = random_below(&w->random, STRESS_CACHES);
	u64 value;
	int r = lt_gpc_call(&w->t, KVM_LAB_OP_GPC_READ, cache, 0, 0, &value,
			    sizeof(value));

	if (!r)
		pattern_check(value, w->cached[cache], w->index);
	return r;
}

static int write_cache(struct stress_worker *w)
{
	unsigned int cache = random_below(&w->random, STRESS_CACHES);
	u64 value = pattern_next(w->cached[cache], w->index);

	return lt_gpc_call(&w->t, KVM_LAB_OP_GPC_WRITE, cache, 0, 0, &value,
			   sizeof(value));
}

/* --- changes of what is behind a gfn ---------------------------------------- */

static int change_file(struct stress_worker *w, int mode)
{
	unsigned int nr, first = any_range(w, FILE_PAGES, &nr);
	int r;

	pthread_rwlock_rdlock(&w->vm->file_lock);
	r = fallocate(w->vm->t.fd, mode | FALLOC_FL_KEEP_SIZE,
		      first * getpagesize(), nr * getpagesize());
	pthread_rwlock_unlock(&w->vm->file_lock);
	return r ? -errno : 0;
}

static int punch(struct stress_worker *w)
{
	return change_file(w, FALLOC_FL_PUNCH_HOLE);
}

static int allocate(struct stress_worker *w)
{
	return change_file(w, 0);
}

static int convert(struct stress_worker *w)
{
	unsigned int nr, first = any_range(w, LT_PAGES, &nr);
	bool private = random_below(&w->random, 4);

	vm_set_memory_attributes(w->t.vm, lt_gpa(first), nr * getpagesize(),
				 private ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0);
	return 0;
}

/*
 * The other half of the file holds pages of the same words. At times not at once, so
 * that running guests come upon the gap.
 */
static void add_slot(struct stress_worker *w)
{
	if (random_below(&w->random, 2))
		usleep(random_below(&w->random, 20000));
	lt_add_slot(&w->vm->t, random_below(&w->random, 2) * LT_FILE_SIZE / 2);
}

static int replace_slot(struct stress_worker *w)
{
	pthread_rwlock_wrlock(&w->vm->file_lock);
	lt_delete_slot(&w->vm->t);
	add_slot(w);
	pthread_rwlock_unlock(&w->vm->file_lock);
	return 0;
}

static int replace_file(struct stress_worker *w)
{
	bool close_first = random_below(&w->random, 2);

	pthread_rwlock_wrlock(&w->vm->file_lock);
	if (close_first)
		lt_close_file(&w->vm->t);
	lt_delete_slot(&w->vm->t);
	lt_close_file(&w->vm->t);
	w->vm->t.fd = vm_create_guest_memfd(w->t.vm, LT_FILE_SIZE, lt_flags());
	add_slot(w);
	pthread_rwlock_unlock(&w->vm->file_lock);
	return 0;
}

static int switch_strategy(struct stress_worker *w)
{
	struct strategy_switch *s = &w->vm->strategies;

	return s->nr ? strategy_switch(
			       s->names[random_below(&w->random, s->nr)]) :
		       0;
}

/* --- the guest itself ------------------------------------------------------- */

struct stress_met stress_met;

struct stress_touches {
	struct {
		u64 gva;
		u64 word; /* to write, or 0; out: what was read */
	} touch[GUEST_TOUCHES];
};

void stress_guest(struct stress_touches *touches)
{
	unsigned int i;

	for (;;) {
		for (i = 0; i < GUEST_TOUCHES; i++) {
			u64 *word = (u64 *)touches->touch[i].gva;

			if (touches->touch[i].word)
				WRITE_ONCE(*word, touches->touch[i].word);
			else
				touches->touch[i].word = READ_ONCE(*word);
		}
		GUEST_SYNC(0);
	}
}

void stress_load_guest(struct stress_worker *w)
{
	vm_vaddr_t gva = vm_vaddr_alloc(w->t.vm, sizeof(*w->touches),
					KVM_UTIL_MIN_VADDR);

	w->touches = addr_gva2hva(w->t.vm, gva);
	vcpu_args_set(w->t.vcpu, 1, gva);
}

/* Without a slot a shared gfn is a device, of which all words are 0. */
static void answer_mmio(struct stress_worker *w)
{
	struct kvm_run *run = w->t.vcpu->run;

	memset(run->mmio.data, 0, sizeof(run->mmio.data));
	__atomic_add_fetch(&stress_met.devices, 1, __ATOMIC_RELAXED);
}

/*
 * As a VMM does: let the gfn be what the guest takes it for. To wait would be wrong:
 * a private gfn that was a device before may fault as shared one for ever, on every
 * vCPU (docs/findings.md). A private one that has no slot finds one, some time.
 */
static void answer_fault(struct stress_worker *w)
{
	struct kvm_run *run = w->t.vcpu->run;
	bool private = run->memory_fault.flags & KVM_MEMORY_EXIT_FLAG_PRIVATE;

	vm_set_memory_attributes(w->t.vm, run->memory_fault.gpa,
				 run->memory_fault.size,
				 private ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0);
	__atomic_add_fetch(&stress_met.faults, 1, __ATOMIC_RELAXED);
}

static bool is_tcg(void)
{
	u32 eax, name[3];

	__cpuid(0x40000000, 0, &eax, &name[0], &name[1], &name[2]);
	return !memcmp(name, "TCGTCGTCGTCG", sizeof(name));
}

/*
 * Where vCPUs run in parallel, TCG's VMRUN leaves the registers of the host in the VMCB,
 * once in some 500,000 (docs/method.md): what was a guest goes on behind KVM's own VMRUN,
 * without memory, and ends in a triple fault if it gets that far. No guest of ours is ever
 * in that half of the addresses, or without handlers.
 */
static bool is_lost(struct stress_worker *w)
{
	struct kvm_regs regs;

	vcpu_regs_get(w->t.vcpu, &regs);
	if (!(regs.rip >> 63) &&
	    w->t.vcpu->run->exit_reason != KVM_EXIT_SHUTDOWN)
		return false;

	w->lost = is_tcg();
	if (w->lost)
		__atomic_add_fetch(&stress_met.lost, 1, __ATOMIC_RELAXED);
	return w->lost;
}

static void ignore_signal(int signal)
{
}

void stress_interrupt_guest(struct stress_worker *w)
{
	signal(SIGUSR1, ignore_signal);
	pthread_kill(w->thread, SIGUSR1);
}

/* Has the guest called, and as it does when it is done? */
static bool is_synced(struct stress_worker *w)
{
	struct ucall uc;
	u64 call = get_ucall(w->t.vcpu, &uc);

	TEST_ASSERT(call == UCALL_SYNC, "the guest called with %lu", call);
	return true;
}

/* One KVM_RUN. Is the guest done? */
static bool run_guest_once(struct stress_worker *w)
{
	int error = __vcpu_run(w->t.vcpu) ? errno : 0;
	u32 reason = w->t.vcpu->run->exit_reason;

	if (!error && reason == KVM_EXIT_IO)
		return is_synced(w);
	if (is_lost(w))
		return false;

	if (error == EFAULT && reason == KVM_EXIT_MEMORY_FAULT)
		answer_fault(w);
	else if (!error && reason == KVM_EXIT_MMIO)
		answer_mmio(w);
	else
		TEST_FAIL("the guest ended with exit reason %s: %s",
			  exit_reason_str(reason), strerror(error));
	return false;
}

/* Slot, file, and what kind each gfn is may change at any time meanwhile. */
static int run_guest(struct stress_worker *w)
{
	unsigned int pages[GUEST_TOUCHES], words[GUEST_TOUCHES], i;
	bool done;

	if (w->lost)
		return -EAGAIN;

	for (i = 0; i < GUEST_TOUCHES; i++) {
		pages[i] = any_page(w);
		words[i] = own_word(w);
		w->touches->touch[i].gva =
			STRESS_GVA + word_gpa(pages[i], words[i]) - LT_GPA;
		w->touches->touch[i].word =
			random_below(&w->random, 2) ?
				pattern_next(pages[i], w->index) :
				0;
	}

	do {
		done = run_guest_once(w);
	} while (!done && !w->lost && !READ_ONCE(w->vm->stop));
	if (!done)
		return -EAGAIN;

	for (i = 0; i < GUEST_TOUCHES; i++)
		pattern_check(w->touches->touch[i].word, pages[i], words[i]);
	return 0;
}

/* --- what is done how often, and what it may return ------------------------- */

struct stress_operation stress_operations[STRESS_OPERATIONS] = {
	{ "read", read_word, 120, { -EFAULT } },
	{ "read two pages", read_pages, 20, { -EFAULT } },
	{ "write", write_word, 120, { -EFAULT } },
	{ "clear", clear_page, 5, { -EFAULT } },
	/* -EINVAL: noflush refuses the second cache of a page. */
	{ "activate", activate, 50, { -EFAULT, -EINVAL } },
	{ "deactivate", deactivate, 30 },
	{ "refresh", refresh, 30, { -EFAULT, -EINVAL } },
	{ "read cache", read_cache, 50, { -ESTALE } },
	{ "write cache", write_cache, 50, { -ESTALE } },
	{ "punch", punch, 10 },
	{ "allocate", allocate, 2 },
	{ "convert", convert, 8 },
	{ "replace slot", replace_slot, 2 },
	{ "replace file", replace_file, 1 },
	{ "switch strategy", switch_strategy, 1 },
	/* -EAGAIN: the VM ends before it is done, or it is lost. */
	{ "run guest", run_guest, 12, { -EAGAIN } },
};

static struct stress_operation *any_operation(struct stress_worker *w)
{
	struct stress_operation *op;
	unsigned int at = 0;
	int i;

	for (i = 0; i < STRESS_OPERATIONS; i++)
		at += stress_operations[i].weight;
	at = random_below(&w->random, at);
	for (op = stress_operations; at >= op->weight; op++)
		at -= op->weight;
	return op;
}

static bool may_fail(const struct stress_operation *op, int error)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(op->errors); i++) {
		if (op->errors[i] == error)
			return true;
	}
	return false;
}

void stress_run_any(struct stress_worker *w)
{
	struct stress_operation *op = any_operation(w);
	int r;

	WRITE_ONCE(w->now, op);
	r = op->run(w);
	TEST_ASSERT(!r || may_fail(op, r), "%s: %s", op->name, strerror(-r));
	__atomic_add_fetch(r ? &op->refused : &op->done, 1, __ATOMIC_RELAXED);
}
