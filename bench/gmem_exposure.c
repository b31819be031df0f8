// SPDX-License-Identifier: GPL-2.0
/*
 * What stays exposed: who can still read a page after KVM has let it go, on the CPU of
 * the access and on others, for how many pages and how long. Adversaries touch each
 * page on every CPU while it is mapped, as one that speculates could. And who can read
 * what the guest kept in a page that has left its file.
 */
#include "kvm_util.h"

#include "contenders.h"

static const struct bench_op ops[] = {
	{
		.name = "read",
		.fixed_len = sizeof(u64),
		.lab_op = KVM_LAB_ORACLE_READ,
	},
	{
		.name = "cache",
		.fixed_len = sizeof(u64),
		.lab_op = KVM_LAB_ORACLE_CACHE,
	},
	{
		.name = "take_out",
		.fixed_len = BENCH_PAGE_SIZE,
		.lab_op = KVM_LAB_ORACLE_TAKE_OUT,
	},
	{
		.name = "leave",
		.fixed_len = sizeof(u64),
		.leaves = true,
		.lab_op = KVM_LAB_ORACLE_WRITE,
	},
	{
		.name = "leave_uncleared",
		.fixed_len = sizeof(u64),
		.leaves = true,
		.uncleared = true,
		.lab_op = KVM_LAB_ORACLE_WRITE,
	},
};

const struct bench bench = {
	.name = "gmem_exposure",
	.about =
		"Measures what stays readable after an access, in a kernel with the oracle.",
	.default_lens = "8",
	.max_len = BENCH_PAGE_SIZE,
	.exposes = true,
	.ops = ops,
	.nr_ops = ARRAY_SIZE(ops),
};
