// SPDX-License-Identifier: GPL-2.0
/*
 * Which mutant of this kernel is switched on: a small fault, put into its source to see
 * which test notices (tests/mutations/).
 *
 * kvm_lab/mutant in debugfs:
 *	write "N"	switch mutant N on, and the one before off; 0: none
 *	read		its number, and whether what it changes was reached since
 */
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/seq_file.h>

#include "lab.h"

/* Read by what scripts/mutants.pl puts in. */
int kvm_lab_mutant;
int kvm_lab_mutant_reached;

static int lab_mutant_show(struct seq_file *m, void *unused)
{
	seq_printf(m, "%d %s\n", READ_ONCE(kvm_lab_mutant),
		   READ_ONCE(kvm_lab_mutant_reached) ? "reached" :
						       "not reached");
	return 0;
}

static ssize_t lab_mutant_write(struct file *file, const char __user *ubuf,
				size_t count, loff_t *pos)
{
	unsigned int number;
	int r = kstrtouint_from_user(ubuf, count, 10, &number);

	if (r)
		return r;
	if (number > INT_MAX)
		return -ERANGE;

	WRITE_ONCE(kvm_lab_mutant_reached, 0);
	WRITE_ONCE(kvm_lab_mutant, number);
	return count;
}

DEFINE_SHOW_STORE_ATTRIBUTE(lab_mutant);

/**
 * kvm_lab_mutate_init - make the file
 * @dir: kvm_lab/ in debugfs
 */
void __init kvm_lab_mutate_init(struct dentry *dir)
{
	debugfs_create_file("mutant", 0600, dir, NULL, &lab_mutant_fops);
}
