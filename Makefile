# SPDX-License-Identifier: GPL-2.0
# Every verb is one script; `make help` prints the lines with two # signs.
# Variables and their defaults: scripts/variables.tsv.

help: ## this help
	@scripts/help.sh

bench: ## set up, build, boot and measure: results/<time>-<backend>/
	@scripts/bench.sh

test: ## all tests: lint, runner and tools, kernels; ends with a tally
	@scripts/test.sh

stress: ## ten minutes of random operations on each debug kernel; ends with a tally
	@scripts/stress.sh

ci: ## what CI runs: all tests, then debug kernels with a minute of random operations
	@.ci/run

test-gate: ## the gate's tests: false alarms and power, also on kernels; bad input
	@scripts/test.sh gate

mutate: ## one small fault at a time: which test notices? fails below 95%
	@scripts/mutate.sh

merge: ## put the shares RUNS of one run (SHARD=) together to the run that one machine gives
	@scripts/merge.sh

report: ## what RUN found, for people: RUN/report.html, report.md, pictures
	@scripts/judge.sh report

compare: ## differences of the runs B to the run A, worst first
	@scripts/judge.sh compare

gate: ## judge RUN, or a new run, against BASELINE: 0 pass, 1 regressed, 2 can't judge
	@scripts/gate.sh

baseline: ## show what RUN changes in the baseline of its fingerprint, and replace it
	@scripts/judge.sh baseline

bundle: ## pack RUN, its baseline and the verdict into BUNDLE
	@scripts/judge.sh bundle

verdict: ## derive the verdict in BUNDLE again, from its data
	@scripts/judge.sh verdict

lint: ## only shellcheck, checkpatch --strict and clang-format
	@scripts/test.sh lint

list: ## kernels, matrices with their cases, test programs
	@scripts/list.sh

setup: ## only install the Debian packages that are needed
	@scripts/setup.sh test

clean-cache: ## delete sources, builds and images (not results)
	@scripts/clean-cache.sh

.PHONY: help bench test stress ci test-gate mutate merge report compare gate baseline bundle verdict \
	lint list setup clean-cache
