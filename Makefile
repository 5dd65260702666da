# Golden Thread. `make demo` shows it, `make test` proves it; `make help` lists the rest.
# Needs Python 3.11 or newer, make and the package registries. Steps already done are not repeated.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
# Certificates of the machine, as pip uses them: some councils' networks have their own.
export UV_SYSTEM_CERTS := 1
# The demo is always SQLite with its background work inside, whatever the shell has set.
DEMO := env -u DATABASE_URL -u REDIS_URL MODE=demo
MANAGE := $(BIN)/python manage.py
# Where the tests look for PostgreSQL when asked to run on it.
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1/golden_thread
TEST_REDIS_URL ?= redis://127.0.0.1:6379/0
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadgroup

RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
ASSETS := static/vendor/.built
STATIC := var/static/.collected

.PHONY: help demo demo-data test test-postgresql benchmark picture lint format lock assets clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 20

demo: demo-data ## the product with made-up documents and real figures, on 127.0.0.1:8000 (PORT=)
	@$(DEMO) PORT=$(PORT) $(BIN)/gunicorn --config config/gunicorn.py config.wsgi

demo-data: $(RUNTIME) $(STATIC) ## all that `make demo` does, except serving
	@$(DEMO) $(MANAGE) migrate --verbosity 0
	@$(DEMO) $(MANAGE) load_demo

test: $(DEVELOPMENT) $(ASSETS) ## the whole suite on SQLite (on PostgreSQL: make test-postgresql)
	$(PYTEST) $(TESTS)

test-postgresql: $(DEVELOPMENT) $(ASSETS) ## the whole suite on PostgreSQL with Redis
	DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL) $(PYTEST) $(TESTS)

benchmark: $(RUNTIME) $(STATIC) ## time, memory and safety of what is large, against limits
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.web_worker
	$(BIN)/python -m benchmarks.import_data_pack
	$(BIN)/python -m benchmarks.import_long_table
	$(BIN)/python -m benchmarks.own_postgresql benchmarks.import_long_table
	$(BIN)/python -m benchmarks.scorecard
	$(BIN)/python -m benchmarks.own_postgresql benchmarks.scorecard
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.upload
	$(BIN)/python -m benchmarks.kills
	$(BIN)/python -m benchmarks.own_postgresql benchmarks.kills
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.own_postgresql benchmarks.search
	$(BIN)/python -m benchmarks.register_export
	$(BIN)/python -m benchmarks.packs
	$(BIN)/python -m benchmarks.plan
	$(BIN)/python -m benchmarks.own_postgresql benchmarks.plan

picture: $(DEVELOPMENT) ## the README's picture of the overview, while `make demo` runs
	PORT=$(PORT) $(BIN)/python docs/images/take_picture.py

lint: $(DEVELOPMENT) ## style, formatting, types, templates, missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	MODE=test $(BIN)/mypy
	MODE=test $(MANAGE) check
	MODE=test $(MANAGE) makemigrations --check --dry-run

format: $(DEVELOPMENT) ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.uv ## pin again what the requirements bring with them
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --no-header --no-annotate --output-file constraints.txt requirements-dev.txt

assets: $(ASSETS) ## the style sheets and scripts that pages use

clean: ## everything that make made, except the demo's data
	rm -rf $(VENV) node_modules static/vendor var/static

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Golden Thread needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name another with: make PYTHON=python3.12"; exit 1; }
	@echo "Making the virtual environment"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@touch $@

$(RUNTIME): requirements.txt constraints.txt | $(VENV)/.uv
	@echo "Installing what Golden Thread runs on"
	@$(UV) -r requirements.txt -c constraints.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo "Installing what tests and checks need"
	@$(UV) -r requirements-dev.txt -c constraints.txt
	@touch $@

$(STATIC): $(RUNTIME) $(ASSETS)
	@$(DEMO) $(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@

# Front-end packages come through the machine's npm, else through the one in a Python wheel.
$(ASSETS): package-lock.json $(wildcard frontend/*) | $(VENV)/.uv
	@echo "Building the style sheets and scripts"
	@frontend/build.sh
	@touch $@
