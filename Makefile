# make demo   sets up, builds the graph from the reports found and answers three questions across forces
# make test   sets up and passes everything: style, types, tests
# Needs Python 3.11 or newer, and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
REPORTS ?= $(firstword $(wildcard ../shared/reports) data/sample)
DEMO := build/demo.store
READY := $(VENV)/.ready

.PHONY: demo test check bench clean

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "peelgraph needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)
	@echo "Reports: $(REPORTS)"
	$(BIN)/peelgraph build $(REPORTS) --published-grades --store $(DEMO)
	@echo; echo "== How was each force graded, question by question?"
	$(BIN)/peelgraph ask grade-matrix --store $(DEMO)
	@echo; echo "== Which findings do forces share, in nearly the same words?"
	$(BIN)/peelgraph ask shared-findings --store $(DEMO)
	@echo; echo "== In which figures is a force worse than England and Wales?"
	$(BIN)/peelgraph ask worse-than-england-and-wales --store $(DEMO)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest

bench: $(READY)
	$(BIN)/python benchmarks/bench.py $(REPORTS)

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
