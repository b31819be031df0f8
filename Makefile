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
	@scripts/test.sh lint host guest debug

lint: ## only shellcheck, checkpatch --strict and clang-format
	@scripts/test.sh lint

list: ## kernels, matrices with their cases, test programs
	@scripts/list.sh

setup: ## only install the Debian packages that are needed
	@scripts/setup.sh test

clean-cache: ## delete sources, builds and images (not results)
	@scripts/clean-cache.sh

.PHONY: help bench test stress ci lint list setup clean-cache
