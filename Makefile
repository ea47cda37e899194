# make demo   sets up, builds the graph from the reports found and answers three questions across forces
# make test   sets up and passes everything: style, types, tests
# make docs   the handbook of the vocabulary, with counts and quotations from the reports found
# make lowest the tests on the oldest versions of the libraries that pyproject.toml admits
# make conformance  the W3C's tests of SPARQL against `peelgraph serve`, if they are beside the project
# make web    the editor of the query page, from npm; without it the page has a plain field. Also what the tests of the
#             pages in a browser need
# Needs Python 3.11 or newer, and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
REPORTS ?= $(firstword $(wildcard ../shared/reports) data/sample)
DEMO := build/demo.store
DOCS := build/docs
READY := $(VENV)/.ready
VENDOR := peelgraph/server/static/vendor

.PHONY: demo test check docs lowest bench conformance web score clean

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "peelgraph needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)
	@echo "Reports: $(REPORTS)"
	$(BIN)/peelgraph build $(REPORTS) --published-grades --store $(DEMO)
	@echo; echo "== In which forces did effectiveness get worse from 2015 to 2016?"
	$(BIN)/peelgraph ask grade-changes --pillar effectiveness --cycle 2016 --trend deteriorated --columns force,question,previous_grade,grade,basis --store $(DEMO)
	@echo; echo "== Which findings do forces share, in nearly the same words?"
	$(BIN)/peelgraph ask shared-findings --columns force,question,other_force,other_question,score,text --store $(DEMO)
	@echo; echo "== In which printed figures is a force worse than England and Wales?"
	$(BIN)/peelgraph ask worse-than-england-and-wales --source force-in-numbers --columns force,metric,value,benchmark,unit,gap --store $(DEMO)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest --numprocesses auto --dist loadfile

docs: $(READY)
	$(BIN)/peelgraph build $(REPORTS) --published-grades --store $(DOCS).store
	$(BIN)/peelgraph describe --store $(DOCS).store --output $(DOCS)-dataset.ttl
	$(BIN)/python -m peelgraph.handbook $(DOCS).store $(DOCS)

lowest:
	$(PYTHON) -m venv build/lowest
	build/lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lowest/bin/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable '.[dev]'
	build/lowest/bin/python -m pytest --numprocesses auto --dist loadfile

bench: $(READY)
	$(BIN)/python benchmarks/bench.py $(REPORTS)

conformance: $(READY)
	$(BIN)/python benchmarks/conformance.py

web:
	@command -v npm >/dev/null || { echo "make web needs npm; without the editor, the query page has a plain field."; exit 2; }
	cd web && npm ci --no-audit --no-fund --ignore-scripts
	mkdir -p $(VENDOR)
	cp web/node_modules/@zazuko/yasqe/build/yasqe.min.js web/node_modules/@zazuko/yasqe/build/yasqe.min.css $(VENDOR)
	cd web && for folder in $$(npm ls --omit=dev --all --parseable | tail -n +2 | sort); do \
	  node -p 'const p = require(process.argv[1] + "/package.json"); `==> $${p.name} $${p.version}: $${p.license}, $${p.author?.name ?? p.author ?? "see below"}, $${p.homepage ?? ""} <==\n`' $$folder; \
	  for file in $$folder/[Ll][Ii][Cc][Ee][Nn]*; do if [ -f $$file ]; then cat $$file; echo; fi; done; \
	done >$(CURDIR)/$(VENDOR)/LICENSES.txt

score: $(READY)
	@test -d ../shared/score || { echo "The annotated report and its scorer are not part of the project, and not beside it."; exit 2; }
	PEELGRAPH=$(CURDIR)/$(BIN)/peelgraph bash ../shared/score/run ../shared/gold/hampshire-2016 ../shared/reports/hampshire-effectiveness-2016.txt ../shared/reports

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
