// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=all-test-events mode=parallel cpus=4 */
/*
 * What counts events: page table writes against the entries themselves, read before and
 * after; interrupts against /proc/interrupts; and a watch ends with who watched.
 */
#include <signal.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>

#include "labtest.h"
#include "kselftest_harness.h"

#define CALLS 16

/* Entries that map a page. */
struct mapped {
	u32 direct;
	u32 aliases;
};

FIXTURE(counted)
{
	struct labtest t;
	unsigned int page;
	u64 gpa;
	u64 pfn;
	struct mapped mapped; /* by it, when it was last looked at */
	u64 writes; /* counted by then */
};

static int get_events(struct kvm_vcpu *vcpu, bool watch,
		      struct kvm_lab_events *events)
{
	*events = (struct kvm_lab_events){
		.cpu = KVM_LAB_ALL_CPUS,
		.watch = watch,
	};
	return __vcpu_ioctl(vcpu, KVM_LAB_GET_EVENTS, events) ? -errno : 0;
}

static u64 count(struct labtest *t, enum kvm_lab_event event)
{
	struct kvm_lab_events events;

	TEST_ASSERT(!get_events(t->third, false, &events),
		    "KVM_LAB_GET_EVENTS: %s", strerror(errno));
	return events.count[event];
}

static struct mapped look(struct labtest *t, u64 pfn)
{
	struct kvm_lab_page page = {
		.by = KVM_LAB_PAGE_BY_PFN | KVM_LAB_PAGE_ALIASES,
		.pfn = pfn,
	};

	vcpu_ioctl(t->observer, KVM_LAB_GET_PAGE, &page);
	return (struct mapped){
		.direct = !!(page.state & KVM_LAB_PAGE_PRESENT),
		.aliases = page.aliases,
	};
}

static void allocate(struct labtest *t, unsigned int page)
{
	int ret = fallocate(t->fd, FALLOC_FL_KEEP_SIZE, page * getpagesize(),
			    getpagesize());

	TEST_ASSERT(!ret, "fallocate(): %s", strerror(errno));
}

/*
 * A page that is in the file and in the direct map, there by an entry of its own: pages
 * have gone and come back before, so that the larger ones are split.
 */
static unsigned int find_page(struct labtest *t, u64 flags)
{
	unsigned int page;

	for (page = 0; page < LT_PAGES; page++)
		lt_write8(t, lt_gpa(page), 1);
	for (page = 0; page < LT_PAGES; page++)
		lt_punch(t, page);
	for (page = 0; page < LT_PAGES; page++) {
		allocate(t, page);
		if (!flags || lt_page(t, page).level == 1)
			return page;
	}
	TEST_FAIL("no page with an entry of its own");
}

static void begin(FIXTURE_DATA(counted) * self, u64 flags)
{
	struct labtest *t = &self->t;

	lt_create(t, flags);
	self->page = find_page(t, flags);
	self->gpa = lt_gpa(self->page);
	self->pfn = lt_page(t, self->page).pfn;
	self->mapped = look(t, self->pfn);
	self->writes = count(t, KVM_LAB_EVENT_PTE_WRITES);
}

static u32 distance(u32 a, u32 b)
{
	return a > b ? a - b : b - a;
}

/* Entries that have changed, and those that were counted, since this was last asked. */
static u64 changes(FIXTURE_DATA(counted) * self, u64 *counted)
{
	const struct mapped before = self->mapped;
	u64 writes = self->writes;

	self->mapped = look(&self->t, self->pfn);
	self->writes = count(&self->t, KVM_LAB_EVENT_PTE_WRITES);
	*counted = self->writes - writes;
	return distance(self->mapped.direct, before.direct) +
	       distance(self->mapped.aliases, before.aliases);
}

static void prefault(FIXTURE_DATA(counted) * self)
{
	struct kvm_pre_fault_memory range = {
		.gpa = self->gpa,
		.size = getpagesize(),
	};

	vcpu_ioctl(self->t.vcpu, KVM_PRE_FAULT_MEMORY, &range);
}

static void read_page(struct labtest *t, void *arg)
{
	u64 *gpa = arg, value;

	lab_once(t->vcpu, KVM_LAB_OP_READ, *gpa, &value, sizeof(value));
}

/* Stops in the middle of a copy. */
static void start_reading(FIXTURE_DATA(counted) * self, struct lt_task *reader)
{
	lt_arm("access_mapped");
	lt_start(reader, &self->t, read_page, &self->gpa);
	lt_wait_parked("access_mapped");
}

static void end_reading(struct lt_task *reader)
{
	lt_go();
	lt_join(reader);
}

FIXTURE_SETUP(counted)
{
	begin(self, KVM_GMEM_NO_DIRECT_MAP);
}

FIXTURE_TEARDOWN(counted)
{
	lt_sabotage("");
	lt_destroy(&self->t);
}

/* To clear it maps it elsewhere and takes that away again. */
TEST_F(counted, one_write_takes_a_page_out_and_three_give_it_back)
{
	u64 counted;

	ASSERT_EQ(1, self->mapped.direct);
	prefault(self);
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(1, counted);
	EXPECT_EQ(0, self->mapped.direct);
	lt_punch(&self->t, self->page);
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(3, counted);
	EXPECT_EQ(1, self->mapped.direct);
}

TEST_F(counted, a_copy_changes_as_many_entries_as_are_counted)
{
	struct lt_task reader;
	u64 counted;

	prefault(self);
	changes(self, &counted);
	start_reading(self, &reader);
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(1, counted);
	end_reading(&reader);
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(1, counted);
}

TEST_F(counted, a_pin_and_its_end_too)
{
	u64 counted;

	prefault(self);
	changes(self, &counted);
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_ACTIVATE, 0, 0,
				 self->gpa, NULL, 8));
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(1, counted);
	ASSERT_EQ(0, lt_gpc_call(&self->t, KVM_LAB_OP_GPC_DEACTIVATE, 0, 0, 0,
				 NULL, 8));
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(1, counted);
}

static u64 happened(const struct kvm_lab_events *begin,
		    const struct kvm_lab_events *end, enum kvm_lab_event event)
{
	return end->count[event] - begin->count[event];
}

/* Of the functions that CPUs are asked to run, only flushes count. */
TEST_F(counted, an_access_sends_as_many_broadcasts_as_are_counted)
{
	struct kvm_lab_events begin, end;
	struct labtest *t = &self->t;
	u64 broadcasts;

	prefault(self);
	ASSERT_EQ(0, get_events(t->third, true, &begin));
	read_page(t, &self->gpa);
	ASSERT_EQ(0, get_events(t->third, false, &end));
	broadcasts = happened(&begin, &end, KVM_LAB_EVENT_BROADCASTS);
	EXPECT_EQ(broadcasts * (get_nprocs() - 1),
		  happened(&begin, &end, KVM_LAB_EVENT_CSD_QUEUED));
	if (!strcmp(t->info.strategy, "sync_flush"))
		EXPECT_EQ(1, broadcasts);
}

TEST_F(counted, control_a_write_that_is_not_counted_is_noticed)
{
	struct lt_task reader;
	u64 counted;

	prefault(self);
	changes(self, &counted);
	lt_sabotage("no_pte_count");
	start_reading(self, &reader);
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(0, counted);
	end_reading(&reader);
	EXPECT_EQ(1, changes(self, &counted));
	EXPECT_EQ(0, counted);
}

TEST_F(counted, control_a_file_that_keeps_its_direct_map_writes_none)
{
	FIXTURE_DATA(counted) plain = {};
	struct lt_task reader;
	u64 counted;

	begin(&plain, 0);
	prefault(&plain);
	start_reading(&plain, &reader);
	EXPECT_EQ(0, changes(&plain, &counted));
	EXPECT_EQ(0, counted);
	end_reading(&reader);
	EXPECT_EQ(0, changes(&plain, &counted));
	EXPECT_EQ(0, counted);
	EXPECT_EQ(1, plain.mapped.direct);
	lt_destroy(&plain.t);
}

/* The line "CAL:", over all CPUs. */
static u64 call_interrupts(void)
{
	FILE *in = fopen("/proc/interrupts", "r");
	char line[4096], *at, *end;
	u64 sum = 0;

	TEST_ASSERT(in, "/proc/interrupts: %s", strerror(errno));
	while (fgets(line, sizeof(line), in)) {
		at = strstr(line, "CAL:");
		if (!at)
			continue;
		for (at += strlen("CAL:"); *at; at = end) {
			sum += strtoul(at, &end, 10);
			if (end == at)
				break;
		}
	}
	fclose(in);
	return sum;
}

TEST_F(counted, interrupts_are_those_of_proc_interrupts)
{
	u64 before, proc, after, first;

	first = count(&self->t, KVM_LAB_EVENT_CALL_INTERRUPTS);
	for (int i = 0; i < CALLS; i++) {
		before = count(&self->t, KVM_LAB_EVENT_CALL_INTERRUPTS);
		proc = call_interrupts();
		after = count(&self->t, KVM_LAB_EVENT_CALL_INTERRUPTS);
		EXPECT_LE(before, proc);
		EXPECT_LE(proc, after);

		/* Interrupts every other CPU. */
		lt_oracle(&self->t, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
	}
	EXPECT_LT(first, after);
}

static void read_often(struct labtest *t, void *arg)
{
	int i;

	for (i = 0; i < 50 * CALLS; i++)
		read_page(t, arg);
}

TEST_F(counted, a_region_has_all_of_a_broadcast_or_nothing)
{
	struct kvm_lab_events begin, end;
	struct lt_task reader;
	u64 broadcasts, queued;

	prefault(self);
	lt_start(&reader, &self->t, read_often, &self->gpa);
	while (!__atomic_load_n(&reader.done, __ATOMIC_ACQUIRE)) {
		ASSERT_EQ(0, get_events(self->t.third, true, &begin));
		ASSERT_EQ(0, get_events(self->t.third, false, &end));
		broadcasts = happened(&begin, &end, KVM_LAB_EVENT_BROADCASTS);
		queued = happened(&begin, &end, KVM_LAB_EVENT_CSD_QUEUED);
		ASSERT_EQ(broadcasts * (get_nprocs() - 1), queued);
	}
	lt_join(&reader);
}

/* Begins to watch, says so, and waits to be killed. */
static void watch_until_killed(int pipe)
{
	struct kvm_lab_events events;
	struct labtest t;

	lt_create(&t, KVM_GMEM_NO_DIRECT_MAP);
	TEST_ASSERT(!get_events(t.vcpu, true, &events), "KVM_LAB_GET_EVENTS");
	TEST_ASSERT(write(pipe, "", 1) == 1, "write(pipe)");
	for (;;)
		pause();
}

TEST_F(counted, a_watch_ends_with_who_watched)
{
	struct kvm_lab_events before, events;
	int pipes[2];
	pid_t child;
	char byte;

	ASSERT_EQ(0, get_events(self->t.third, false, &before));
	ASSERT_EQ(0, pipe(pipes));
	child = fork();
	if (!child)
		watch_until_killed(pipes[1]);
	ASSERT_EQ(1, read(pipes[0], &byte, 1));

	/* control: as long as it lives nobody else can */
	EXPECT_EQ(-EBUSY, get_events(self->t.third, true, &events));
	EXPECT_EQ(-EBUSY, get_events(self->t.third, false, &events));

	kill(child, SIGKILL);
	ASSERT_EQ(child, waitpid(child, NULL, 0));
	ASSERT_EQ(0, get_events(self->t.third, true, &events));
	EXPECT_EQ(before.region + 2, events.region);
	ASSERT_EQ(0, get_events(self->t.third, false, &events));
	EXPECT_EQ(before.region + 2, events.region);
}

TEST_HARNESS_MAIN
