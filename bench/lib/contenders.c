// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "clock.h"
#include "contenders.h"
#include "die.h"

/* Whole ticks, which come at multiples of 4 ms. */
#define QUIET_NS 40000000ULL
#define AFTER_TICK_NS 1000000ULL

static void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		die("out of memory for %zu bytes", count * size);
	return memory;
}

static void create_one(struct contenders *cs, unsigned int index)
{
	const struct bench_params *p = cs->p;
	struct contender *c = &cs->list[index];
	u32 calls = max(p->iterations, p->warmup);

	c->all = cs;
	c->vcpu = cs->g->vcpus[index];
	c->area = guest_area_create(cs->g->vm, c->vcpu);
	c->pin = p->nr_pins			      ? (int)p->pins[index] :
		 bench_contention_pins(p->contention) ? (int)index :
							-1;
	c->gpa = gmem_gpa(cs->g, index);
	c->data = allocate(KVM_LAB_MAX_LEN, 1);
	c->readback = allocate(KVM_LAB_MAX_LEN, 1);
	c->notes = allocate(cs->g->vcpu_size / BENCH_PAGE_SIZE, sizeof(u64));
	c->samples = allocate(calls, BENCH_CALL_SAMPLES * sizeof(u64));
}

void contenders_create(struct contenders *cs, const struct gmem_vm *g,
		       const struct bench_params *p)
{
	cs->g = g;
	cs->p = p;
	cs->nr = p->contention == BENCH_CONTENTION_OTHER ||
				 p->contention == BENCH_CONTENTION_SAME ?
			 p->vcpus :
			 1;
	for (unsigned int i = 0; i < cs->nr; i++)
		create_one(cs, i);
	if (bench_contention_stops(p->contention))
		create_one(cs, cs->nr);
}

/* Where all have come together, one calls whoever watches, if anybody does. */
static void meet(struct contenders *cs, void (*then)(void *arg))
{
	int ret = pthread_barrier_wait(&cs->start);

	if (!then)
		return;
	if (ret == PTHREAD_BARRIER_SERIAL_THREAD)
		then(cs->watch->arg);
	pthread_barrier_wait(&cs->start);
}

/* All at once, or one at a time for who looks between them; then all are waited for. */
static void make_calls(struct contender *c)
{
	struct contenders *cs = c->all;
	u32 calls = cs->cell->calls;

	if (!cs->watch || !cs->watch->between) {
		if (!c->error)
			c->error = cs->run(c, cs->cell, calls, c->samples);
		return;
	}
	for (u32 i = 0; i < calls; i++) {
		if (!c->error)
			c->error = cs->run(c, cs->cell, 1, c->samples);
		meet(cs, cs->watch->between);
	}
}

/*
 * What other CPUs still have to do after the set-up, an RCU grace period or a worker, ends
 * while this sleeps, and their ticks stop: where the emulator counts, an idle second costs
 * nothing. All wake at one time, as far from a tick in each cell, so that ticks fall into the
 * same calls.
 */
static void sleep_until_quiet(void)
{
	struct timespec time;
	u64 wake;

	clock_gettime(CLOCK_MONOTONIC, &time);
	wake = time.tv_sec * NSEC_PER_SEC + time.tv_nsec;
	wake += 2 * QUIET_NS - wake % QUIET_NS + AFTER_TICK_NS;
	time.tv_sec = wake / NSEC_PER_SEC;
	time.tv_nsec = wake % NSEC_PER_SEC;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static void *contender_thread(void *arg)
{
	struct contender *c = arg;
	struct contenders *cs = c->all;

	if (c->pin >= 0)
		kvm_pin_this_task_to_pcpu(c->pin);
	if (cs->p->backend->one_clock)
		sleep_until_quiet();
	c->error = cs->run(c, cs->cell, cs->cell->warmup, c->samples);

	/* It sleeps: a spinning start would be part of a counted figure. */
	meet(cs, cs->watch ? cs->watch->start : NULL);
	c->start = clock_ticks();
	make_calls(c);
	if (!c->error && cs->make_up)
		c->error = cs->make_up(c, cs->cell);
	c->finish = clock_ticks();
	if (cs->watch)
		meet(cs, cs->watch->stop);
	return NULL;
}

int contenders_run(struct contenders *cs, const struct bench_cell *cell,
		   bench_run_fn run, bench_step_fn make_up)
{
	pthread_t threads[BENCH_MAX_VCPUS];
	int ret = 0;

	cs->cell = cell;
	cs->run = run;
	cs->make_up = make_up;
	pthread_barrier_init(&cs->start, NULL, cs->nr);
	for (unsigned int i = 0; i < cs->nr; i++)
		if (pthread_create(&threads[i], NULL, contender_thread,
				   &cs->list[i]))
			die("can't start thread %u of %u", i + 1, cs->nr);
	for (unsigned int i = 0; i < cs->nr; i++) {
		pthread_join(threads[i], NULL);
		if (!ret)
			ret = cs->list[i].error;
	}
	pthread_barrier_destroy(&cs->start);
	return ret;
}

int contenders_step(struct contenders *cs, const struct bench_cell *cell,
		    bench_step_fn step)
{
	int ret = 0, error;

	for (unsigned int i = 0; step && i < cs->nr; i++) {
		error = step(&cs->list[i], cell);
		if (!ret)
			ret = error;
	}
	return ret;
}
