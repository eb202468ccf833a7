# The commands of the project. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: run test check format lint bench prove fuzz build bootstrap clean help

# Arguments for the command that `make run` starts: make run ARGS='export/range --verbose'
ARGS ?=

run: build ## Build the release and run the shipped suite (ARGS='...' is passed on to `assay run`)
	.build/release/assay run $(ARGS)

test: ## Build and run every test; what had to be skipped is named at the end
	scripts/bootstrap --tests
	scripts/test

check: lint ## Everything a change has to pass: format, imports, warnings as errors, tests
	scripts/bootstrap --tests
	scripts/check-imports
	scripts/test --scratch-path .build-check -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error

format: ## Format the sources in place
	swift format --in-place --recursive Package.swift Sources Tests

lint: ## Say where the format departs, without changing anything
	swift format lint --strict --recursive Package.swift Sources Tests

bench: build ## Measure how long the shipped suite takes
	scripts/bench

prove: build ## Show that the shipped suite notices faults, and what each scenario is there for (EVERY=10 for each tenth)
	scripts/prove-suite

fuzz: ## Look for inputs that crash a reader or break a rule (FUZZ_SECONDS=25 for each of six readers)
	Fuzzing/fuzz.sh

build: bootstrap ## Build the release, with the Swift runtime linked in
	swift build --configuration release --static-swift-stdlib --product assay

bootstrap:
	scripts/bootstrap

clean: ## Remove everything that was built
	rm -rf .build .build-check

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
