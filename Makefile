# Needs Python 3.11+ and make, nothing else: the environment is made here on first use.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= zpm-audit-demo
RUNS ?= 3

# The tests start the program hundreds of times: its modules are compiled once, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test snel test-alles lint docs lock bench clean

demo: $(VENV)/.demo
	$(BIN)/zpm-audit demo --out $(DEMO) --overschrijf

# What a newcomer runs: style, types, layers, the checks with their cases, and all tests but the long ones.
test: lint
	$(BIN)/zpm-audit checks lint
	$(BIN)/zpm-audit checks test
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not slow"

# While you work: no browser, office program, database server, Great Expectations or whole runs.
snel: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not slow and not whole and not browser and not office and not gx and not database"

# Everything, the mutation of every check included: what CI runs.
test-alles: lint
	$(BIN)/zpm-audit checks lint
	$(BIN)/zpm-audit checks test
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Makes everything anew that is written from the checks; the last is slow, for it tries every mutation of every check.
docs: $(VENV)/.test
	$(BIN)/zpm-audit checks docs
	$(BIN)/zpm-audit checks schema
	$(BIN)/python -m tests.mutation

# Locks what the tests run on: the newest of everything that pyproject.toml allows.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --universal --no-header --upgrade --extra dev pyproject.toml -o requirements.lock
	rm -rf $(VENV)-lock

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks --runs $(RUNS)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("zpm-audit needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.demo: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e .
	touch $@

# The tests run on locked versions, so that a new release elsewhere never turns them red by itself.
$(VENV)/.test: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	touch $@

$(VENV)/.bench: $(VENV)/.test
	$(BIN)/python -m pip install --quiet -e '.[bench]'
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-lock $(DEMO) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
