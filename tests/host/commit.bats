#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2030,SC2031,SC2154 # variables of helper.bash
# Which state of the repository a run says that it is of: real git on small trees.

load helper

setup() {
	make_lab
	export HOME=$BATS_TEST_TMPDIR GIT_CONFIG_GLOBAL=$BATS_TEST_TMPDIR/gitconfig
	git config --global user.name lab
	git config --global user.email lab@localhost
	# git tidies up in the background, which changes .git at a time of its own.
	git config --global gc.auto 0
	git config --global maintenance.auto false
	out=$BATS_TEST_TMPDIR/out
	mkdir "$out"
}

repository() { # [FOLDER]
	git init -q "${1:-.}" && git -C "${1:-.}" add -A && git -C "${1:-.}" commit -qm lab
	head=$(git -C "${1:-.}" rev-parse HEAD)
}

says() { # COMMIT-PATTERN: what commit.sh leaves in out
	scripts/commit.sh "$out"
	[[ $(cat "$out/commit") =~ ^$1 ]] || { cat "$out/commit"; return 1; }
}

@test "a commit, and no changes" {
	repository
	says "$head\$"
	[ ! -s "$out/diff.patch" ]
}

@test "results and a cache that are named by way of the repository are not within it" {
	repository
	export RESULTS=../results CACHE=$PWD/../cache
	says "$head\$"
	[ ! -s "$out/diff.patch" ]
}

@test "changes, also of binary files and of those that git doesn't know; .git stays as it was" {
	repository
	echo more >>bench/prog.c
	printf 'a\0b' >bench/new.bin
	# Git sets the time of an object that it finds instead of writing it.
	tar -C .git --sort=name --mtime=@0 -cf ../before .
	says "$head\$"
	tar -C .git --sort=name --mtime=@0 -cf ../after .
	cmp ../before ../after
	git stash -qu
	git apply "$out/diff.patch"
	grep -qx more bench/prog.c
	cmp bench/new.bin <(printf 'a\0b')
}

@test "another repository that the environment names is not looked at" {
	mkdir ../other && echo x >../other/file
	repository ../other
	repository
	export GIT_DIR=$BATS_TEST_TMPDIR/other/.git GIT_WORK_TREE=$BATS_TEST_TMPDIR/other
	says "$head\$"
	[ ! -s "$out/diff.patch" ]
}

@test "an archive unpacked within another repository is a hash of its files, and says why" {
	repository ..
	echo huge >../unrelated
	says "files-[0-9a-f]{12}: it is no repository, but lies in $BATS_TEST_TMPDIR,"
	[ ! -s "$out/diff.patch" ]
}

@test "the hash of files is of their contents, not of results" {
	says 'files-[0-9a-f]{12}: '
	first=$(cat "$out/commit")
	mkdir -p results/x "$PWD/own"
	echo x >results/x/y
	RESULTS=own
	echo x >own/y
	says 'files-'
	[ "$(cat "$out/commit")" = "$first" ]
	echo more >>bench/prog.c
	says 'files-'
	[ "$(cat "$out/commit")" != "$first" ]
}

@test "where there is no git, or no commit, that is said" {
	git init -q .
	says 'files-[0-9a-f]{12}: the repository has no commit'
	mkdir ../few
	for tool in bash env dirname find sort xargs sha256sum mktemp rm nproc tr cat; do
		ln -s "$(command -v $tool)" ../few/
	done
	PATH=$BATS_TEST_TMPDIR/few says 'files-[0-9a-f]{12}: there is no git'
}

@test "a repository of another owner is known all the same" {
	((EUID == 0)) || skip "only root can give files away"
	repository
	chown -R 65534 .
	says "$head\$"
}

@test "results within the repository are no change of it" {
	repository
	mkdir -p 'my results' cache
	echo x >'my results/figures'
	echo x >cache/vmlinux
	export RESULTS=$PWD/'my results' CACHE=$PWD/cache
	says "$head\$"
	[ ! -s "$out/diff.patch" ]
}
