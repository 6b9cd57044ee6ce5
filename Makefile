# Everything runs from .venv; nothing is installed outside this folder.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
BIN := .venv/bin
WORKERS ?= 2
PORT ?= 8000
PYTEST := $(BIN)/pytest -q -n $(WORKERS) --dist loadgroup

.PHONY: help setup run test test-postgresql check lint types imports framework templates translations bench reference lock clean
.DEFAULT_GOAL := help

help:
	@echo "make setup  make .venv and fetch the front-end files"
	@echo "make run    the demo company on http://localhost:$(PORT)"
	@echo "make test   every test that needs no server of its own"
	@echo "make check  what CI runs: lint, types, imports, migrations, templates, translations, tests on both databases"
	@echo "make bench  measure, with the floor beside every figure"
	@echo "make reference  write docs/reference from the catalog anew"
	@echo "make lock   write the hashed requirement files and package-lock.json anew"
	@echo "make clean  remove what set-up and tests made (not the data in var/)"

# --- set-up: each stamp is older than its lock file when something changed ---------------------------------------

setup: .venv/python.stamp .venv/frontend.stamp .venv/translations.stamp

.venv/python.stamp: requirements/development.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)." >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/frontend.stamp: .venv/python.stamp package.json package-lock.json daicho/web/icons.txt scripts/fetch_frontend.py requirements/node.txt
	$(BIN)/python scripts/fetch_frontend.py
	@touch $@

.venv/translations.stamp: .venv/python.stamp scripts/translations.py $(wildcard daicho/web/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python scripts/translations.py compile
	@touch $@

# --- run ----------------------------------------------------------------------------------------------------------

run: setup
	$(BIN)/daicho demo --if-empty
	$(BIN)/daicho serve --port $(PORT)

# --- tests and checks ---------------------------------------------------------------------------------------------

test: setup
	$(PYTEST)

test-postgresql: setup
	@url=$$($(BIN)/python scripts/find_postgresql.py) || exit $$?; \
	if [ -n "$$url" ]; then DAICHO_TEST_DATABASE="$$url" $(PYTEST); fi

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

framework: setup
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run

templates: setup
	$(BIN)/djlint daicho --lint --quiet

translations: setup
	$(BIN)/python scripts/translations.py check

check: lint types imports framework templates translations test test-postgresql

bench: setup
	$(BIN)/python -m bench

reference: setup
	$(BIN)/python -m scripts.reference

# --- upkeep -------------------------------------------------------------------------------------------------------

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: setup
	$(LOCK) pyproject.toml --group build -o requirements/runtime.txt
	$(LOCK) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/development.txt
	$(LOCK) --group node -o requirements/node.txt
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules daicho/web/static/vendor *.egg-info build .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find daicho -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
