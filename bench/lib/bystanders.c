// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "bystanders.h"
#include "clock.h"
#include "die.h"
#include "guest.h"

void bystanders_create(struct bystanders *bs, const struct gmem_vm *g,
		       const struct bench_params *p)
{
	struct bystander *b;

	if (p->contention != BENCH_CONTENTION_GUEST)
		return;
	for (unsigned int i = 1; i < p->vcpus; i++) {
		b = &bs->list[bs->nr++];
		b->vcpu = g->vcpus[i];
		b->area = guest_area_create(g->vm, b->vcpu);
		b->cpu = p->nr_pins ? (int)p->pins[i] : (int)i;
		b->stats = vcpu_get_stats_fd(b->vcpu);
	}
}

static void *bystander_thread(void *arg)
{
	struct bystander *b = arg;

	kvm_pin_this_task_to_pcpu(b->cpu);
	b->error = guest_spin(b->vcpu, b->area);
	return NULL;
}

void bystanders_start(struct bystanders *bs)
{
	struct bystander *b;

	for (unsigned int i = 0; i < bs->nr; i++) {
		b = &bs->list[i];
		WRITE_ONCE(b->area->stop, 0);
		WRITE_ONCE(b->area->loops, 0);
		if (pthread_create(&b->thread, NULL, bystander_thread, b))
			die("can't start bystander %u of %u", i + 1, bs->nr);
		while (!READ_ONCE(b->area->loops) && !READ_ONCE(b->error))
			usleep(1000);
	}
}

void bystanders_stop(struct bystanders *bs)
{
	for (unsigned int i = 0; i < bs->nr; i++)
		WRITE_ONCE(bs->list[i].area->stop, 1);
	for (unsigned int i = 0; i < bs->nr; i++) {
		pthread_join(bs->list[i].thread, NULL);
		if (bs->list[i].error)
			die("bystander %u did not run its guest: %s", i + 1,
			    strerror(-bs->list[i].error));
	}
}

void bystander_begin(struct bystander *b, struct spun *spun)
{
	WRITE_ONCE(b->area->gap, 0);
	spun->loops = READ_ONCE(b->area->loops);
	spun->ticks = clock_ticks();
}

void bystander_end(struct bystander *b, struct spun *spun)
{
	spun->ticks = clock_ticks() - spun->ticks;
	spun->loops = READ_ONCE(b->area->loops) - spun->loops;
	spun->gap = READ_ONCE(b->area->gap);
}

u64 bystander_exits(const struct bystander *b)
{
	struct kvm_stats_header header;
	struct kvm_stats_desc *list, *desc;
	u64 exits = 0;
	bool found = false;

	read_stats_header(b->stats, &header);
	list = read_stats_descriptors(b->stats, &header);
	for (u32 i = 0; i < header.num_desc; i++) {
		desc = get_stats_descriptor(list, i, &header);
		if (strcmp(desc->name, "exits"))
			continue;
		read_stat_data(b->stats, &header, desc, &exits, 1);
		found = true;
	}
	free(list);
	if (!found)
		die("KVM's binary stats have no 'exits'");
	return exits;
}
