// SPDX-License-Identifier: GPL-2.0
/*
 * A TCG plugin that counts what the emulated CPUs really executed between the marks
 * which the lab's kernel sets around the calls that it counts. Writes a line a region:
 *
 *	region 1 invlpg 2000 icr 1000 insns 123456 0
 *
 * with the stores to the register by which a local APIC sends interrupts, and at the
 * end the instructions of each vCPU, counted by the block in which they are. Under TCG
 * the APIC is reached by memory: what a kernel sent by MSR would be missed, and miss.
 *
 *	-plugin libwitness.so,out=FILE
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "witness/api.h"
#include "witness/decode.h"

#define MAX_VCPUS 256

/* Where a store to the low half of the interrupt command register sends. */
#define APIC_ICR 0xfee00300ul
#define PAGE_MASK 0xffful

#define EXPORTED __attribute__((visibility("default")))

static FILE *out;
static int nr_vcpus;

/* All atomically: with one thread a vCPU they run side by side. */
static bool inside;
static unsigned long region;
static unsigned long nr_invlpg;
static unsigned long nr_icr;
static unsigned long nr_insns[MAX_VCPUS];

static void begin_region(unsigned int vcpu, void *arg)
{
	__atomic_store_n(&nr_invlpg, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&nr_icr, 0, __ATOMIC_SEQ_CST);
	memset(nr_insns, 0, sizeof(nr_insns));
	__atomic_store_n(&inside, true, __ATOMIC_SEQ_CST);
}

static void end_region(unsigned int vcpu, void *arg)
{
	if (!__atomic_exchange_n(&inside, false, __ATOMIC_SEQ_CST))
		return;
	fprintf(out, "region %lu invlpg %lu icr %lu insns", ++region, nr_invlpg,
		nr_icr);
	for (int i = 0; i < nr_vcpus; i++)
		fprintf(out, " %lu", nr_insns[i]);
	fputc('\n', out);
	fflush(out);
}

static void count_invlpg(unsigned int vcpu, void *arg)
{
	if (__atomic_load_n(&inside, __ATOMIC_RELAXED))
		__atomic_add_fetch(&nr_invlpg, 1, __ATOMIC_RELAXED);
}

/*
 * Of nearly all accesses the page offset says that they are none. Loads are called for
 * as well, whatever was asked for.
 */
static void count_icr(unsigned int vcpu, uint32_t info, uint64_t vaddr,
		      void *arg)
{
	const struct qemu_plugin_hwaddr *where;

	if ((vaddr & PAGE_MASK) != (APIC_ICR & PAGE_MASK) ||
	    !__atomic_load_n(&inside, __ATOMIC_RELAXED) ||
	    !qemu_plugin_mem_is_store(info))
		return;
	where = qemu_plugin_get_hwaddr(info, vaddr);
	if (where && qemu_plugin_hwaddr_is_io(where) &&
	    qemu_plugin_hwaddr_phys_addr(where) == APIC_ICR)
		__atomic_add_fetch(&nr_icr, 1, __ATOMIC_RELAXED);
}

static void count_block(unsigned int vcpu, void *arg)
{
	if (__atomic_load_n(&inside, __ATOMIC_RELAXED) && vcpu < MAX_VCPUS)
		nr_insns[vcpu] += (uintptr_t)arg;
}

static const qemu_plugin_vcpu_udata_cb_t callbacks[] = {
	[INSN_INVLPG] = count_invlpg,
	[INSN_REGION_BEGIN] = begin_region,
	[INSN_REGION_END] = end_region,
};

static void translate(uint64_t id, struct qemu_plugin_tb *tb)
{
	size_t nr = qemu_plugin_tb_n_insns(tb);
	struct qemu_plugin_insn *insn;
	enum insn_kind kind;

	qemu_plugin_register_vcpu_tb_exec_cb(
		tb, count_block, QEMU_PLUGIN_CB_NO_REGS, (void *)(uintptr_t)nr);
	for (size_t i = 0; i < nr; i++) {
		insn = qemu_plugin_tb_get_insn(tb, i);
		qemu_plugin_register_vcpu_mem_cb(insn, count_icr,
						 QEMU_PLUGIN_CB_NO_REGS,
						 QEMU_PLUGIN_MEM_W, NULL);
		kind = insn_kind(qemu_plugin_insn_data(insn),
				 qemu_plugin_insn_size(insn));
		if (kind != INSN_OTHER)
			qemu_plugin_register_vcpu_insn_exec_cb(
				insn, callbacks[kind], QEMU_PLUGIN_CB_NO_REGS,
				NULL);
	}
}

EXPORTED int qemu_plugin_version = PLUGIN_API_VERSION;

EXPORTED int qemu_plugin_install(uint64_t id, const struct qemu_info_t *info,
				 int argc, char **argv)
{
	static const char option[] = "out=";

	if (argc != 1 || strncmp(argv[0], option, strlen(option))) {
		fprintf(stderr, "witness: give out=FILE, and nothing else\n");
		return -1;
	}
	if (info->system.smp_vcpus > MAX_VCPUS) {
		fprintf(stderr, "witness: %d CPUs, %d at most\n",
			info->system.smp_vcpus, MAX_VCPUS);
		return -1;
	}
	out = fopen(argv[0] + strlen(option), "w");
	if (!out) {
		perror(argv[0]);
		return -1;
	}
	nr_vcpus = info->system.smp_vcpus;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
	return 0;
}
