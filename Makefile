# make demo    build in release and decide the example's calls
# make test    build and run every test, and replay the fuzzers' regressions
# make bench   benchmarks: counts first, times beside them
# make bench-peers   the same calls through other implementations that can be installed
# make gate    counts of the benchmarks against the committed ones, after a test of the gate itself
# make fuzz    run each fuzzer for FUZZ_SECONDS (60)

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: demo test bench bench-peers gate fuzz install-build install-test install-bench

FUZZ_SECONDS ?= 60
EXAMPLE := spec/examples
TOOL := .build/release/callgate

demo: install-build
	@echo "building in release; the first time takes some minutes"
	@swift build -c release --product callgate --quiet
	@$(TOOL) eval --policy $(EXAMPLE)/policy.yaml --requests $(EXAMPLE)/calls.jsonl --table

# The release build of the machine is the one in which the compiler refuses locks and allocation.
test: install-test
	@swift build -c release --target CallgateMachine --quiet
	@swift build --build-tests --quiet
	@swift test --skip-build --disable-xctest

bench: install-bench
	@$(MAKE) --no-print-directory -C Benchmarks bench

gate: install-bench
	@$(MAKE) --no-print-directory -C Benchmarks canary check

bench-peers: install-bench
	@$(MAKE) --no-print-directory -C Benchmarks peers

fuzz: install-test
	@$(MAKE) --no-print-directory -C fuzz fuzz SECONDS_EACH=$(FUZZ_SECONDS)

install-build:
	@.ci/install libxxhash-dev libsqlite3-dev

install-test:
	@.ci/install libxxhash-dev libsqlite3-dev libre2-dev tzdata

install-bench:
	@.ci/install libxxhash-dev libsqlite3-dev valgrind
