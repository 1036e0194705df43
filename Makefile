# Everything a person or a machine runs here. `make demo` and `make test` set up all they need.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PYTHON ?= $(shell tools/find-python)
# Installing must not compile anything of the project with the network of the build: its tools are pinned too.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
CODE := src tests benchmarks setup.py

.PHONY: setup demo test check format unit databases soak browser bench pins translations clean

$(VENV)/.base: requirements/base.txt setup.py pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本,没有找到。 Python 3.11 or newer was not found."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# All a developer needs: both requirement sets, the browser and the database server where they may be installed.
setup: $(VENV)/.dev
	@tools/system-packages

# A living ledger at http://127.0.0.1:$(PORT); what was entered stays for the next start.
demo: $(VENV)/.base
	@$(BIN)/zhenggai demo --port $(PORT)

# Every check and test, on SQLite and on PostgreSQL, with a real browser.
test: setup check unit databases browser

# The one definition of clean; pre-commit calls it too.
check: $(VENV)/.dev translations
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	ZHENGGAI_HOME=$(VENV)/home $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src
	ZHENGGAI_HOME=$(VENV)/home $(BIN)/python -m django makemigrations --check --dry-run --settings zhenggai.settings

format: $(VENV)/.dev
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

unit: $(VENV)/.dev
	$(BIN)/pytest -q -n 2 tests/unit

databases: $(VENV)/.dev
	ZHENGGAI_TEST_DB=sqlite $(BIN)/pytest -q -n 2 --dist worksteal tests/db tests/web
	ZHENGGAI_TEST_DB=postgres $(BIN)/pytest -q -n 2 --dist worksteal tests/db tests/web
	ZHENGGAI_TEST_DB=sqlite $(BIN)/pytest -q tests/load tests/soak
	ZHENGGAI_TEST_DB=postgres $(BIN)/pytest -q tests/load tests/soak

# What `make test` does in short, for long: many writers, many deaths of the server, a database that is gone for a
# minute. By hand. SOAK_SEED=… plays the moments of an earlier run again.
SOAK := WRITER_MOVES=500 SOAK_KILLS=200 SOAK_AWAY=60
soak: $(VENV)/.dev
	$(SOAK) ZHENGGAI_TEST_DB=sqlite $(BIN)/pytest -q tests/load tests/soak
	$(SOAK) ZHENGGAI_TEST_DB=postgres $(BIN)/pytest -q tests/load tests/soak

# A browser's driver keeps an event loop in its process, so these run in processes of their own.
browser: $(VENV)/.dev
	ZHENGGAI_TEST_DB=postgres $(BIN)/pytest -q -n 2 --dist loadfile tests/e2e/test_journey.py tests/e2e/test_working_journey.py tests/e2e/test_closing_journey.py
	ZHENGGAI_TEST_DB=sqlite $(BIN)/pytest -q -n 2 --dist loadfile tests/e2e

# What the performance claims rest on; run by hand. Its peers are pinned apart from everything else.
bench: $(VENV)/.dev $(VENV)/.peers
	$(BIN)/python benchmarks/reading.py --peers $(VENV)/peers/bin/python --write

$(VENV)/.peers: requirements/bench.txt
	@$(PYTHON) -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

# Pin all requirements anew, with hashes and without naming any index.
pins: $(VENV)/.dev
	tools/pin-requirements

translations: $(VENV)/.dev
	@$(BIN)/python setup.py --quiet compile_catalog

clean:
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache
