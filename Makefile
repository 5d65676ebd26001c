# Two commands on a fresh machine: `make demo` and `make test`. Everything goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

# the tests start hundreds of processes: none should compile the program anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-slow lint types contracts translations real-pages bench screenshots lock clean

demo: $(VENV)/.installed
	@rm -rf demo-data && mkdir demo-data
	@echo "Searching twelve marketplaces and two search engines (saved pages of invented shops) for the brands of examples/watchlist.toml …"
	@cp -r examples/* demo-data
	@$(BIN)/monitor run demo-data/watchlist.toml --replay fixtures --store demo-data || test $$? -eq 1
	@$(BIN)/monitor export demo-data/report.html --store demo-data
	@echo "Open demo-data/report.html in a browser, or decide: $(BIN)/monitor review --store demo-data"
	@echo "Blocked and unreadable pages are part of the demo: they are said aloud."
	@echo
	@$(BIN)/python -m tools.demo_case demo-data/case

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

test-slow: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

translations: $(VENV)/.installed-dev
	$(BIN)/python -m tools.translations

real-pages: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/test_real_pages.py tests/test_reading_cases.py

bench: $(VENV)/.installed-dev
	$(BIN)/python -m bench.crawl

screenshots: $(VENV)/.installed-dev demo
	$(BIN)/python -m tools.screenshots

# The locks hold hashes and no index address, so they work with any mirror, for pip and uv alike.
lock:
	echo "setuptools>=77" | uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 - -o requirements-build.lock
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo-data build dist *.egg-info

$(VENV)/bin/python:
ifdef UV
	$(UV) venv -q --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

# what builds packages is installed first, by its hash: a build in isolation would fetch it anew, and unchecked
$(VENV)/.installed: requirements-build.lock requirements.lock pyproject.toml | $(VENV)/bin/python
ifdef UV
	$(UV) pip install -q --require-hashes --python $(BIN)/python -r requirements-build.lock
	$(UV) pip install -q --require-hashes --no-build-isolation --compile-bytecode --python $(BIN)/python -r requirements.lock
	$(UV) pip install -q --no-build-isolation --python $(BIN)/python --no-deps -e .
else
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-build.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-build-isolation -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
endif
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
ifdef UV
	$(UV) pip install -q --require-hashes --no-build-isolation --compile-bytecode --python $(BIN)/python -r requirements-dev.lock
else
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-build-isolation -r requirements-dev.lock
endif
	@touch $@
