// SPDX-License-Identifier: GPL-2.0
/* gmem-lab-test: kernels=noflush-test,all-test mode=parallel cpus=4 */
/*
 * Whoever reads or moves any page of memory, and a page that is out of the direct
 * map: docs/memory-readers.md. Each does to a page of a file that keeps its direct map
 * what it would do to this one, which is the control.
 */
#include <linux/elf.h>
#include <linux/mman.h>
#include <sys/mman.h>

#include "labtest.h"
#include "write_file.h"
#include "kselftest_harness.h"

#define SECRET 0x5ec2e7a11c0ffee5

FIXTURE(readers)
{
	struct labtest hidden; /* a file without direct map */
	struct labtest plain;
	u64 hidden_pfn;
	u64 plain_pfn;
};

static u64 write_secret(struct labtest *t)
{
	lt_write8(t, lt_gpa(0), SECRET);
	return lt_page(t, 0).pfn;
}

FIXTURE_SETUP(readers)
{
	lt_create(&self->hidden, KVM_GMEM_NO_DIRECT_MAP);
	lt_create(&self->plain, 0);
	self->hidden_pfn = write_secret(&self->hidden);
	self->plain_pfn = write_secret(&self->plain);

	/* A translation that was left behind would be read through: as declared. */
	lt_oracle(&self->hidden, KVM_LAB_ORACLE_FLUSH, 0, 0, 0);
}

FIXTURE_TEARDOWN(readers)
{
	kvm_vm_free(self->plain.vm);
	lt_close_file(&self->plain);
	lt_destroy(&self->hidden);
}

/* What is at an address of the kernel, or at a place in its direct map. */
struct place {
	bool by_pfn;
	u64 at;
};

/* Where /proc/kcore has it, or -1. */
static off_t kcore_offset(int fd, struct place place)
{
	struct elf64_phdr part;
	struct elf64_hdr elf;
	u64 first, at;
	int i;

	at = place.by_pfn ? place.at * getpagesize() : place.at;
	TEST_ASSERT(pread(fd, &elf, sizeof(elf), 0) == sizeof(elf),
		    "header of /proc/kcore: %s", strerror(errno));
	for (i = 0; i < elf.e_phnum; i++) {
		TEST_ASSERT(pread(fd, &part, sizeof(part),
				  elf.e_phoff + i * sizeof(part)) ==
				    sizeof(part),
			    "part %d of /proc/kcore: %s", i, strerror(errno));
		first = place.by_pfn ? part.p_paddr : part.p_vaddr;
		if (part.p_type == PT_LOAD && first <= at &&
		    at - first < part.p_memsz)
			return part.p_offset + at - first;
	}
	return -1;
}

static u64 read_kcore(struct place place)
{
	int fd = open("/proc/kcore", O_RDONLY);
	u64 value = 0;
	off_t offset;

	TEST_ASSERT(fd >= 0, "open(/proc/kcore): %s", strerror(errno));
	offset = kcore_offset(fd, place);
	TEST_ASSERT(offset >= 0, "/proc/kcore has no %#lx", place.at);
	TEST_ASSERT(pread(fd, &value, sizeof(value), offset) == sizeof(value),
		    "read /proc/kcore: %s", strerror(errno));
	close(fd);
	return value;
}

static u64 read_kcore_pfn(u64 pfn)
{
	return read_kcore((struct place){ .by_pfn = true, .at = pfn });
}

TEST_F(readers, kcore_reads_zeros)
{
	EXPECT_EQ(SECRET, read_kcore_pfn(self->plain_pfn));
	EXPECT_EQ(0, read_kcore_pfn(self->hidden_pfn));
}

struct reader {
	struct place place;
	u64 value;
};

static void read_place(struct labtest *t, void *arg)
{
	struct reader *reader = arg;

	reader->value = read_kcore(reader->place);
}

/*
 * What a strategy restores for a cache any reader of the direct map reads. Where it has
 * another address the reader comes to an end, too, before the cache lets go.
 */
TEST_F(readers, kcore_reads_what_is_restored_for_a_cache_or_zeros)
{
	u64 secret = lt_exposure().restores ? SECRET : 0;
	struct reader reader = {};
	struct lt_task task;

	ASSERT_EQ(0, lt_gpc_call(&self->hidden, KVM_LAB_OP_GPC_ACTIVATE, 0, 0,
				 lt_gpa(0), NULL, 8));
	EXPECT_EQ(secret, read_kcore_pfn(self->hidden_pfn));

	reader.place.at = lt_gpc(&self->hidden, 0).khva;
	lt_start(&task, &self->hidden, read_place, &reader);
	EXPECT_TRUE(lt_is_done(&task));
	ASSERT_EQ(0, lt_gpc_call(&self->hidden, KVM_LAB_OP_GPC_DEACTIVATE, 0, 0,
				 0, NULL, 8));
	lt_join(&task);
	EXPECT_EQ(secret, reader.value);
	lt_drain();
}

static int open_devmem(void)
{
	int fd = open("/dev/mem", O_RDWR);

	TEST_ASSERT(fd >= 0, "open(/dev/mem): %s", strerror(errno));
	return fd;
}

/* The bytes transferred, or the negative errno. */
static int read_devmem(u64 pfn, u64 *value)
{
	int fd = open_devmem();
	ssize_t ret = pread(fd, value, sizeof(*value), pfn * getpagesize());

	ret = ret < 0 ? -errno : ret;
	close(fd);
	return ret;
}

static int write_devmem(u64 pfn, u64 value)
{
	int fd = open_devmem();
	ssize_t ret = pwrite(fd, &value, sizeof(value), pfn * getpagesize());

	ret = ret < 0 ? -errno : ret;
	close(fd);
	return ret;
}

TEST_F(readers, devmem_is_refused_a_read)
{
	u64 value = 0;

	EXPECT_EQ(8, read_devmem(self->plain_pfn, &value));
	EXPECT_EQ(SECRET, value);

	value = 0;
	EXPECT_EQ(-EFAULT, read_devmem(self->hidden_pfn, &value));
	EXPECT_EQ(0, value);
}

TEST_F(readers, devmem_is_refused_a_write)
{
	EXPECT_EQ(8, write_devmem(self->plain_pfn, 1));
	EXPECT_EQ(1, lt_read8(&self->plain, lt_gpa(0)));

	EXPECT_EQ(-EFAULT, write_devmem(self->hidden_pfn, 1));
	EXPECT_EQ(SECRET, lt_read8(&self->hidden, lt_gpa(0)));
}

static u64 map_devmem(u64 pfn)
{
	int fd = open_devmem();
	u64 value, *page = mmap(NULL, getpagesize(), PROT_READ, MAP_SHARED, fd,
				pfn * getpagesize());

	TEST_ASSERT(page != MAP_FAILED, "mmap(/dev/mem): %s", strerror(errno));
	value = *page;
	munmap(page, getpagesize());
	close(fd);
	return value;
}

/* By a mapping of its own: STRICT_DEVMEM, which test kernels lack, is what forbids it. */
TEST_F(readers, devmem_that_maps_any_page_reads_it)
{
	EXPECT_EQ(SECRET, map_devmem(self->plain_pfn));
	EXPECT_EQ(SECRET, map_devmem(self->hidden_pfn));
}

/* 0 or a negative errno. */
static int soft_offline(u64 pfn)
{
	char line[32];

	snprintf(line, sizeof(line), "%#lx", pfn * getpagesize());
	return write_file("/sys/devices/system/memory/soft_offline_page", line);
}

/*
 * Soft offline evicts a clean page that nobody uses, if its file lets it: the only way
 * to .release_folio. A file that keeps its direct map has none, and loses the page.
 */
TEST_F(readers, soft_offline_does_not_evict_it)
{
	EXPECT_EQ(0, soft_offline(self->plain_pfn));
	EXPECT_EQ(0, lt_page(&self->plain, 0).state & KVM_LAB_PAGE_POPULATED);
	EXPECT_EQ(0, lt_read8(&self->plain, lt_gpa(0)));

	EXPECT_NE(0, soft_offline(self->hidden_pfn));
	EXPECT_EQ(self->hidden_pfn, lt_page(&self->hidden, 0).pfn);
	EXPECT_EQ(SECRET, lt_read8(&self->hidden, lt_gpa(0)));
	EXPECT_FALSE(lt_mapped(&self->hidden, 0));
}

/* It migrates what it can't evict, as it does with a page of this program. */
TEST_F(readers, page_behind_a_cache_is_not_migrated)
{
	u64 *page = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, (void *)page);
	*page = SECRET;
	EXPECT_EQ(0, madvise(page, getpagesize(), MADV_SOFT_OFFLINE));
	EXPECT_EQ(SECRET, *page);
	munmap(page, getpagesize());

	ASSERT_EQ(0, lt_gpc_call(&self->hidden, KVM_LAB_OP_GPC_ACTIVATE, 0, 0,
				 lt_gpa(0), NULL, 8));
	EXPECT_NE(0, soft_offline(self->hidden_pfn));
	EXPECT_EQ(self->hidden_pfn, lt_page(&self->hidden, 0).pfn);
	EXPECT_EQ(SECRET, lt_read8(&self->hidden, lt_gpa(0)));
}

static u64 vm_event(const char *name)
{
	FILE *in = fopen("/proc/vmstat", "r");
	char found[64];
	u64 value;

	TEST_ASSERT(in, "open(/proc/vmstat): %s", strerror(errno));
	while (fscanf(in, "%63s %lu", found, &value) == 2) {
		if (!strcmp(found, name)) {
			fclose(in);
			return value;
		}
	}
	TEST_FAIL("/proc/vmstat has no %s", name);
	return 0;
}

TEST_F(readers, compaction_leaves_it_where_it_is)
{
	u64 scanned = vm_event("compact_migrate_scanned");

	lt_write_file("/proc/sys/vm/compact_memory", "1");
	EXPECT_LT(scanned, vm_event("compact_migrate_scanned"));
	EXPECT_EQ(self->hidden_pfn, lt_page(&self->hidden, 0).pfn);
	EXPECT_EQ(SECRET, lt_read8(&self->hidden, lt_gpa(0)));
	EXPECT_FALSE(lt_mapped(&self->hidden, 0));
}

TEST_HARNESS_MAIN
