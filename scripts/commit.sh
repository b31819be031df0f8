#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/commit.sh DIR
# Writes to DIR which state of this repository a run is of: `commit`, the commit of
# git and in diff.patch what differs from it, files unknown to git included. Where git
# doesn't know it is `files-HASH`, of all files, and why. Writes nothing to .git.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# Whoever owns the repository: its scripts run already.
in_git() { git -c safe.directory='*' "$@"; }

# Says why git can't tell; silent if it can.
why_unknown() {
	local root

	if ! command -v git >/dev/null; then
		echo "there is no git"
	elif ! root=$(in_git rev-parse --show-toplevel 2>"$work_dir/said"); then
		head -n 1 "$work_dir/said"
	elif [[ ! $root -ef $top ]]; then
		echo "it is no repository, but lies in $root, which is one"
	elif ! in_git rev-parse -q --verify HEAD >/dev/null; then
		echo "the repository has no commit"
	fi
}

# Where results and builds lie within the repository, they are no part of it.
outside() {
	local place

	for place in "$RESULTS" "$CACHE"; do
		place=$(realpath -sm -- "$place")	# $top/../results is not within it
		[[ $place != "$top"/* ]] || printf '%s\n' "${place#"$top"/}"
	done
}

files_hash() {
	local place skip=(-path ./.git -o -path ./results)

	while IFS= read -r place; do
		skip+=(-o -path "./$place")
	done < <(outside)
	find . \( "${skip[@]}" \) -prune -o -type f -print0 | LC_ALL=C sort -z |
		xargs -0 sha256sum | short_hash
}

# By way of a copy of the index and a store of objects beside git's own.
changes() {
	local place besides=(.)
	local -x GIT_INDEX_FILE=$work_dir/index GIT_OBJECT_DIRECTORY=$work_dir/objects
	local -x GIT_ALTERNATE_OBJECT_DIRECTORIES

	while IFS= read -r place; do
		besides+=(":(exclude,literal)$place")
	done < <(outside)
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$(env -u GIT_OBJECT_DIRECTORY git -c safe.directory='*' \
		rev-parse --git-path objects)
	mkdir "$GIT_OBJECT_DIRECTORY"
	cp "$(env -u GIT_INDEX_FILE git -c safe.directory='*' rev-parse --git-path index)" "$GIT_INDEX_FILE"
	in_git add --intent-to-add -- "${besides[@]}" 2>/dev/null
	in_git diff --no-ext-diff --binary HEAD -- "${besides[@]}"
}

(($# == 1)) || usage "$0"
dir=$(cd "$1" && pwd)
cd "$top"
make_work_dir
why=$(why_unknown)
if [[ -z $why ]]; then
	in_git rev-parse HEAD >"$dir/commit"
	changes >"$dir/diff.patch"
else
	files=$(files_hash) || exit
	echo "files-$files: ${why//$'\n'/ }" >"$dir/commit"
	: >"$dir/diff.patch"
	say "commit: files-$files, of all files: $why"
fi
