# make demo    build in release and decide the example's calls
# make c       libcallgate.so, libcallgate.a and callgate.pc, in .build/c
# make node    the package for Node, in .build/node
# make python  the wheel for Python, in .build/python
# make install the libraries, callgate.h, callgate.pc and the tool, under PREFIX (/usr/local) and DESTDIR
# make test    build and run every test, and replay the fuzzers' regressions
# make bench   benchmarks: counts first, times beside them
# make bench-peers   the same calls through other implementations that can be installed
# make gate    counts of the benchmarks against the committed ones, after a test of the gate itself
# make fuzz    run each fuzzer for FUZZ_SECONDS (60)
# make races   threads that share a guard, under ThreadSanitizer

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: demo c node python install install-files test test-node test-python bench bench-peers gate fuzz races
.PHONY: install-build install-test install-bench install-node install-python

FUZZ_SECONDS ?= 60
EXAMPLE := spec/examples
TOOL := .build/release/callgate
C := .build/c
NODE := .build/node
WHEEL := .build/python
PREFIX ?= /usr/local
DESTDIR ?=

demo: install-build
	@echo "building in release; the first time takes some minutes"
	@swift build -c release --product callgate --quiet
	@$(TOOL) eval --policy $(EXAMPLE)/policy.yaml --requests $(EXAMPLE)/calls.jsonl --table

c: install-build
	@swift build -c release --product CallgateC --quiet
	@Sources/CallgateC/link.sh .build/release $(C)

node: c install-node
	@Sources/Bindings/node/build.sh $(C) $(NODE)

python: c install-python
	@Sources/Bindings/python/build.sh $(C) $(WHEEL)

install: c
	@swift build -c release --product callgate --quiet
	@$(MAKE) --no-print-directory install-files

# What has been built before, so that who installs needs no compiler.
install-files:
	@install -d $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/bin
	@install -m 644 Sources/CallgateC/include/callgate.h $(DESTDIR)$(PREFIX)/include/
	@install -m 755 --strip --strip-program='strip' $(C)/libcallgate.so.1 $(DESTDIR)$(PREFIX)/lib/
	@ln -sf libcallgate.so.1 $(DESTDIR)$(PREFIX)/lib/libcallgate.so
	@install -m 644 $(C)/libcallgate.a $(DESTDIR)$(PREFIX)/lib/
	@sed 's|@PREFIX@|$(PREFIX)|' $(C)/callgate.pc > $(DESTDIR)$(PREFIX)/lib/pkgconfig/callgate.pc
	@install -m 755 $(TOOL) $(DESTDIR)$(PREFIX)/bin/

# The release build of the machine is the one in which the compiler refuses locks and allocation.
test: install-test c
	@swift build -c release --target CallgateMachine --quiet
	@swift build -c release --product callgate --quiet
	@swift build --build-tests --quiet
	@CALLGATE_EMBEDDING=1 swift test --skip-build --disable-xctest
	@$(MAKE) --no-print-directory test-node
	@$(MAKE) --no-print-directory test-python

# Where Node is not installed it is left out, but not where CALLGATE_EMBEDDING or CI say that it has to be there.
test-node:
	@if [ -z "$${CALLGATE_EMBEDDING:-}$${CI:-}" ] && ! command -v node >/dev/null; then \
	    echo "test-node: skipped, node is not installed"; \
	else \
	    $(MAKE) --no-print-directory node && node --test Tests/CallgateNodeTests/*.test.mjs; \
	fi

# Likewise. The frameworks that the adapters are for are installed in an environment of the tests' own.
test-python:
	@if [ -z "$${CALLGATE_EMBEDDING:-}$${CI:-}" ] && ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "test-python: skipped, python3 is not installed, or older than 3.11"; \
	else \
	    $(MAKE) --no-print-directory python && Tests/CallgatePythonTests/run.sh $(WHEEL); \
	fi

bench: install-bench
	@$(MAKE) --no-print-directory -C Benchmarks bench

gate: install-bench
	@$(MAKE) --no-print-directory -C Benchmarks canary check

bench-peers: install-bench
	@$(MAKE) --no-print-directory -C Benchmarks peers

fuzz: install-test
	@$(MAKE) --no-print-directory -C fuzz fuzz SECONDS_EACH=$(FUZZ_SECONDS)

races: install-build
	@$(MAKE) --no-print-directory -C fuzz races

install-build:
	@.ci/install libxxhash-dev libsqlite3-dev

install-test:
	@.ci/install libxxhash-dev libsqlite3-dev libre2-dev tzdata gcc binutils valgrind pkg-config

install-bench:
	@.ci/install libxxhash-dev libsqlite3-dev valgrind

# A Node that is there may have come with its headers, or from elsewhere than Debian.
install-node:
	@command -v node >/dev/null || .ci/install nodejs
	@Sources/Bindings/node/headers.sh >/dev/null 2>&1 || .ci/install libnode-dev
	@.ci/install gcc binutils

# Likewise a Python.
install-python:
	@command -v python3 >/dev/null || .ci/install python3
	@python3 -c 'import ensurepip, venv' 2>/dev/null || .ci/install python3-venv
	@test -f "$$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["include"])')/Python.h" || .ci/install python3-dev
	@.ci/install gcc binutils
