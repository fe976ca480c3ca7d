# Golden Thread. Needs python3 (3.11 or newer) with its venv, and make; brings the rest.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
PROCESSES ?= 2
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
# What Python has compiled once it need not compile at every start, whatever this machine says.
unexport PYTHONDONTWRITEBYTECODE

SCORES = $(shell grep -liE '^SCOREBOARD_ROW|scoreboard row' bench/*.py 2>/dev/null)
MUTANTS := bench/mutants_of_law.py bench/mutants_of_advice.py
BENCHES = $(filter-out $(SCORES) $(MUTANTS),$(shell grep -l '__main__' bench/*.py 2>/dev/null)) $(addprefix bench/linkage/,million.py daily.py lookup.py families.py published.py dirty.py relatives.py)

.PHONY: help run test test-long test-spark check bench scoreboard lock clean chromium
help:
	@echo "make run         start everything on this machine (PORT=8000, DEMO=1 or 0, DATABASE_URL=)"
	@echo "make test        all tests, the browser journeys included (PROCESSES=2)"
	@echo "make test-long   what takes longer"
	@echo "make test-spark  linking on a Spark master with two workers; brings Spark for Python, needs Java 17"
	@echo "make check       formatting, lint, types, import contracts"
	@echo "make bench       the benchmarks, each beside its peer"
	@echo "make scoreboard  the security figures, each with the control that must fail"
	@echo "make lock        choose versions anew"
	@echo "make clean       remove the environment and caches; the data in var/ stays"

run: $(VENV)/.run
	@exec $(BIN)/python -m goldenthread.service.running

test: $(VENV)/.dev chromium
	@exec $(BIN)/python -m pytest -m "not long" --numprocesses=$(PROCESSES) --no-loadscope-reorder

test-long: $(VENV)/.dev chromium
	@$(BIN)/python -m pytest -m long
	@$(BIN)/python -m bench.mutants_of_law
	@$(BIN)/python -m bench.mutants_of_advice

test-spark: $(VENV)/.dev
	@command -v java >/dev/null || { echo "Spark needs Java 17. Run: sudo apt-get install -y --no-install-recommends default-jre-headless"; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-spark.lock
	@$(BIN)/python -m pytest -m long tests/engines/test_spark_agrees.py

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	@failed=0; for bench in $(BENCHES); do $(BIN)/python -m $$(echo $${bench%.py} | tr / .) || failed=1; done; exit $$failed

scoreboard: $(VENV)/.dev
	@failed=0; for score in $(SCORES); do $(BIN)/python -m bench.$$(basename $$score .py) || failed=1; done; exit $$failed

# One environment. What runs is a part of what tests, so neither target takes away what the other brought.
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/uv
	@if [ -f $(VENV)/.dev ]; then lock=requirements-dev.lock; else lock=requirements.lock; fi; \
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes $$lock requirements-uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/uv
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock requirements-uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

$(BIN)/uv: requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Golden Thread needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends fonts-liberation
chromium:
	@if command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && { $(INSTALL) chromium-headless-shell >/dev/null 2>&1 || $(INSTALL) chromium >/dev/null; }; \
	else echo "The browser journeys need Chromium. Run: sudo apt-get install -y --no-install-recommends chromium-headless-shell fonts-liberation"; fi

COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --no-header --python-version 3.11
lock: | $(BIN)/uv
	$(COMPILE) requirements-uv.in -o requirements-uv.lock
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) -c requirements.lock requirements-dev.in -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock requirements-spark.in -o requirements-spark.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
