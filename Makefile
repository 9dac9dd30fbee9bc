# make        the environment, then the graph of all summaries, checked, and the pages
# make test   the linters and the tests
# make help   the rest

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
OXIGRAPH := lovp_graph/_carried/oxigraph

.DEFAULT_GOAL := build
.PHONY: build check test stress fuzz coverage mutation lint clients lock release screenshots bench bench-pages clean help

build: $(STAMP) $(OXIGRAPH)/package.json
	@$(BIN)/lovp-graph build --out build
	@$(BIN)/lovp-graph site --out build/site --dataset build/lovp.nq

check: $(STAMP)
	$(BIN)/lovp-graph check

test: $(STAMP) $(OXIGRAPH)/package.json lint
	$(BIN)/python -m pytest -n auto --dist loadfile

# The long form of what the tests leave to chance: kills, full disks, runs at once, bad inputs, properties.
stress: $(STAMP) $(OXIGRAPH)/package.json
	LOVP_STRESS=$(or $(ROUNDS),100) $(BIN)/python -m pytest -n auto --dist load tests/stress
	LOVP_STRESS=$(or $(ROUNDS),100) $(BIN)/python -m pytest -n auto --dist load -m hypothesis tests

# What reads input from outside, with inputs that a fuzzer makes; what failed stands in build/fuzz/failures.
fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10) $(TARGETS)

# Which lines and branches the tests run, processes of their own included; below the share in pyproject.toml it fails.
coverage: $(STAMP) $(OXIGRAPH)/package.json
	@mkdir -p build/coverage
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term-missing

# Small changes of drafting and of the loader, one at a time: do the tests notice? MODULES="registers drafting.names"
mutation: $(STAMP)
	$(BIN)/python -m tests.mutation $(MODULES)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Everything is installed from the lock file, by hash; the project itself goes on top.
$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed (PYTHON=python3.11 make)")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Oxigraph as WebAssembly, for the one page that asks questions in the browser: of the version and with the digest of
# npm/package-lock.json. Without it all else is built, `site` says what is missing, and the next make tries again.
$(OXIGRAPH)/package.json: npm/package.json npm/package-lock.json
	@rm -rf $(OXIGRAPH)
	@if ! command -v npm >/dev/null; then :; \
	elif npm ci --prefix npm --ignore-scripts --no-audit --no-fund --silent --fetch-retries=1 --fetch-retry-mintimeout=1000; then \
	  mkdir -p $(OXIGRAPH) && cd npm/node_modules/oxigraph && cp web.js web_bg.wasm package.json "$(CURDIR)/$(OXIGRAPH)"; \
	else \
	  echo "npm could not fetch Oxigraph; 'npm ci --prefix npm' says why" >&2; \
	fi

# Clients from npm that the tests ask the server with; without npm those tests are skipped.
clients:
	cd tests/clients && npm ci --ignore-scripts --no-audit --no-fund

# Resolve the dependencies of pyproject.toml anew, for every platform, with hashes and without addresses.
lock: $(STAMP)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --quiet --output-file requirements.lock

# All that goes to others, in dist/; nothing is uploaded.
release: $(STAMP) $(OXIGRAPH)/package.json
	$(BIN)/python -m release

# The pictures in the README, taken of the pages that were built.
screenshots: build
	$(BIN)/python -m tests.screenshots screenshots

# Speed, memory and growth, beside rdflib, pySHACL and bare pyoxigraph: benchmarks/report.md, on a machine that does
# nothing else. PART=export measures one part again, WHAT=trig one thing of it, STORE=20000 the store alone (an hour and a
# half), SHORT=1 only shows that it runs.
bench: $(STAMP) $(OXIGRAPH)/package.json
	$(BIN)/python -m benchmarks.speed $(if $(PART),--part $(PART)) $(if $(WHAT),--what $(WHAT)) $(if $(STORE),--store $(STORE)) $(if $(SHORT),--short)

# How big and how fast the pages are, beside pyvis's own page of the same graph.
bench-pages: build
	$(BIN)/python benchmarks/pages.py

clean:
	rm -rf build

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo "make check  only check the data"
	@echo "make stress      the long form of the tests that kill and starve it (a quarter of an hour; ROUNDS=100)"
	@echo "make fuzz        inputs from a fuzzer for what reads files and queries (MINUTES=10 TARGETS=\"docx text\")"
	@echo "make coverage    which lines and branches the tests run (fails below 95%)"
	@echo "make mutation    whether the tests notice small changes of the code (MODULES=...)"
	@echo "make lint   only the linters and the types"
	@echo "make clients      clients from npm for the tests of the server"
	@echo "make lock   resolve the dependencies anew"
	@echo "make release      all that goes to others, in dist/: data, ontology, pages, packages, description, checksums"
	@echo "make screenshots  take the pictures of the README anew (needs chromium)"
	@echo "make bench  speed, memory and growth, in benchmarks/report.md (an hour; PART=export WHAT=trig, STORE=20000, SHORT=1)"
	@echo "make bench-pages  how big and how fast the pages are (needs chromium)"
	@echo "make clean  remove what was built"
