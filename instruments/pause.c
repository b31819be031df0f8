// SPDX-License-Identifier: GPL-2.0
/*
 * Pause points and sabotage, for tests that force an interleaving or break a
 * rule to see that it is noticed.
 *
 * kvm_lab/pause in debugfs:
 *	write "NAME"	arm: the next task that gets to this point parks there
 *	write "go NAME"	let the task that is parked there go on, or disarm
 *	write "go"	the same for all points
 *	read		a line for each point that isn't idle: "armed NAME", "parked
 *			NAME", or "expired NAME" after a task was parked there for
 *			LAB_PAUSE_SECONDS and went on by itself
 * kvm_lab/sabotage:
 *	write "NAME ..." break these rules, and no others; "" breaks none
 *	read		the rules that are broken now
 */
#include <linux/bitops.h>
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/processor.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "lab.h"
#include "pause.h"

#define LAB_PAUSE_SECONDS 60
#define LAB_LINE 256

#define KVM_LAB_PAUSE_POINT(name) #name
static const char *const lab_points[] = {
#include "pause-points.h"
};

#define KVM_LAB_SABOTAGE(name) #name
static const char *const lab_rules[] = {
#include "sabotages.h"
};

enum lab_pause_state { LAB_IDLE, LAB_ARMED, LAB_PARKED, LAB_EXPIRED };
static const char *const lab_states[] = { "idle", "armed", "parked",
					  "expired" };

static DEFINE_RAW_SPINLOCK(lab_pause_lock);
static DECLARE_WAIT_QUEUE_HEAD(lab_pause_wait);
static enum lab_pause_state lab_pauses[KVM_LAB_NR_PAUSE_POINTS];
static unsigned long lab_sabotage;

static bool lab_try_park(enum kvm_lab_pause_point point)
{
	guard(raw_spinlock)(&lab_pause_lock);

	if (lab_pauses[point] != LAB_ARMED)
		return false;
	WRITE_ONCE(lab_pauses[point], LAB_PARKED);
	return true;
}

static bool lab_parked(enum kvm_lab_pause_point point)
{
	return READ_ONCE(lab_pauses[point]) == LAB_PARKED;
}

/*
 * Wait for a second at most, as one of LAB_PAUSE_SECONDS: where the clock leaps, with
 * a machine that is stopped for a while, it takes no more than one with it.
 */
static void lab_wait_a_second(enum kvm_lab_pause_point point, bool may_sleep)
{
	unsigned long end = jiffies + HZ;

	if (may_sleep)
		wait_event_timeout(lab_pause_wait, !lab_parked(point), HZ);
	while (!may_sleep && lab_parked(point) && time_before(jiffies, end))
		cpu_relax();
}

/**
 * __kvm_lab_pause - park here if a test has armed @point
 * @point: where the caller is
 * @may_sleep: false where it must not sleep, and spins
 *
 * For LAB_PAUSE_SECONDS at most, with whatever locks the caller holds.
 */
void __kvm_lab_pause(enum kvm_lab_pause_point point, bool may_sleep)
{
	int i;

	might_sleep_if(may_sleep);

	if (READ_ONCE(lab_pauses[point]) != LAB_ARMED || !lab_try_park(point))
		return;

	for (i = 0; i < LAB_PAUSE_SECONDS && lab_parked(point); i++)
		lab_wait_a_second(point, may_sleep);

	guard(raw_spinlock)(&lab_pause_lock);
	if (lab_pauses[point] == LAB_PARKED)
		WRITE_ONCE(lab_pauses[point], LAB_EXPIRED);
}

/**
 * __kvm_lab_sabotaged - has a test asked to break @rule?
 * @rule: the rule
 */
bool __kvm_lab_sabotaged(enum kvm_lab_sabotage rule)
{
	return test_bit(rule, &lab_sabotage);
}

/* Not static: nobody reads it, and the compiler would drop it. */
unsigned long kvm_lab_raced;

/**
 * kvm_lab_race - a data race, for tests of what looks for them
 */
void kvm_lab_race(void)
{
	kvm_lab_raced++;
}

static char *lab_get_line(const char __user *ubuf, size_t count)
{
	char *line;

	if (count >= LAB_LINE)
		return ERR_PTR(-EINVAL);

	line = memdup_user_nul(ubuf, count);
	if (!IS_ERR(line))
		strreplace(line, '\n', ' ');
	return line;
}

static int lab_find_point(const char *name)
{
	return match_string(lab_points, ARRAY_SIZE(lab_points), name);
}

static int lab_arm(const char *name)
{
	int point = lab_find_point(name);

	if (point < 0)
		return -EINVAL;

	guard(raw_spinlock)(&lab_pause_lock);
	if (lab_pauses[point] == LAB_PARKED)
		return -EBUSY;
	WRITE_ONCE(lab_pauses[point], LAB_ARMED);
	return 0;
}

/* @name: of a point, "" for all of them */
static int lab_go(const char *name)
{
	int point, found = lab_find_point(name);

	if (name[0] && found < 0)
		return -EINVAL;

	guard(raw_spinlock)(&lab_pause_lock);
	for (point = 0; point < KVM_LAB_NR_PAUSE_POINTS; point++) {
		if (found < 0 || point == found)
			WRITE_ONCE(lab_pauses[point], LAB_IDLE);
	}
	wake_up_all(&lab_pause_wait);
	return 0;
}

static int lab_pause_set(char *line)
{
	char *word = strsep(&line, " ");

	if (strcmp(word, "go"))
		return line ? -EINVAL : lab_arm(word);
	return lab_go(line ? line : "");
}

static ssize_t lab_pause_write(struct file *file, const char __user *ubuf,
			       size_t count, loff_t *pos)
{
	char *name = lab_get_line(ubuf, count);
	int r;

	if (IS_ERR(name))
		return PTR_ERR(name);

	r = lab_pause_set(strim(name));
	kfree(name);
	return r ?: count;
}

static int lab_pause_show(struct seq_file *m, void *unused)
{
	int point;

	guard(raw_spinlock)(&lab_pause_lock);

	for (point = 0; point < KVM_LAB_NR_PAUSE_POINTS; point++) {
		if (lab_pauses[point] != LAB_IDLE)
			seq_printf(m, "%s %s\n", lab_states[lab_pauses[point]],
				   lab_points[point]);
	}
	return 0;
}

static int lab_sabotage_parse(char *line, unsigned long *rules)
{
	char *name;
	int rule;

	*rules = 0;
	while ((name = strsep(&line, " "))) {
		if (!*name)
			continue;
		rule = match_string(lab_rules, ARRAY_SIZE(lab_rules), name);
		if (rule < 0)
			return -EINVAL;
		*rules |= BIT(rule);
	}
	return 0;
}

static ssize_t lab_sabotage_write(struct file *file, const char __user *ubuf,
				  size_t count, loff_t *pos)
{
	char *line = lab_get_line(ubuf, count);
	unsigned long rules;
	int r;

	if (IS_ERR(line))
		return PTR_ERR(line);

	r = lab_sabotage_parse(line, &rules);
	if (!r)
		WRITE_ONCE(lab_sabotage, rules);
	kfree(line);
	return r ?: count;
}

static int lab_sabotage_show(struct seq_file *m, void *unused)
{
	unsigned long rules = READ_ONCE(lab_sabotage);
	int rule;

	for_each_set_bit(rule, &rules, KVM_LAB_NR_SABOTAGES)
		seq_printf(m, "%s ", lab_rules[rule]);
	seq_putc(m, '\n');
	return 0;
}

DEFINE_SHOW_STORE_ATTRIBUTE(lab_pause);
DEFINE_SHOW_STORE_ATTRIBUTE(lab_sabotage);

static int __init lab_pause_init(void)
{
	struct dentry *dir = debugfs_create_dir("kvm_lab", NULL);

	debugfs_create_file("pause", 0600, dir, NULL, &lab_pause_fops);
	debugfs_create_file("sabotage", 0600, dir, NULL, &lab_sabotage_fops);
	kvm_lab_page_audit_init(dir);
	kvm_lab_mutate_init(dir);
	return 0;
}
late_initcall(lab_pause_init);
