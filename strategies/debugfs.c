// SPDX-License-Identifier: GPL-2.0
/*
 * kvm_gmem/ in debugfs:
 *
 * strategy	read: the strategies of this kernel, the one in force in brackets;
 *		write: switch to another one, if there are several
 * exposure	read: what the strategy in force declares to leave exposed, and what
 *		a page exposes after it has left its file
 * drain	write anything: do the deferred flushes
 */
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "clear_folio.h"
#include "strategy.h"

#define GMEM_MAX_NAME 32

#ifndef CONFIG_KVM_GMEM_STRATEGY_ALL
static int kvm_gmem_strategy_select(const char *name)
{
	return strcmp(name, kvm_gmem_strategy_only.name) ? -EINVAL : 0;
}

static void kvm_gmem_strategy_show(struct seq_file *m)
{
	seq_printf(m, "[%s]\n", kvm_gmem_strategy_only.name);
}
#endif

static int gmem_strategy_show(struct seq_file *m, void *unused)
{
	kvm_gmem_strategy_show(m);
	return 0;
}

static int gmem_strategy_open(struct inode *inode, struct file *file)
{
	return single_open(file, gmem_strategy_show, NULL);
}

static ssize_t gmem_strategy_write(struct file *file, const char __user *ubuf,
				   size_t count, loff_t *pos)
{
	char *name;
	int r;

	if (count >= GMEM_MAX_NAME)
		return -EINVAL;

	name = memdup_user_nul(ubuf, count);
	if (IS_ERR(name))
		return PTR_ERR(name);

	r = kvm_gmem_strategy_select(strim(name));
	kfree(name);
	return r ?: count;
}

static const struct file_operations gmem_strategy_fops = {
	.open = gmem_strategy_open,
	.read = seq_read,
	.write = gmem_strategy_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static void gmem_show_bound(struct seq_file *m, const char *name,
			    unsigned int bound)
{
	if (bound == KVM_GMEM_UNBOUNDED)
		seq_printf(m, " %s=unbounded", name);
	else
		seq_printf(m, " %s=%u", name, bound);
}

static void gmem_show_stale(struct seq_file *m, const char *when,
			    const struct kvm_gmem_stale *stale)
{
	seq_printf(m, "%s here=%d elsewhere=%d", when, stale->here,
		   stale->elsewhere);
	gmem_show_bound(m, "pages", stale->pages);
	gmem_show_bound(m, "usecs", stale->usecs);
	seq_putc(m, '\n');
}

/* The same for every strategy: see clear_folio.h. */
static const struct kvm_gmem_stale *gmem_after_leave(void)
{
	static const struct kvm_gmem_stale nothing;
	static const struct kvm_gmem_stale forever = KVM_GMEM_STALE_FOREVER;

	return kvm_gmem_clears() ? &nothing : &forever;
}

static int gmem_exposure_show(struct seq_file *m, void *unused)
{
	const struct kvm_gmem_strategy *strategy = kvm_gmem_strategy_current();
	const struct kvm_gmem_exposure *exposure = strategy->exposure;

	seq_printf(m, "strategy name=%s restores=%d shares=%d\n",
		   strategy->name, exposure->restores, exposure->shares);
	gmem_show_stale(m, "take_out", &exposure->after_take_out);
	gmem_show_stale(m, "unmap", &exposure->after_unmap);
	gmem_show_stale(m, "unpin", &exposure->after_unpin);
	gmem_show_stale(m, "leave", gmem_after_leave());
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(gmem_exposure);

static ssize_t gmem_drain_write(struct file *file, const char __user *ubuf,
				size_t count, loff_t *pos)
{
	kvm_gmem_strategy_drain();
	return count;
}

static const struct file_operations gmem_drain_fops = {
	.open = simple_open,
	.write = gmem_drain_write,
};

static int __init gmem_debugfs_init(void)
{
	struct dentry *dir = debugfs_create_dir("kvm_gmem", NULL);

	debugfs_create_file("strategy", 0600, dir, NULL, &gmem_strategy_fops);
	debugfs_create_file("exposure", 0400, dir, NULL, &gmem_exposure_fops);
	debugfs_create_file("drain", 0200, dir, NULL, &gmem_drain_fops);
	return 0;
}
late_initcall(gmem_debugfs_init);
