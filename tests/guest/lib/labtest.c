// SPDX-License-Identifier: GPL-2.0
#include "labtest.h"
#include "page_audit.h"
#include "pause_points.h"
#include "processor.h"
#include "write_file.h"

#define LT_SABOTAGE "/sys/kernel/debug/kvm_lab/sabotage"

void lt_write_file(const char *path, const char *text)
{
	int ret = write_file(path, text);

	TEST_ASSERT(!ret, "write '%s' to %s: %s", text, path, strerror(-ret));
}

static void guest_idle(void)
{
	GUEST_DONE();
}

u64 lt_flags(void)
{
	return kvm_check_cap(KVM_CAP_GMEM_NO_DIRECT_MAP) ?
		       KVM_GMEM_NO_DIRECT_MAP :
		       0;
}

void lt_switch(const char *strategy)
{
	int ret = strategy_switch(strategy);

	TEST_ASSERT(!ret, "switch to %s: %s", strategy, strerror(-ret));
}

void lt_drain(void)
{
	lt_write_file("/sys/kernel/debug/kvm_gmem/drain", "1");
}

struct exposure lt_exposure(void)
{
	struct exposure e;
	int ret = exposure_read(&e);

	TEST_ASSERT(!ret, "declared exposure: %s", strerror(-ret));
	return e;
}

void lt_create(struct labtest *t, u64 flags)
{
	struct kvm_vcpu *vcpus[3];

	lt_create_vcpus(t, flags, vcpus, ARRAY_SIZE(vcpus), guest_idle);
}

void lt_create_vcpus(struct labtest *t, u64 flags, struct kvm_vcpu **vcpus,
		     unsigned int nr, void *guest)
{
	const char *strategy = getenv("STRATEGY");
	const struct vm_shape shape = {
		.mode = VM_MODE_DEFAULT,
		.type = KVM_X86_SW_PROTECTED_VM,
	};

	if (strategy && strategy[0])
		lt_switch(strategy);

	/* The guest is loaded from this file; found by PATH it has no path. */
	program_invocation_name = "/proc/self/exe";

	t->vm = __vm_create_with_vcpus(shape, nr, 0, guest, vcpus);
	t->vcpu = vcpus[0];
	t->observer = vcpus[1];
	t->third = vcpus[2];
	vcpu_ioctl(t->observer, KVM_LAB_GET_INFO, &t->info);
	t->fd = vm_create_guest_memfd(t->vm, LT_FILE_SIZE, flags);
	t->shared = mmap(NULL, LT_PAGES * getpagesize(), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	TEST_ASSERT(t->shared != MAP_FAILED, "mmap() of the shared backing");
	memset(t->shared, LT_SHARED, LT_PAGES * getpagesize());
	lt_add_slot(t, 0);
	vm_mem_set_private(t->vm, LT_GPA, LT_PAGES * getpagesize());
}

void lt_destroy(struct labtest *t)
{
	kvm_vm_free(t->vm);
	lt_close_file(t);
	munmap(t->shared, LT_PAGES * getpagesize());
	page_audit_assert_back();
}

void lt_add_slot(struct labtest *t, u64 offset)
{
	vm_set_user_memory_region2(t->vm, LT_SLOT, KVM_MEM_GUEST_MEMFD, LT_GPA,
				   LT_PAGES * getpagesize(), t->shared, t->fd,
				   offset);
}

void lt_delete_slot(struct labtest *t)
{
	vm_set_user_memory_region2(t->vm, LT_SLOT, KVM_MEM_GUEST_MEMFD, LT_GPA,
				   0, t->shared, t->fd, 0);
}

u64 lt_gpa(unsigned int page)
{
	return LT_GPA + page * getpagesize();
}

void lt_set_private(struct labtest *t, unsigned int page, bool private)
{
	vm_set_memory_attributes(t->vm, lt_gpa(page), getpagesize(),
				 private ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0);
}

void lt_punch(struct labtest *t, unsigned int page)
{
	int ret = fallocate(t->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			    page * getpagesize(), getpagesize());

	TEST_ASSERT(!ret, "punch hole: %s", strerror(errno));
}

void lt_close_file(struct labtest *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

int lt_gpc_call(struct labtest *t, u32 op, u32 gpc, u32 flags, u64 gpa,
		void *data, u32 len)
{
	struct kvm_lab_call call = {
		.op = op,
		.gpc = gpc,
		.flags = flags,
		.gpa = gpa,
		.len = len,
		.iterations = 1,
		.data = (uintptr_t)data,
	};

	return lab_call(t->vcpu, &call, 1);
}

u64 lt_read8(struct labtest *t, u64 gpa)
{
	u64 value = 0;
	int ret = lab_once(t->observer, KVM_LAB_OP_READ, gpa, &value,
			   sizeof(value));

	TEST_ASSERT(!ret, "kvm_read_guest(%#lx): %s", gpa, strerror(-ret));
	return value;
}

void lt_write8(struct labtest *t, u64 gpa, u64 value)
{
	int ret = lab_once(t->observer, KVM_LAB_OP_WRITE, gpa, &value,
			   sizeof(value));

	TEST_ASSERT(!ret, "kvm_write_guest(%#lx): %s", gpa, strerror(-ret));
}

static struct kvm_lab_oracle lt_ask(struct labtest *t,
				    struct kvm_lab_oracle oracle)
{
	vcpu_ioctl(t->third, KVM_LAB_ORACLE, &oracle);
	TEST_ASSERT(!oracle.error, "oracle, operation %u at %#llx: %s",
		    oracle.op, oracle.gpa, strerror(-oracle.error));
	return oracle;
}

struct kvm_lab_oracle lt_oracle(struct labtest *t, u32 op, unsigned int page,
				u64 secret, u32 rounds)
{
	return lt_ask(t, (struct kvm_lab_oracle){
				 .op = op,
				 .gpa = lt_gpa(page),
				 .secret = secret,
				 .rounds = rounds,
				 .cpu = KVM_LAB_ALL_CPUS,
			 });
}

struct kvm_lab_oracle lt_oracle_other_mm(struct labtest *t, u32 op,
					 unsigned int page, u64 secret)
{
	return lt_ask(t, (struct kvm_lab_oracle){
				 .op = op,
				 .gpa = lt_gpa(page),
				 .secret = secret,
				 .flags = KVM_LAB_ORACLE_OTHER_MM,
				 .cpu = KVM_LAB_ALL_CPUS,
			 });
}

struct kvm_lab_oracle lt_oracle_cpu(struct labtest *t, u32 op,
				    unsigned int page, u64 secret, u32 cpu)
{
	return lt_ask(t, (struct kvm_lab_oracle){
				 .op = op,
				 .gpa = lt_gpa(page),
				 .secret = secret,
				 .cpu = cpu,
			 });
}

void lt_run_on(unsigned int cpu)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	TEST_ASSERT(!sched_setaffinity(0, sizeof(cpus), &cpus),
		    "sched_setaffinity: %s", strerror(errno));
}

int lt_set_parameter(const char *name, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/module/kvm/parameters/%s", name);
	return write_file(path, value);
}

struct kvm_lab_page lt_page(struct labtest *t, unsigned int page)
{
	return lab_page(t->observer, lt_gpa(page));
}

bool lt_mapped(struct labtest *t, unsigned int page)
{
	struct kvm_lab_page state = lt_page(t, page);

	TEST_ASSERT(state.state & KVM_LAB_PAGE_POPULATED,
		    "page %u isn't populated", page);
	return state.state & KVM_LAB_PAGE_PRESENT;
}

struct kvm_lab_gpc lt_gpc(struct labtest *t, u32 gpc)
{
	struct kvm_lab_gpc state = { .gpc = gpc };

	vcpu_ioctl(t->vcpu, KVM_LAB_GET_GPC, &state);
	return state;
}

static void lt_pause_command(const char *command)
{
	int ret = pause_command(command);

	TEST_ASSERT(!ret, "pause point, '%s': %s", command, strerror(-ret));
}

void lt_arm(const char *point)
{
	lt_pause_command(point);
}

void lt_go(void)
{
	TEST_ASSERT(!pause_is("expired", ""), "a pause point expired");
	lt_pause_command("go");
}

void lt_go_from(const char *point)
{
	char line[64];

	TEST_ASSERT(lt_is_parked(point), "nobody is parked at %s", point);
	snprintf(line, sizeof(line), "go %s", point);
	lt_pause_command(line);
}

void lt_sabotage(const char *rules)
{
	lt_write_file(LT_SABOTAGE, rules[0] ? rules : " ");
}

bool lt_is_parked(const char *point)
{
	return pause_is("parked", point);
}

void lt_wait_parked(const char *point)
{
	int i;

	/* A minute, and more where the host is slow. */
	for (i = 0; i < 6000 && !lt_is_parked(point); i++)
		usleep(10000);
	TEST_ASSERT(lt_is_parked(point), "nobody got to pause point %s", point);
}

static void *lt_task_main(void *arg)
{
	struct lt_task *task = arg;

	task->func(task->t, task->arg);
	__atomic_store_n(&task->done, true, __ATOMIC_RELEASE);
	return NULL;
}

void lt_start(struct lt_task *task, struct labtest *t, lt_func_t func,
	      void *arg)
{
	*task = (struct lt_task){ .func = func, .t = t, .arg = arg };
	TEST_ASSERT(!pthread_create(&task->thread, NULL, lt_task_main, task),
		    "thread");
}

bool lt_is_done(struct lt_task *task)
{
	int i;

	for (i = 0; i < 20 && !__atomic_load_n(&task->done, __ATOMIC_ACQUIRE);
	     i++)
		usleep(10000);
	return __atomic_load_n(&task->done, __ATOMIC_ACQUIRE);
}

void lt_join(struct lt_task *task)
{
	pthread_join(task->thread, NULL);
}
