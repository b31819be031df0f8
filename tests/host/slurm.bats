#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# docs/ci/shares/slurm.sh with a real Slurm: a controller and two nodes on this machine,
# which belong to whoever runs this. Only the boots are stand-ins (boots.bash).

load helper
load boots

# A port that nothing listens on, and two more after it.
free_ports() {
	local port

	for ((port = 16817; port < 26817; port += 3)); do
		! ss -Hltn "sport >= :$port and sport <= :$((port + 2))" | grep -q . || continue
		echo "$port"
		return
	done
}

configure_slurm() { # FIRST-PORT
	cat <<-END
		ClusterName=lab
		SlurmctldHost=$(hostname -s)(127.0.0.1)
		SlurmctldPort=$1
		AuthType=auth/none
		CredType=cred/none
		SlurmUser=$(id -un)
		SlurmdUser=$(id -un)
		StateSaveLocation=$slurm
		SlurmdSpoolDir=$slurm/%n
		SlurmctldPidFile=$slurm/controller.pid
		SlurmdPidFile=$slurm/%n.pid
		SlurmctldLogFile=$slurm/controller.log
		SlurmdLogFile=$slurm/%n.log
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		MpiDefault=none
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU
		SlurmdParameters=config_overrides
		SchedulerParameters=sched_interval=1
		NodeName=one NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$(($1 + 1)) CPUs=2 RealMemory=8000
		NodeName=two NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$(($1 + 2)) CPUs=2 RealMemory=8000
		PartitionName=lab Nodes=ALL Default=YES MaxTime=INFINITE State=UP
	END
}

setup_file() {
	command -v slurmctld slurmd sbatch srun ss >/dev/null || skip 'no Slurm here: apt-get install slurm-wlm iproute2'
	export slurm=$BATS_FILE_TMPDIR/slurm
	export SLURM_CONF=$slurm/slurm.conf
	mkdir -p "$slurm"/{one,two}
	configure_slurm "$(free_ports)" >"$SLURM_CONF"
	slurmctld -c
	slurmd -N one
	slurmd -N two
	timeout 20 sh -c 'until sinfo -h -o %D,%t | grep -qx 2,idle; do sleep 0.2; done'
}

teardown_file() {
	local pid

	while read -r pid; do
		kill "$pid"
		tail --pid="$pid" -f /dev/null
	done < <(cat "$slurm"/*.pid)
}

setup() {
	make_bootable_lab
	echo 'direct 8 prog -z' >>bench/cases/default
	mkdir -p docs/ci
	cp -r "$repo/docs/ci/shares" docs/ci/
	commit_lab
}

# in_shares N: that script, with a new folder for the run.
in_shares() {
	RESULTS=$BATS_TEST_TMPDIR/shared run docs/ci/shares/slurm.sh "$1"
	echo "$output"
	RESULTS=$BATS_TEST_TMPDIR/shared
}

# states: of the array's tasks, by number: "1 one COMPLETED", and so on.
states() {
	scontrol -o show job "$(sed -n 's/^Submitted batch job //p' <<<"$output")" |
		sed -nE 's/.* ArrayTaskId=([0-9]+) .* JobState=([A-Z]+) .* NodeList=(\w+) .*/\1 \3 \2/p' | sort
}

@test "Slurm: an array on two nodes gives the run that one machine gives, byte for byte" {
	BACKEND=tcg scripts/bench.sh
	mv "$(run_dir -tcg)" "$BATS_TEST_TMPDIR/whole"
	in_shares 3
	[ "$status" -eq 0 ]
	[ "$(states | cut -d' ' -f1,3 | xargs)" = '1 COMPLETED 2 COMPLETED 3 COMPLETED' ]
	[ "$(states | cut -d' ' -f2 | sort -u | xargs)" = 'one two' ]
	for file in results.jsonl plan.jsonl fingerprint.json console.log commit diff.patch; do
		cmp "$BATS_TEST_TMPDIR/whole/$file" "$(run_dir -tcg)/$file"
	done
	[ -z "$(git status --porcelain)" ]
}

@test "Slurm: control: a share that fails on its node fails all, and leaves no run" {
	program prog <<<'case "$*" in *-z*) exit 1 ;; esac; echo "{}" >>"$RESULT"'
	in_shares 3
	refused 'not all shares were measured'
	[ "$status" -eq 11 ]
	[ "$(states | cut -d' ' -f1,3 | xargs)" = '1 COMPLETED 2 COMPLETED 3 FAILED' ]
	grep -q '^error: ended so' "$RESULTS/share-3.log"
	RUNS=$RESULTS run scripts/merge.sh
	refused 'share 3/3 is missing'
	[ -d "$(run_dir .failed)" ]
	[ -z "$(compgen -G "$RESULTS/*-tcg")" ]
}

@test "Slurm: bad input is refused before anything is queued" {
	export RESULTS=$BATS_TEST_TMPDIR/shared
	for shares in '' 0 none 4; do
		run docs/ci/shares/slurm.sh $shares
		refused SHARD="$shares/"
	done
	MATRIX=none run docs/ci/shares/slurm.sh 2
	refused MATRIX=none
	RESULTS='' run docs/ci/shares/slurm.sh 2
	refused RESULTS=
	mkdir "$RESULTS"
	run docs/ci/shares/slurm.sh 2
	refused "RESULTS=$RESULTS" 'name a new folder'
	[ -z "$(ls "$RESULTS")" ]
}
