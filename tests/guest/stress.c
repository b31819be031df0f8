// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test@sync_flush mode=parallel cpus=4 timeout=60+STRESS_SECONDS */
/* gmem-lab-kcsan: kernels=all-test@sync_flush,stock-test mode=parallel cpus=4 timeout=60+STRESS_SECONDS */
/*
 * Random operations on every vCPU at once, for STRESS_SECONDS from SEED on, while
 * a CPU comes and goes.
 *
 * What is read must have been written there (pattern.h). A VM lives for a second
 * or so; when it is gone, each page that was in its files must be back in the
 * direct map, and free (page_audit.h).
 *
 * The seed decides what each thread does, not how they interleave.
 */
#include <sys/sysinfo.h>
#include <time.h>

#include "hotplug.h"
#include "page_audit.h"
#include "stress_ops.h"

#define PATIENCE 40 /* seconds for what was begun, or interrupted, to end */
#define MOST_LOST (2 + seconds / 60)

static u64 seed, seconds;
static bool passed;

/* --- rounds: each has a VM of its own --------------------------------------- */

static void *work(void *arg)
{
	struct stress_worker *w = arg;

	while (!READ_ONCE(w->vm->stop))
		stress_run_any(w);
	return NULL;
}

static void create_vm(struct stress_vm *vm, struct stress_worker *workers,
		      u64 round)
{
	struct kvm_vcpu *vcpus[PATTERN_WRITERS];
	int i;

	vm->stop = false;
	pthread_rwlock_init(&vm->file_lock, NULL);
	lt_create_vcpus(&vm->t, lt_flags(), vcpus, PATTERN_WRITERS,
			stress_guest);
	virt_map(vm->t.vm, STRESS_GVA, LT_GPA, LT_PAGES);
	for (i = 0; i < PATTERN_WRITERS; i++) {
		struct stress_worker *w = &workers[i];

		*w = (struct stress_worker){ .vm = vm, .t = vm->t, .index = i };
		w->t.vcpu = vcpus[i];
		random_seed(&w->random, seed, round * 1000 + i);
		stress_load_guest(w);
	}
}

/* One CPU, the last, goes and comes back until @end. */
static void plug_cpu(struct random *random, time_t end)
{
	unsigned int cpu = get_nprocs_conf() - 1;
	bool possible = hotplug_possible(cpu), online = true;

	do {
		usleep(50000 + random_below(random, 300000));
		online = !online;
		if (possible)
			hotplug_set(cpu, online);
	} while (time(NULL) < end);
	if (possible && !online)
		hotplug_set(cpu, true);
}

static void check_pages(void)
{
	struct audited_pages pages;

	if (!page_audit_available())
		return;
	page_audit_walk(&pages);
	TEST_ASSERT(!pages.in_file, "%lu pages are in a file that is closed",
		    pages.in_file);
	ksft_print_msg("pages so far: %lu, all back\n", pages.owned);
}

/* Looks are counted, not time: that leaps where a machine is stopped for a while. */
static bool ends(struct stress_worker *w)
{
	unsigned int looks = PATIENCE * 100;

	while (looks && pthread_tryjoin_np(w->thread, NULL)) {
		looks--;
		usleep(10000);
	}
	return looks;
}

static void join_worker(struct stress_worker *w)
{
	if (ends(w))
		return;
	stress_interrupt_guest(w);
	TEST_ASSERT(ends(w), "vCPU %u is still busy with: %s", w->index,
		    w->now->name);
}

static void run_round(struct stress_vm *vm, u64 round, time_t end)
{
	struct stress_worker workers[PATTERN_WRITERS];
	struct random random;
	int i;

	random_seed(&random, seed, round * 1000 + PATTERN_WRITERS);
	end = min(end, time(NULL) + 1 + (time_t)random_below(&random, 3));
	create_vm(vm, workers, round);
	for (i = 0; i < PATTERN_WRITERS; i++)
		pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	plug_cpu(&random, end);
	WRITE_ONCE(vm->stop, true);
	for (i = 0; i < PATTERN_WRITERS; i++)
		join_worker(&workers[i]);

	/* With caches still active, and either of the two first. */
	if (random_below(&random, 2))
		lt_close_file(&vm->t);
	lt_destroy(&vm->t);
	check_pages();
}

/* --- parameters and verdict ------------------------------------------------- */

static u64 parameter(const char *name, u64 otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

/* What pattern_check() is to notice, it does notice. */
static bool control(void)
{
	u64 word = pattern_next(0, 0);

	return pattern_is_of(word, 0, 0) && !pattern_is_of(word, 1, 0) &&
	       !pattern_is_of(word, 0, 1) && !pattern_is_of(word + 1, 0, 0);
}

/* At exit, wherever that is: the seed belongs in the verdict. */
static void report(void)
{
	const struct stress_operation *op = stress_operations;

	for (; op < stress_operations + STRESS_OPERATIONS; op++)
		ksft_print_msg("%-16s %8lu done %8lu refused\n", op->name,
			       op->done, op->refused);
	ksft_print_msg("guests met %lu memory faults and %lu devices\n",
		       stress_met.faults, stress_met.devices);
	ksft_print_msg("guests that the emulator has lost: %lu\n",
		       stress_met.lost);
	ksft_test_result(passed, "random operations for %lu s, SEED=%lu\n",
			 seconds, seed);
}

int main(void)
{
	static struct stress_vm vm;
	time_t end;
	u64 round;

	seed = parameter("SEED", 1);
	seconds = parameter("STRESS_SECONDS", 10);
	ksft_print_header();
	ksft_set_plan(2);
	ksft_test_result(control(), "control: a strange word is noticed\n");
	atexit(report);

	switch_read(&vm.strategies);
	end = time(NULL) + seconds;
	for (round = 0; !round || time(NULL) < end; round++)
		run_round(&vm, round, end);
	if (vm.strategies.nr)
		TEST_ASSERT(!strategy_switch(vm.strategies.first),
			    "strategy %s", vm.strategies.first);
	TEST_ASSERT(stress_met.lost <= MOST_LOST,
		    "more guests are lost than the emulator ever lost");
	passed = true;
	return 0;
}
