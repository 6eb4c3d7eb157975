# Dateline's commands. `make run` and `make test` set everything up themselves.

PYTHON ?= python3
PORT ?= 8000
N ?= 10000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

# `activate` is the last file of a new virtual environment, so a complete one has it. If its Python is gone (the system
# was upgraded), the environment is made again, with its packages.
$(shell test -x $(BIN)/python || rm -f $(VENV)/bin/activate)

.PHONY: run free-port setup admin test test-postgres lint audit screenshots bench bench-rows corpus load hostile api evaluate lock clean help

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: free-port setup ## import seeds/ and serve the archive at http://127.0.0.1:8000 (PORT=8000)
	$(MANAGE) import_articles seeds
	@echo "Dateline is at http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@exec $(BIN)/python -m gunicorn -c python:archive.gunicorn_config --bind 127.0.0.1:$(PORT) archive.wsgi

free-port: $(VENV)/bin/activate
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) of 127.0.0.1 is not available; perhaps it is in use. Choose another: make run PORT=8080"; exit 1; }

setup: $(VENV)/.runs .env ## prepare everything: packages, database, index, names, static files
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) rebuild_index --if-needed
	$(MANAGE) load_gazetteer
	$(MANAGE) collectstatic --noinput --verbosity 0

admin: setup ## create a staff login, or give it a new password
	$(MANAGE) make_admin

test: lint ## check format, lint and types, and run all tests
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

test-postgres: $(VENV)/.tests .env ## run the database tests (without the browser ones) against a temporary PostgreSQL
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

lint: $(VENV)/.tests .env
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

audit: $(VENV)/.tests ## look for known vulnerabilities in the packages of requirements.lock
	$(BIN)/python -m tests.audit

screenshots: $(VENV)/.tests ## take pictures of every page at three widths, light and dark, into screenshots/
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.tests ## measure import, pages and search on N generated files (N=10000; VERSIONS=1; KEEP=folder keeps them)
	$(BIN)/python -m tests.bench --count $(N) $(if $(VERSIONS),--versions) $(if $(KEEP),--keep "$(KEEP)") $(if $(JSON),--json "$(JSON)")

bench-rows: $(VENV)/.tests ## measure the import of one CSV of N rows (N=1000000; DB=postgres; KEEP=folder keeps it)
	$(BIN)/python -m tests.bench.rows --count $(if $(filter file default,$(origin N)),1000000,$(N)) \
		$(if $(filter postgres,$(DB)),--postgres) $(if $(KEEP),--keep "$(KEEP)") $(if $(JSON),--json "$(JSON)")

corpus: $(VENV)/.tests ## import real articles and check that none is lost (FOLDER="a b"; BARE="folder=source"; DB=postgres)
	$(BIN)/python -m tests.corpus $(FOLDER) $(if $(BARE),--bare "$(BARE)") \
		$(if $(filter postgres,$(DB)),--postgres) $(if $(JSON),--json "$(JSON)")

load: $(VENV)/.tests ## let readers use nginx and Dateline beside an import, slow and broken clients (N=10000 files)
	$(BIN)/python -m tests.load --count $(N) $(if $(JSON),--json "$(JSON)")

hostile: $(VENV)/.tests .env ## try N hostile files, addresses, headers and searches (N=10000; KIND=files, SEED=number)
	$(BIN)/python -m tests.hostile --count $(N) $(if $(KIND),--kind $(KIND)) $(if $(SEED),--seed $(SEED)) \
		$(if $(FIRST),--first $(FIRST)) $(if $(SIZE),--size $(SIZE))

api: $(VENV)/.tests ## compare the JSON of a running server with its description (URL=http://127.0.0.1:8000, N=cases)
	$(BIN)/schemathesis run $(or $(URL),http://127.0.0.1:$(PORT))/openapi.json --workers 1 \
		--max-examples $(if $(filter file default,$(origin N)),8,$(N)) \
		--checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance

evaluate: $(VENV)/.tests .env ## measure how well names are found, and print every error
	$(BIN)/python -m tests.evaluation --errors

lock: $(VENV)/.tests ## pin the newest allowed dependencies, with hashes
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra postgres pyproject.toml -o requirements.lock
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra postgres --extra dev -c requirements.lock pyproject.toml -o tests/requirements.lock

clean: ## remove everything that can be made again, except var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis screenshots

$(VENV)/bin/activate:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found. Choose another: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Dateline needs Python 3.11 or later; $(PYTHON) is older. Choose another: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv module. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.runs: requirements.lock $(VENV)/bin/activate
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.tests: tests/requirements.lock $(VENV)/.runs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@

.env:
	@umask 077; { \
		echo "# Written by make run. docs/deploy.md says what each variable means."; \
		echo "DATELINE_SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')"; \
		echo "DATELINE_ALLOWED_HOSTS=localhost,127.0.0.1,[::1]"; \
	} > $@
