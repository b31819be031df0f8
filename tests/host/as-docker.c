// SPDX-License-Identifier: GPL-2.0
/*
 * Usage: as-docker COMMAND...
 * Runs COMMAND where the kernel refuses what it refuses in a container of Docker's, and
 * tracing, which some refuse, too: with EPERM.  Knows only calls of x86-64.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const unsigned int refused[] = {
	SYS_unshare,
	SYS_setns,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_fsopen,
	SYS_move_mount,
	SYS_perf_event_open,
	SYS_ptrace,
	SYS_personality,
	SYS_bpf,
	SYS_userfaultfd,
	SYS_keyctl,
	SYS_add_key,
	SYS_io_uring_setup,
	SYS_mbind,
	SYS_set_mempolicy,
	SYS_move_pages,
	SYS_process_vm_readv,
	SYS_kcmp,
	SYS_open_by_handle_at,
	SYS_syslog,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_reboot,
	SYS_init_module,
	SYS_finit_module,
	SYS_iopl,
	SYS_ioperm,
};

int main(int argc, char **argv)
{
	struct sock_filter code[2 * ARRAY_SIZE(refused) + 2] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
	};
	struct sock_fprog filter = { .filter = code, .len = 1 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		code[filter.len++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1);
		code[filter.len++] = (struct sock_filter)BPF_STMT(
			BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	}
	code[filter.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
							  SECCOMP_RET_ALLOW);
	if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) {
		perror("usage: as-docker COMMAND..., where seccomp works");
		return 1;
	}
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 1;
}
