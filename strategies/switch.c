// SPDX-License-Identifier: GPL-2.0
/*
 * Several strategies in one kernel, and a switch between them while VMs run.
 *
 * A switch changes how pages are reached and flushed from now on. It never changes
 * whether a page is in the direct map. Each mapping is undone by the strategy that
 * made it, which @map records. A page that caches share stays with the strategy of
 * the first cache until the last one is unpinned.
 *
 * Calls go through static calls while @switch_active is set. A switch clears it, so
 * that new calls go through the table. It then waits for tasks between their read of
 * @switch_active and the entry of the strategy, and sets new targets after that. No
 * task sleeps between these points, so synchronize_rcu_tasks() waits for all of
 * them; it does not wait for tasks that sleep in a strategy.
 */
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/static_call.h>
#include <linux/string.h>

#include "strategy.h"

#define SWITCH_MAX 16

static struct kvm_gmem_strategy *switch_strategies[SWITCH_MAX];
static unsigned int switch_nr;

static DEFINE_MUTEX(switch_lock);
static struct kvm_gmem_strategy *switch_active; /* NULL during a switch */
static struct kvm_gmem_strategy *switch_next; /* in force, or about to be */

#define KVM_GMEM_STRATEGY_OP(ret, op, params, args) \
	DEFINE_STATIC_CALL_NULL(kvm_gmem_##op,      \
				*(((struct kvm_gmem_strategy *)0)->op));
#include "strategy-ops.h"

static struct kvm_gmem_strategy *switch_current(void)
{
	/* Pairs with the release in switch_to(). */
	struct kvm_gmem_strategy *strategy = smp_load_acquire(&switch_active);

	return likely(strategy) ? strategy : READ_ONCE(switch_next);
}

/* Nothing may sleep between the read of @switch_active and the static call. */
#define switch_call(op, strategy, ...)                     \
	(likely((strategy) == READ_ONCE(switch_active)) ?  \
		 static_call(kvm_gmem_##op)(__VA_ARGS__) : \
		 (strategy)->op(__VA_ARGS__))

int kvm_gmem_strategy_take_out(struct folio *folio)
{
	return switch_call(take_out, switch_current(), folio);
}

int kvm_gmem_strategy_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->strategy = switch_current();
	return switch_call(map, map->strategy, folio, map);
}

int kvm_gmem_strategy_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	return switch_call(unmap, map->strategy, folio, map);
}

int kvm_gmem_strategy_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	u64 owner = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_OWNER);

	if (kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS)) {
		map->strategy = switch_strategies[owner];
	} else {
		map->strategy = switch_current();
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_OWNER,
				   map->strategy->index);
	}
	return switch_call(pin, map->strategy, folio, map);
}

void kvm_gmem_strategy_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	switch_call(unpin, map->strategy, folio, map);
}

/* Drains all strategies: each may have deferred a flush. */
void kvm_gmem_strategy_drain(void)
{
	unsigned int i;

	for (i = 0; i < switch_nr; i++)
		switch_strategies[i]->drain();
}

/**
 * kvm_gmem_strategy_current - the strategy in force
 *
 * Any context. A switch may make the result outdated at once.
 */
const struct kvm_gmem_strategy *kvm_gmem_strategy_current(void)
{
	return switch_current();
}

static void switch_to(struct kvm_gmem_strategy *strategy)
{
	lockdep_assert_held(&switch_lock);

	WRITE_ONCE(switch_next, strategy);
	WRITE_ONCE(switch_active, NULL);
	synchronize_rcu_tasks();

#define KVM_GMEM_STRATEGY_OP(ret, op, params, args) \
	static_call_update(kvm_gmem_##op, strategy->op);
#include "strategy-ops.h"

	/* Pairs with the acquire in switch_current(). */
	smp_store_release(&switch_active, strategy);
}

/**
 * kvm_gmem_strategy_select - switch to another strategy
 * @name: its name
 *
 * Sleeps. The deferred flushes of the old strategy are done when this returns.
 *
 * Return: 0, or -EINVAL if there is no such strategy.
 */
int kvm_gmem_strategy_select(const char *name)
{
	unsigned int i;

	guard(mutex)(&switch_lock);

	for (i = 0; i < switch_nr; i++) {
		if (strcmp(switch_strategies[i]->name, name))
			continue;
		switch_to(switch_strategies[i]);
		kvm_gmem_strategy_drain();
		return 0;
	}
	return -EINVAL;
}

/**
 * kvm_gmem_strategy_show - print the names, the one in force in brackets
 * @m: the file to print to
 */
void kvm_gmem_strategy_show(struct seq_file *m)
{
	const struct kvm_gmem_strategy *current_one = switch_current();
	unsigned int i;

	for (i = 0; i < switch_nr; i++)
		seq_printf(m,
			   switch_strategies[i] == current_one ? "[%s] " :
								 "%s ",
			   switch_strategies[i]->name);
	seq_putc(m, '\n');
}

/**
 * kvm_gmem_strategy_register - add a strategy to those of the switch
 * @strategy: a new strategy; must stay valid for ever
 *
 * Initcalls only, before there can be a VM.
 *
 * Return: 0, or -ENOSPC if there are too many.
 */
int __init kvm_gmem_strategy_register(struct kvm_gmem_strategy *strategy)
{
	if (WARN_ON_ONCE(switch_nr == SWITCH_MAX))
		return -ENOSPC;

	strategy->index = switch_nr;
	switch_strategies[switch_nr++] = strategy;
	return 0;
}

/* The first strategy flushes at once, as later series on the list do. */
static int __init switch_init(void)
{
	return kvm_gmem_strategy_select("sync_flush");
}
subsys_initcall(switch_init);
