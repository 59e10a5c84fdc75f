# Needs Python 3.11+ and make, nothing else: the environment is made here on first use.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= zpm-audit-demo

.PHONY: demo test lint lock bench clean

demo: $(VENV)/.demo
	$(BIN)/zpm-audit demo --out $(DEMO) --overschrijf

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/zpm-audit checks lint
	$(BIN)/zpm-audit checks test
	$(BIN)/pytest -n auto

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

clean:
	rm -rf $(VENV) $(DEMO) dist .mypy_cache .ruff_cache .pytest_cache
