#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for perl; variables of helper.bash
# What the gate writes, in every form and after every failure, and what it refuses to read:
# labstat on changed copies of a recorded run. Nothing else is built, nothing boots.

load helper

setup_file() {
	export CACHE=$BATS_FILE_TMPDIR/cache SETUP=no
	"$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	labstat=$CACHE/tools/labstat
	tolerances=$repo/tools/gate/gate.tolerances
	cp -r "$BATS_TEST_DIRNAME/recorded" base
	cp -r base new
	mkdir out
}

# edit FILE LINE CODE: changes one record, $r in the code.
edit() {
	perl -MJSON::PP -i -pe "if (\$. == $2) {
		my \$r = decode_json(\$_); $3;
		\$_ = JSON::PP->new->canonical->ascii->encode(\$r) . \"\\n\" }" "$1"
}

# gate [BASE]: of the run `new`; the reports are in out/, the table in text, which is
# shown, and the error in said.
gate() {
	status=0
	timeout 20 "$labstat" gate "$tolerances" out "${1:-base}" new >text 2>said || status=$?
	cat text said
}

# refused TEXT...: exit 3, one line with each TEXT, and no report.
refused() {
	[ "$status" -eq 3 ]
	[ "$(wc -l <said)" -eq 1 ]
	for text; do grep -qF -- "$text" said || return 1; done
	[ -z "$(ls -A out)" ]
}

# agree: all forms say the same of each case, are UTF-8 and are what parsers take.
agree() {
	cat out/* text | iconv -f UTF-8 -t UTF-8 >/dev/null
	xmllint --noout out/junit.xml
	perl -MTAP::Parser -0777 -ne 'my $p = TAP::Parser->new({ tap => $_ });
		$p->run; $p->parse_errors and die $p->parse_errors' out/gate.ktap
	/usr/bin/python3 -W ignore -m jsonschema -i out/kcidb.json "$BATS_TEST_DIRNAME/kcidb.schema.json"
	"$BATS_TEST_DIRNAME/gate_forms.py" out text >forms
}

# every_answer: a run with a case of each sort.
every_answer() {
	for dir in base new; do
		edit $dir/results.jsonl 2 '$r->{metric} = "hw_event"; $r->{unit} = "count";
			$r->{kind} = "observed"'
		edit $dir/results.jsonl 14 'delete $r->{values}; $r->{na} = "no such event"'
	done
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	edit new/results.jsonl 4 'delete $r->{values}; $r->{na} = "no clock"'
	edit new/results.jsonl 16 'pop @{$r->{values}}'
	edit new/results.jsonl 24 '$r->{dimensions}{len} = 16'
}

@test "all forms say the same of each case" {
	every_answer
	gate
	[ "$status" -eq 1 ]
	agree
	grep -q "^regressed	gmem_rw_latency/access strategy=hva path=isolated op=read len=4096 .*	721 -> 733" forms
	grep -q "^can't judge	gmem_rw_latency/access strategy=direct .*	n/a: no clock" forms
	grep -q "^can't judge	.*	.* calls, but .* in the baseline" forms
	grep -q "^not gated	.*	n/a: no such event" forms
	grep -q "^not gated	gmem_rw_latency/hw_event .*	.*observed" forms
	grep -q "^not gated	.* len=16 .*	not in the baseline" forms
	grep -q "	gmem_rw_latency/access .* op=write len=4096 .*cpus=16 .*not in the run" forms
	[ "$(grep -c . forms)" -eq 25 ]
}

@test "a form that says otherwise is seen" {
	every_answer
	gate
	agree
	cp -r out whole
	for change in 's/not ok 12/ok 12/ gate.ktap' 's/<failure/<error/;s/failure>/error>/ junit.xml' \
		's/"FAIL"/"PASS"/ kcidb.json' 's/regressed/passed/ verdict.json' 's/^| regressed/| passed/ gate.md' \
		's/"ERROR"/"SKIP"/ kcidb.json' 's/1 regressed/2 regressed/ gate.md'; do
		rm -r out
		cp -r whole out
		sed -i "${change% *}" "out/${change##* }"
		run "$BATS_TEST_DIRNAME/gate_forms.py" out text
		[ "$status" -eq 1 ]
	done
}

@test "all forms say why nothing can be judged" {
	sed -i 's/"compiler" : "cc/&x/' new/fingerprint.json
	gate
	[ "$status" -eq 2 ]
	agree
	grep -q "^can't judge	comparable	baseline and run have other fingerprints" forms
}

@test "a failure's text is in the element's body, too" {
	edit new/results.jsonl 12 '$_ += 12 for @{$r->{values}}'
	gate
	[ "$(xmllint --xpath 'string(//failure)' out/junit.xml)" = \
		'721 -> 733 insns (+12, +1.66%), allowed +3.6' ]
}

@test "KCIDB has the commit, and other ids for every other run or baseline" {
	ids() { grep -o '"id": "[^"]*"' out/kcidb.json | sort; }
	gate
	grep -q "\"git_commit_hash\": \"$(cat base/commit)\"" out/kcidb.json
	grep -q "\"git_commit_name\": \"$(head -c 12 base/commit)\"" out/kcidb.json
	ids >first
	[ -z "$(uniq -d first)" ]
	[ "$(grep -c . first)" -eq 26 ]
	gate
	ids | cmp first
	for change in 'echo x >new/diff.patch' 'cp -r base other' 'echo files-12: no git >new/commit' \
		'edit new/results.jsonl 12 "\$r->{values}[0]--"' \
		'sed -i s/7.2.22/8.0/ new/fingerprint.json' \
		'edit new/results.jsonl 13 "\$r->{values}[0]--"'; do
		eval "$change"
		# shellcheck disable=SC2046 # a word or none
		gate $([ ! -d other ] || echo other)
		agree
		[ -z "$(ids | comm -12 - first)" ]
		ids >first
	done
	run grep git_commit out/kcidb.json
	[ "$status" -eq 1 ]
	grep -q 'files-12: no git' out/kcidb.json
	echo x >new/diff.patch
	cp base/commit new/
	gate
	grep -q "\"git_commit_name\": \"$(head -c 12 base/commit)-dirty\"" out/kcidb.json
}

@test "any bytes in a reason or a name are one case in each form" {
	while read -r name reason; do
		cp base/results.jsonl new/results.jsonl
		REASON=$reason edit new/results.jsonl 14 'delete $r->{values}; $r->{na} = eval $ENV{REASON}'
		gate
		echo "$name: $status"
		[ "$status" -eq 2 ]
		agree
		[ "$(grep -c . forms)" -eq 24 ]
		[ "$(grep -c "^can't judge" forms)" -eq 1 ]
		# Readers of lines split at more than a newline.
		/usr/bin/python3 -c 'import sys
for name in sys.argv[1:]:
    text = open(name, encoding="utf-8", newline="").read()
    assert text.splitlines() == text.split("\n")[:-1], name' out/gate.ktap out/gate.md text
	done <<'EOF'
long_utf8 "\x{e9}" x 300
cut_in_euro "a" . "\x{20ac}" x 300
cut_in_emoji "ab" . "\x{1f600}" x 300
no_character "x\x{ffff}y\x{fffe}"
controls "\x01\x08\x0b\x0c\x1b[31m\x1c\x7f\x{85}\x{9b}"
lines "a\n# b\r\nok 25 c\x{2028}d\x{2029}e"
result "\nnot ok 1"
directive "x # SKIP y # TODO z"
markup q(</error>]]>&amp;&#0;<!-- "'<script>)
markdown q(| a | b | `c` *d* [e](f) \\ ~~g~~ \_)
very_long "x" x 100000
EOF
}

@test "bytes in a dimension, and names that are alike as far as they are shown" {
	edit base/results.jsonl 14 '$r->{dimensions}{path} = "a\nnot ok 1 # SKIP | <\x{ffff}\x{e9}"'
	cp base/results.jsonl new/
	gate
	[ "$status" -eq 0 ]
	agree
	[ "$(grep -c . forms)" -eq 24 ]
	for dir in base new; do
		edit $dir/results.jsonl 16 '$r->{dimensions}{event} = "x" x 100 . "a"'
		edit $dir/results.jsonl 15 '$r->{dimensions}{event} = "x" x 100 . "b"; $r->{metric} = "access"'
	done
	edit new/results.jsonl 16 '$_ += 100 for @{$r->{values}}'
	gate
	[ "$(grep -o '"id": "[^"]*"' out/kcidb.json | sort | uniq -d)" = '' ]
	[ "$(grep -c '"status": "FAIL"' out/kcidb.json)" -eq 1 ]
}

@test "a folder's name that is no UTF-8 leaves reports that are" {
	mv new $'new\xff\n'
	status=0
	"$labstat" gate "$tolerances" out base $'new\xff\n' >text || status=$?
	[ "$status" -eq 0 ]
	agree
}

@test "a failure leaves no report of an earlier verdict" {
	cp new/results.jsonl whole
	gate
	grep -q PASSED out/gate.md
	echo '{' >>new/results.jsonl
	gate
	refused new/results.jsonl:25
	cp whole new/results.jsonl
	gate
	rm out/kcidb.json
	mkdir out/kcidb.json
	gate
	[ "$status" -eq 3 ]
	grep -q 'out/kcidb.json: can.t be removed: Is a directory' said
	[ "$(ls -A out)" = kcidb.json ]
}

@test "a verdict that can't be printed leaves no report" {
	status=0
	"$labstat" gate "$tolerances" out base new >/dev/full 2>said || status=$?
	refused 'stdout: No space left on device'
}

@test "a full disk leaves no report, and is what is said" {
	cat >fill <<'EOF'
mount -t tmpfs -o "size=$1" none out || exit
"$2" gate "$3" out base new >text 2>said
echo $? >status
ls -A out >left
EOF
	for size in 4k 8k 16k; do
		unshare -rm sh fill $size "$labstat" "$tolerances"
		cat said
		[ "$(cat status)" -eq 3 ]
		grep -q "can't be written: No space left on device" said
		[ ! -s left ]
	done
	unshare -rm sh fill 1m "$labstat" "$tolerances"
	[ "$(cat status)" -eq 0 ]
	[ "$(grep -c . left)" -eq 5 ]
}

@test "a folder for reports that can't be written is named, with the reason" {
	gate() { status=0; "$labstat" gate "$tolerances" "$1" base new >text 2>said || status=$?; cat said; }
	gate nowhere
	refused nowhere 'No such file or directory'
	gate text
	refused text 'Not a directory'
	gate /proc/self
	[ "$status" -eq 3 ]
	grep -q "/proc/self/gate.md: can't be written: " said
}

@test "of two judgements of one run at once, one's reports stand whole" {
	cp -r base lower
	edit lower/results.jsonl 12 '$_ -= 100 for @{$r->{values}}'
	for _ in 1 2 3 4 5 6; do
		for baseline in base lower base lower; do
			"$labstat" gate "$tolerances" out $baseline new >$baseline.text 2>/dev/null &
		done
		wait
		[ "$(find out -type f | wc -l)" -eq 5 ]
		grep -q REGRESSED out/gate.md && cp lower.text text || cp base.text text
		agree
	done
}

@test "one judgement waits for another that is writing" {
	mkfifo slow
	"$labstat" gate "$tolerances" out base new >slow &
	first=$!
	exec 7<slow
	until [ -e out/verdict.json ]; do sleep 0.1; done
	"$labstat" gate "$tolerances" out base new >text &
	second=$!
	sleep 0.5
	cat <&7 >/dev/null
	wait $first
	wait $second
	agree
}

@test "bad input: a FIFO, a folder or a device in a file's place ends at once" {
	tolerances=tolerances
	cp "$repo/tools/gate/gate.tolerances" tolerances
	echo '{}' >base/floors.json
	cp base/floors.json new/
	for file in tolerances {base,new}/{plan.jsonl,results.jsonl,fingerprint.json,floors.json} new/commit; do
		mv "$file" kept
		for make in mkfifo mkdir 'ln -s /dev/zero'; do
			$make "$file"
			gate
			refused "$file: is not a regular file"
			rm -r "$file"
		done
		mv kept "$file"
	done
	gate
	[ "$status" -eq 0 ]
	mkdir bundle
	cp -r base bundle/baseline
	cp -r base bundle/run
	cp tolerances bundle/gate.tolerances
	mkfifo bundle/verdict.json
	for verb in 'verdict bundle' 'witness base/results.jsonl bundle/verdict.json'; do
		status=0
		# shellcheck disable=SC2086 # two words or more
		timeout 20 "$labstat" $verb >text 2>said || status=$?
		[ "$status" -eq 3 ]
		grep -qx 'labstat: bundle/verdict.json: is not a regular file' said
	done
}

@test "bad input: numbers that overflow" {
	cp new/results.jsonl whole
	for value in 1e400 -1e400 1e999999999 99999999999999999999999 1.7e308 -1.7e308 9007199254740992; do
		sed "3s/\"values\":\[[0-9]*,/\"values\":[$value,/" whole >new/results.jsonl
		gate
		refused new/results.jsonl:3 values
	done
	sed '3s/"values":\[[0-9]*,/"values":[9007199254740991,/' whole >new/results.jsonl
	gate
	[ "$status" -le 2 ]
	agree
	cp whole new/results.jsonl
	edit new/results.jsonl 3 'delete $r->{values}; $r->{na} = "why"; $r->{seen} = 1e308'
	gate
	refused 'new/results.jsonl:3: seen: is too large'
	# Each figure is finite, and so was their difference once.
	for dir in base new; do
		edit $dir/results.jsonl 12 "\$_ = $([ $dir = base ] && echo 1e308 || echo 1.7e308) for @{\$r->{values}}"
	done
	gate
	refused 'results.jsonl:12: values[0]: is too large'
}

@test "bad input: tolerances that are only nearly right" {
	while IFS='|' read -r line why; do
		# shellcheck disable=SC2059 # it has a NUL
		printf "# one\n$line\n" >wrong
		tolerances=wrong gate
		echo "$line"
		refused "wrong:2: $why"
	done <<'EOF'
gmem_rw_latency/acces relative=1%%|'gmem_rw_latency/acces' is no metric
gmem_rw_latency/accesss relative=1%%|'gmem_rw_latency/accesss' is no metric
gmem_rw_latency relative=1%%|'gmem_rw_latency' is no metric
gmem_rw_latency/access, relative=1%%|'' is no strategy
gmem_rw_latency/access,hv relative=1%%|'hv' is no strategy, there are: hva direct
gmem_rw_latency/access,vmap,isolate relative=1%%|'isolate' is no path
gmem_rw_latency/access,vmap, relative=1%%|'' is no path
gmem_rw_latency/access,,isolated relative=1%%|'' is no strategy
gmem_rw_latency/access,vmap,isolated,8 relative=1%%|'8' is no part of a name
insn relative=1%%|'insn' is no metric and no unit
insns,vmap relative=1%%|'insns' is no metric
insns relative=0x10%%|insns: '0x10%' is no number with a %
insns relative=1e1%%|insns: '1e1%' is no number
insns relative=+1%%|insns: '+1%' is no number
insns relative=1.2.3%%|insns: '1.2.3%' is no number
insns relative=.%%|insns: '.%' is no number
insns relative=1%%%%|insns: '1%%' is no number
insns relative=1%%x|insns: '1%x' is no number
insns relative=101%%|insns: '101%' is above 100
insns absolute=9999999999999999|insns: '9999999999999999' is above
insns absolute=inf|insns: 'inf' is no number
insns absolute=1,5|insns: '1,5' is no number
insns relative=1%% relative=2%%|insns: '2%': a second time
insns p=0.1 p=0.1|insns: '0.1': a second time
insns p=1e-3|insns: '1e-3' is no number
insns relative=1%%\0absolute=100000|has a NUL byte
insns\0 relative=1%%|has a NUL byte
EOF
	printf 'insns absolute=1\ninsns absolute=1\n' >wrong
	tolerances=wrong gate
	refused 'wrong:2: insns: a second time'
}

@test "a stored report says nothing of a run that could not be judged" {
	export RESULTS=$PWD/results RUN=$PWD/new BASELINE=$PWD/base
	unset TOLERANCES REPORTS DRYRUN
	"$repo/scripts/gate.sh"
	grep -q PASSED new/gate/gate.md
	BASELINE=$PWD/nowhere run "$repo/scripts/gate.sh"
	[ "$status" -eq 3 ]
	[ -z "$(ls -A new/gate)" ]
}
