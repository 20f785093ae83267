# Throughline. Everything is installed into .venv/ and node_modules/; `make` alone prints the targets.
# Stamp files in .venv/ remember what is done, so that a second start only serves.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules
.PHONY: help run demo test check fix bench messages lock clean assets

PORT ?= 8000
WORKERS ?= 2
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# The first Python that is new enough; PYTHON=/path/to/python chooses another one.
new_enough = $(shell $(1) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(1))
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(call new_enough,$(name))))
# The lock is whole, so nothing is left to resolve: the pip of Debian 12 would look for newer releases of what is named with extras.
PIP_INSTALL := .venv/bin/python -m pip install --quiet --require-hashes --no-deps --use-pep517
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --annotation-style line --no-emit-index-url $(if $(UPGRADE),--upgrade)

RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
NODE := .venv/.node-packages-installed
ASSETS := .venv/.assets-built
CATALOGUES := .venv/.catalogues-compiled
# The build also collects the icons that templates and Python name.
BROWSER_SOURCES := $(shell find static -type f -not -path 'static/dist/*' 2>/dev/null) \
        $(shell grep -rlE 'icon' templates backlog --include='*.html' --include='*.py' 2>/dev/null)

help: ## Print this help
	@echo "Throughline: from a customer's words to the answer. Targets:"
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(RUNTIME) $(CATALOGUES) assets ## Serve on 127.0.0.1:8000 (PORT changes it); the first page creates the administrator
	@flask setup
	@exec gunicorn wsgi:application

demo: $(RUNTIME) $(CATALOGUES) assets ## The same with example data; prints an address and a sign-in
	@flask setup --demo
	@exec gunicorn wsgi:application

# Playwright's own Node.js wants a library that a bare Debian lacks, so it is given the one that built the assets.
test: $(DEV) $(CATALOGUES) assets ## Run all tests on SQLite, PostgreSQL and in Chromium (ARGS are handed to pytest)
	@export PLAYWRIGHT_NODEJS_PATH=$$(node -p process.execPath); \
	  CHROMIUM=$$(python tests/support/chromium.py --install); export CHROMIUM; \
	  exec pytest -n $(WORKERS) $(ARGS)

check: $(DEV) $(NODE) ## Check format, lint, types and imports
	ruff format --check .
	ruff check .
	djlint --quiet --lint templates
	npm run --silent check
	mypy
	lint-imports --no-logo

fix: $(DEV) $(NODE) ## Mend what the linters can mend themselves
	ruff check --fix .
	ruff format .
	npm run --silent fix

bench: $(DEV) $(CATALOGUES) assets ## Measure speed as ratios to the floor (bench/README.md explains them)
	@python -m bench $(ARGS)

messages: $(DEV) ## Bring the German catalogue up to date with the source; then fill in what is new
	@pybabel --quiet extract --mapping-file pyproject.toml --keywords "_ N_ _l lazy_gettext ngettext:1,2 _n:1,2" \
	  --no-location --sort-output --no-wrap --omit-header --output-file .venv/messages.pot backlog templates
	@pybabel --quiet update --input-file .venv/messages.pot --output-dir backlog/translations --no-wrap \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

lock: $(DEV) ## Remake the lock files (UPGRADE=1 takes the newest versions)
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) --group node --output-file requirements-node.lock

clean: ## Remove everything that was installed or built; your data in instance/ stays
	rm -rf .venv node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

assets: $(ASSETS)

$(ASSETS): $(NODE) $(BROWSER_SOURCES)
	@echo "Building the browser's files …"
	@npm run --silent build >/dev/null
	@touch $@

$(CATALOGUES): $(wildcard backlog/translations/*/LC_MESSAGES/messages.po) | $(RUNTIME)
	@pybabel --quiet compile --directory backlog/translations
	@touch $@

$(NODE): package.json package-lock.json requirements-node.lock | .venv/bin/pip
	@if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || ! command -v npm >/dev/null; then \
	  echo "Installing Node.js into .venv/ (none of version 20 or newer is on PATH) …"; \
	  $(PIP_INSTALL) -r requirements-node.lock; \
	fi
	@echo "Installing the browser libraries …"
	@npm ci --loglevel=error --no-progress >/dev/null
	@touch $@

$(RUNTIME): requirements.lock | .venv/bin/pip
	@echo "Installing the Python libraries …"
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Installing the tools for tests and checks …"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

.venv/bin/pip:
	@test -n "$(PYTHON)" || { echo "Throughline needs Python 3.11 or newer, and none is on PATH (PYTHON=/path/to/python names one)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || PYTHON=$(PYTHON) bash .ci/install-venv-module
	@echo "Making the virtual environment in .venv/ …"
	@$(PYTHON) -m venv .venv
