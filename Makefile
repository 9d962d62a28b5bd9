# The first two commands: `make nightly` and `make test`. Both create .venv from requirements.lock when it is missing
# or older than the lock. The lock is whole, so pip need not resolve (and stumble over a package pinned below its newest
# release that another asks for with an extra); `pip check` says that nothing is missing.

PYTHON ?= python3
BIN := .venv/bin
# One worker more than cores, at most five: tests wait for processes, locks and the disk a seventh of the time.
WORKERS := $(shell cores=$$(getconf _NPROCESSORS_ONLN || echo 1); echo $$((cores < 4 ? cores + 1 : 5)))
# A file's tests share what its fixtures build, so a worker takes whole files, in the order of tests/conftest.py.
PARALLEL := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help nightly reload example test test-fast test-browser screenshots workbench lint format commands-page lock clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

nightly: .venv/ready  ## run the nightly Prefect flow on raw/, publish warehouse/duban.duckdb
	@$(BIN)/duban nightly

reload: .venv/ready  ## the same steps without Prefect
	@$(BIN)/duban reload

example: .venv/ready  ## load the constructed example city into warehouse/example/
	@$(BIN)/duban reload --raw examples/raw --warehouse warehouse/example

test: .venv/ready  ## run the tests
	@$(BIN)/pytest $(PARALLEL) -m "not browser"

test-fast: .venv/ready  ## the tests without those that publish warehouses, start Prefect or inject faults
	@$(BIN)/pytest $(PARALLEL) -m "not slow and not prefect and not fault and not browser"

test-browser: .venv/ready .venv/axe/ready  ## the workbench in headless Chromium (needs chromium, its driver, Noto CJK fonts, npm)
	@$(BIN)/pytest -n 2 -m browser tests/workbench/browser

screenshots: .venv/ready .venv/axe/ready  ## take the pictures of docs/workbench anew
	@SCREENSHOTS=docs/workbench $(BIN)/pytest -q -m browser -k test_a_page_is_shown

workbench: .venv/ready  ## look at what is published in a browser
	@$(BIN)/duban workbench

lint: .venv/ready  ## ruff, mypy, and the rules of the SQL
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/duban lint

format: .venv/ready  ## format the Python
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

commands-page: .venv/ready  ## write docs/commands.md anew from the help of every command
	@$(BIN)/python -m tests.docs.commands_page

lock:  ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade \
		--group dev --extra workbench pyproject.toml -o requirements.lock

clean:  ## remove .venv and caches; warehouse/ stays
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The rules of accessibility that the browser tests apply; a tool of the tests, and of nothing that runs.
.venv/axe/ready: .venv/ready
	@npm install --prefix .venv/axe --no-save --ignore-scripts --no-audit --no-fund --loglevel=error axe-core@4.14.1
	@touch .venv/axe/ready

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "duban needs Python 3.11 or newer; say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@echo "creating .venv and installing pinned dependencies (a minute, once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/pip check --disable-pip-version-check > /dev/null
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch .venv/ready
