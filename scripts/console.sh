# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Judges a boot by QEMU's exit code and the console. Sourced by boot.sh.

boot_marker='gmem-lab: init'

# What the kernel says when something is wrong with it. Only lines with its time stamp
# count, and where they have a number before it, of its own facility (below 8): programs
# may print what they like, to /dev/kmsg, too. Linux has data races of its own:
# scripts/kcsan.pl judges what KCSAN says.
kernel_report='^(<[0-7]>)?\[ *[0-9]+\.[0-9]{6}\](\[ *[CT][0-9]+\])? (------------\[ cut here|BUG: (?!KCSAN: )|WARNING: |kernel BUG at|Oops|Kernel panic|general protection fault|Internal error|refcount_t: |watchdog: BUG|INFO: task .* blocked|INFO: possible |INFO: inconsistent |INFO: trying to register|rcu: INFO: .* stall|UBSAN: |unchecked MSR access|page_owner|list_(add|del) corruption|Bad page state|pagealloc: )'

# first_report DIR: the first such line of kernel.log, which has nothing of programs in
# it, and by console.log what ran then; or nothing. The frame around a report only
# counts where nothing else of it is known.
first_report() {
	kernel_report=$kernel_report perl -e '
		my ($kernel, $console) = @ARGV;
		open my $log, "<", $kernel or exit;
		my $report;
		while (<$log>) {
			s/\r?\n//;
			next unless /$ENV{kernel_report}/;
			$report = $_;
			last unless /cut here/;
		}
		defined $report or exit;
		my $program = "";
		open my $all, "<", $console or die;
		while (<$all>) {
			$program = " (while it ran: $1)" if /^gmem-lab: (?!init)(.*?)\r?$/;
			last if index($_, $report) >= 0;
		}
		$report =~ s/^<\d+>//;
		print "$report$program\n"' "$1/kernel.log" "$1/console.log"
}

# at_work CONSOLE: what a job was at when this was the console, as scripts/job.sh
# announces it.
at_work() {
	perl -ne '
		s/\r?\n//;
		$program = $1 if /^gmem-lab: (?!init$|exit code |the job failed |no result port )(.*)/;
		END { print $program // "no program yet", "\n" }' "$1" 2>/dev/null
}

timed_out() { # CONSOLE SECONDS
	die "-$E_TIMEOUT" "no end after $2 s, at work: $(at_work "$1"); see $1, or give more, TIMEOUT=SECONDS"
}

# classify_boot DIR QEMU_STATUS TIMEOUT: exits with the code that boot.sh
# documents. What the kernel reported is named before what followed from it.
classify_boot() {
	local dir=$1 status=$2 limit=$3 console=$1/console.log report=''

	case $status in
	124 | 137) ;;
	0 | 1 | 33 | 35) [[ -s $console || -s $dir/kernel.log ]] || qemu_failed "$dir" "$status" ;;
	*) qemu_failed "$dir" "$status" ;;
	esac
	report=$(first_report "$dir")
	grep -aqs "$boot_marker" "$console" ||
		die "-$E_BOOT" "the kernel did not boot${report:+: $report}; see $console"
	[[ -z $report ]] ||
		die "-$E_KERNEL" "the kernel reported: $report; see $console"
	case $status in
	33) return 0 ;;
	124 | 137) timed_out "$console" "$limit" ;;
	35) die "-$E_JOB" "the job failed; see $console" ;;
	*) die "-$E_JOB" "the machine ended without a verdict (QEMU's exit code $status); see $console" ;;
	esac
}

qemu_failed() { # DIR STATUS
	die "-$E_QEMU" "QEMU could not run (exit code $2): $(grep -v 'warning: ' "$1/qemu.log" | head -n 1); see $1/qemu.log"
}
