# Everything from a fresh machine with Python 3.11+ and make. `make help` explains the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

.PHONY: help install run test lint types house fast requirements docs clean

help:  ## what the targets do
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

install: $(VENV)/.installed  ## make .venv with everything, pinned and hashed

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

run: install  ## Redis, workers and inbox on this machine; feeds seeds/; Ctrl-C ends it
	$(BIN)/copytaster run --feed seeds

test: install lint types  ## lint, types, the test of the house, and every test
	$(BIN)/pytest -n auto -m "not acceptance"
	$(BIN)/pytest -m acceptance  # one at a time: each starts a whole service, and some of them measure how soon

lint: install  ## ruff, with every rule on
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install  ## mypy, strict
	$(BIN)/mypy

house: install  ## who may import whom, and how large a room may be
	$(BIN)/pytest -q tests/test_house.py

fast: install  ## the tests without processes, for while you write
	$(BIN)/pytest -n auto tests/unit

docs: install  ## print the generated tables into the README and schemas/published
	$(BIN)/python -m ops.generated

requirements:  ## pin again what pyproject.toml allows, with hashes (needs pip-tools)
	$(BIN)/pip-compile --quiet --all-extras --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
		--no-emit-trusted-host --no-header --no-emit-find-links --output-file requirements.txt pyproject.toml

clean:  ## remove the environment and what `make run` kept
	rm -rf $(VENV) var
