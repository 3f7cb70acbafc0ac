# Two commands do all the set-up on Debian 12 with a Swift 6.3 toolchain: `make demo` and `make test`.
# `make` alone lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo run test test-swift test-browser build lint format bench clean

# An import of a target that Package.swift does not name is an error.
SWIFT_BUILD := swift build --explicit-target-dependency-import-check error
SWIFT_FILES := $(wildcard Package.swift Sources Tests Benchmarks)

DEMO_DATABASE := demo.sqlite
# With the rejects and uploads beside it, which are about people too.
DEMO_FILES := $(DEMO_DATABASE) $(DEMO_DATABASE)-shm $(DEMO_DATABASE)-wal $(DEMO_DATABASE).data $(DEMO_DATABASE).key
# `make demo PORT=9000` serves on another port.
SERVE_OPTIONS := $(if $(PORT),--port $(PORT))

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

demo: build ## Fill demo.sqlite anew with an invented district, and serve it
	rm -rf $(DEMO_FILES)
	.build/release/kreds demo --database sqlite:$(DEMO_DATABASE) $(SERVE_OPTIONS)

run: ## Build for debugging, and serve demo.sqlite as it is
	@test -e $(DEMO_DATABASE) || { echo "There is no $(DEMO_DATABASE) yet: make demo fills one." >&2; exit 1; }
	scripts/install-missing.sh build
	$(SWIFT_BUILD) --product kreds
	.build/debug/kreds serve --database sqlite:$(DEMO_DATABASE) $(SERVE_OPTIONS)

test: lint test-swift test-browser ## Check the format, then run all tests

test-swift: ## Run the Swift tests alone
	scripts/install-missing.sh build
	$(SWIFT_BUILD) --build-tests
	swift test --skip-build

test-browser: ## Run the command-line and browser tests alone
	scripts/install-missing.sh build
	scripts/install-missing.sh browser-tests
	$(SWIFT_BUILD) --product kreds
	.venv/bin/python -m pytest --config-file Tests/Browser/pytest.ini --numprocesses auto --dist loadscope \
		Tests/CommandLine Tests/Browser

build: ## Build the executable for use: .build/release/kreds
	scripts/install-missing.sh build
	$(SWIFT_BUILD) -c release --product kreds

lint: ## Check the format of all Swift files
	scripts/install-missing.sh build
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)

format: ## Format all Swift files
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

bench: ## Measure speed, in a release build
	scripts/install-missing.sh build
	scripts/bench.sh

clean: ## Remove what was built, .venv and demo.sqlite
	swift package clean
	rm -rf .venv $(DEMO_FILES)
