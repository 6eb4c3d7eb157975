# Dateline's commands. `make run` and `make test` set themselves up; nothing else has to be installed first.

PYTHON ?= python3
PORT ?= 8000
N ?= 10000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

# A virtual environment is whole once it has its `activate`, which is written last. One whose Python is gone (the system
# was upgraded) is made anew, with its packages.
$(shell test -x $(BIN)/python || rm -f $(VENV)/bin/activate)

.PHONY: run free-port setup admin test test-postgres lint screenshots bench evaluate lock clean help

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: free-port setup ## import seeds/ and serve the archive at http://127.0.0.1:8000 (PORT=8000)
	$(MANAGE) import_articles seeds
	@echo "Dateline is at http://127.0.0.1:$(PORT)/ (Ctrl-C ends it)"
	@exec $(BIN)/python -m gunicorn -c python:archive.gunicorn_config --bind 127.0.0.1:$(PORT) archive.wsgi

free-port: $(VENV)/bin/activate
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) of 127.0.0.1 cannot be had; perhaps it is in use. Name another: make run PORT=8080"; exit 1; }

setup: $(VENV)/.runs .env ## everything that `make run` does before importing and serving
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) rebuild_index --if-needed
	$(MANAGE) load_gazetteer
	$(MANAGE) collectstatic --noinput --verbosity 0

admin: setup ## make a staff login
	$(MANAGE) make_admin

test: lint ## format, lint, types, and all tests (which hold the migrations and system checks)
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

test-postgres: $(VENV)/.tests .env ## what asks the database, on a PostgreSQL of its own in a temporary folder
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

lint: $(VENV)/.tests .env
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

screenshots: $(VENV)/.tests ## every page at three widths, light and dark, into screenshots/
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.tests ## measure import, pages and search on N generated files (N=10000, KEEP=folder to ask again)
	$(BIN)/python -m tests.bench --count $(N) $(if $(KEEP),--keep "$(KEEP)") $(if $(JSON),--json "$(JSON)")

evaluate: $(VENV)/.tests .env ## how well names are found, beside what readers labelled; every error with its context
	$(BIN)/python -m tests.evaluation --errors

lock: $(VENV)/.tests ## pin the dependencies of pyproject.toml anew, with hashes
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra postgres pyproject.toml -o requirements.lock
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra postgres --extra dev -c requirements.lock pyproject.toml -o tests/requirements.lock

clean: ## remove what can be made again, but not var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis screenshots

$(VENV)/bin/activate:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Name another: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Dateline needs Python 3.11 or later; $(PYTHON) is older. Name another: make PYTHON=python3.12 run"; exit 1; }
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
