# Everything runs in .venv, which is made from requirements.lock on first use: nothing has to be set up before.
VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help output test lint golden compile bench accuracy pin lock clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@if command -v cc >/dev/null; then echo "Compiling, once, for speed (it works without, too)"; \
		$(BIN)/python scripts/compile.py || echo "Not compiled: everything runs as Python, slower" >&2; fi
	@touch $@

output: $(READY)  ## Extract the descriptions in raw/ into output/
	$(BIN)/factsheet extract raw -o output

test: $(READY)  ## Run the tests
	$(BIN)/python -m pytest -q -n 2

lint: $(READY)  ## Check style, types and the directions of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: $(READY)  ## Rewrite output/ and what else is generated, and show what changed (that run fails when it did)
	$(BIN)/python -m pytest -q -m golden --force-regen

compile: $(READY)  ## Compile anew what has changed (what is not compiled runs as Python, slower)
	$(BIN)/python scripts/compile.py

bench: $(READY)  ## Measure the speed, and write it to docs/benchmark.md
	$(BIN)/python -m benchmarks.speed --write docs/benchmark.md

accuracy: $(READY)  ## Measure the accuracy against gold, and compare it with the pinned figures
	$(BIN)/python -m benchmarks.accuracy

pin: $(READY)  ## Raise the pinned figures to what is measured (lowering them takes ALLOW_REGRESSION=1)
	$(BIN)/python -m benchmarks.accuracy --pin $(if $(ALLOW_REGRESSION),--allow-regression)

lock: $(READY)  ## Choose the newest versions that fit, and write them to requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--extra dev -o requirements.lock pyproject.toml

clean:  ## Remove the environment and caches
	$(if $(wildcard pipeline/native.json),$(BIN)/python scripts/compile.py --remove)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
