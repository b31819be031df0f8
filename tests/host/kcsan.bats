#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of helper.bash
# Which data races are taken for ours: KCSAN's reports on consoles, judged beside a
# repository made up here.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir -p repo/{strategies,instruments,kernel-patches/6.12} booted stock
	cat >repo/strategies/plain.c <<-'END'
		/* is not a function: plain_word(x) { } */
		static int plain_map(struct kvm *kvm,
				     void (*done)(int r))
		{
			return helper(kvm);
		}
		int declared(int x);
	END
	printf '%s\n' 'void *lab_read(void)' '{' '}' >repo/instruments/lab.c
	cat >repo/kernel-patches/6.12/1.patch <<-'END'
		--- a/virt/kvm/x.c
		+++ b/virt/kvm/x.c
		@@ -1,4 +1,9 @@ static int kvm_changed(int x)
		 	int r;
		-	r = 1;
		+	r = 2;
		 }
		+
		+int kvm_added(void)
		+{
		+	return 0;
		+}
		 int kvm_untouched(int x)
		 {
	END
	echo 'gmem-lab: init' | tee booted/console.log >stock/console.log
}

# race DIR A B CALLER [OUTER]: a report as 6.12 prints it: A, called by CALLER, called
# by OUTER, against B.
race() {
	local outer=${5:-main}

	sed 's/^/[   12.345678] /; s/$/\r/' >>"$1/console.log" <<-END
		==================================================================
		BUG: KCSAN: data-race in $2 / $3

		write to 0xffff888004b1c2a8 of 8 bytes by task 71 on cpu 1:
		 $2+0x1c/0x30
		 $4+0x12/0x40
		 $outer+0x12/0x40
		 entry_SYSCALL_64_after_hwframe+0x76/0x7e

		read to 0xffff888004b1c2a8 of 8 bytes by task 70 on cpu 0:
		 $3+0x24/0x60
		 do_syscall_64+0x5a/0x110

		value changed: 0x0000000000000001 -> 0x0000000000000002

		Reported by Kernel Concurrency Sanitizer on:
		CPU: 0 UID: 0 PID: 70 Comm: stress Not tainted 6.12.117 #1
		==================================================================
	END
}

judge() { # ARGUMENT...
	run "$repo/scripts/kcsan.pl" --source repo booted/console.log "$@"
	echo "$output"
}

ours() { # NAME...
	[ "$status" -eq 1 ]
	grep -q '^not ok 1 - booted: ' <<<"$output"
	grep -qx "# ours: $*" <<<"$output"
}

@test "a function that a macro defines is ours where it makes the access" {
	printf '%s\n' 'LAB_STEP(lab_step, kvm_read_guest(c))' 'EXPORT_SYMBOL(other);' \
		>>repo/instruments/lab.c
	race booted lab_step set_online smp_call
	judge
	ours lab_step
}

@test "a race of Linux that is known is none of ours, whoever calls into it" {
	race booted smp_call_many set_online plain_map
	judge
	ours plain_map
	mkdir repo/tests
	echo 'smp_call_many / set_online: the mask is read without a mark' >repo/tests/known-races
	judge
	[ "$status" -eq 0 ]
	race booted plain_map set_online lab_read
	echo 'plain_map / set_online: an access of ours is never excused' >>repo/tests/known-races
	judge
	ours plain_map
}

@test "a known race without a reason is refused" {
	mkdir repo/tests
	echo 'smp_call_many / set_online' >repo/tests/known-races
	judge
	[ "$status" -ne 0 ]
	grep -q 'error: repo/tests/known-races: .* reason' <<<"$output"
}

@test "no report, no failure" {
	judge
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = 1..1 ]
}

@test "a strategy's function is ours, wherever it is in a stack" {
	race booted folio_get folio_put plain_map
	judge
	ours plain_map
	grep -q '^#  folio_put+0x24' <<<"$output"
}

@test "unless an interrupt came while it ran" {
	race booted tick_a tick_b asm_sysvec_apic_timer_interrupt plain_map
	judge
	[ "$status" -eq 0 ]
	race booted folio_get folio_put asm_exc_page_fault plain_map
	judge
	ours plain_map
}

@test "so is one that a patch adds, under the name that the compiler gave it" {
	race booted folio_get kvm_added.isra.0 do_syscall_64
	judge
	ours kvm_added
}

@test "an instrument, or a function that a patch changes, is ours if it makes the access" {
	race booted folio_get folio_put lab_read
	race booted folio_get folio_put kvm_changed
	judge
	[ "$status" -eq 0 ]
	race booted lab_read kvm_changed do_syscall_64
	judge
	ours kvm_changed lab_read
}

@test "a race that stock reports too is excused in a function that a patch changes only" {
	race booted kvm_changed folio_put do_syscall_64
	race stock kvm_changed folio_put do_syscall_64
	judge --stock stock/console.log
	[ "$status" -eq 0 ]
	race stock lab_read folio_put do_syscall_64
	race booted lab_read folio_put do_syscall_64
	judge --stock stock/console.log
	ours lab_read
}

@test "comments, declarations, calls and functions next to a change are not ours" {
	race booted plain_word declared helper
	race booted kvm_untouched folio_put do_syscall_64
	judge
	[ "$status" -eq 0 ]
}

@test "races of Linux are counted beside those of the stock kernel" {
	race booted folio_get folio_put do_syscall_64
	race booted folio_get folio_put do_syscall_64
	race stock folio_get folio_put do_syscall_64
	race stock tick_a tick_b do_syscall_64
	judge --stock stock/console.log
	[ "$status" -eq 0 ]
	grep -qE '^# +2 +1 data-race in folio_get / folio_put$' <<<"$output"
	grep -qE '^# +0 +1 data-race in tick_a / tick_b$' <<<"$output"
}

@test "where the seeded race ran it must be reported, and is no failure" {
	echo 'gmem-lab: seeded_race@plain' >>booted/console.log
	echo 'void kvm_lab_race(void) { }' >>repo/instruments/lab.c
	judge
	[ "$status" -eq 1 ]
	grep -q '^not ok 2 - booted: control' <<<"$output"
	race booted kvm_lab_race kvm_lab_race lab_read
	judge
	[ "$status" -eq 0 ]
	grep -q '^ok 2 - booted: control' <<<"$output"
}

@test "a report cut short, or without stacks, is not passed over" {
	echo '[   12.345678] BUG: KCSAN: data-race in a / b' >>booted/console.log
	judge
	[ "$status" -eq 1 ]
}

@test "bad input" {
	run "$repo/scripts/kcsan.pl"
	[ "$status" -ne 0 ]
	judge missing.log
	refused missing.log
	run "$repo/scripts/kcsan.pl" --source booted booted/console.log
	refused 'no function of ours'
}

@test "a recorded console: the seeded race is ours, that of the clock is not" {
	cp "$repo/tests/host/kcsan-console.txt" booted/console.log
	run "$repo/scripts/kcsan.pl" booted/console.log
	echo "$output"
	[ "$status" -eq 0 ]
	grep -q '^ok 2 - booted: control' <<<"$output"
	grep -qE '^# +1 +0 data-race in kvm_arch_vcpu_load / pvclock_gtod_notify$' <<<"$output"
}
