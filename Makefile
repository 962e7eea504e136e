# The newcomer's two commands are `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/sh
PY := $(shell for p in $$PYTHON python3.13 python3.12 python3.11 python3; do "$$p" -c 'import sys,venv,ensurepip; sys.exit(sys.version_info<(3,11))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
UV := $(shell command -v uv 2>/dev/null)
export UV_PYTHON_DOWNLOADS ?= never
VENV := .venv
BIN := $(VENV)/bin
.PHONY: run test check bench lock vendor translations clean help

run: $(VENV)/.run ## the site on http://127.0.0.1:8000 with demo data (PORT=8001, DEMO=0)
	@$(BIN)/python -m planner

test: $(VENV)/.test ## every test; says loudly what it had to leave out
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

check: $(VENV)/.test ## linters, types, import contracts, theme packs
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/flask themes check

bench: $(VENV)/.test ## ratios against a floor or a peer in the same run
	@for file in bench/[a-z]*.py; do case $$file in bench/kill.py) continue;; esac; echo "== $$file"; $(BIN)/python -m bench.$$(basename $$file .py) || exit 1; done

lock: $(VENV)/.run ## requirements.in -> requirements.txt, with hashes
	@[ -n "$(UV)" ] || { echo "Locking needs uv (pip install uv)."; exit 1; }
	$(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-annotate --no-header requirements.in -o requirements.txt
	$(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-annotate --no-header requirements-dev.in -c requirements.txt -o requirements-dev.txt

vendor: $(VENV)/.run ## CSS, htmx and fonts anew from npm's lock file, with checksums
	npm ci --ignore-scripts
	$(BIN)/python -m planner.vendor

translations: $(VENV)/.run ## the catalogues anew from the code; lists what is untranslated
	$(BIN)/python -m planner.translations.update

clean: ## takes the environment away; data in instance/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

$(VENV)/.run: requirements.txt
	@[ -n "$(UV)$(PY)" ] || { echo "Needs Python 3.11 or newer with venv (Debian: apt install python3-venv), or uv."; exit 1; }
	@echo "Installing what the planner needs into $(VENV) ..."
	@[ -x $(BIN)/python ] || { if [ -n "$(UV)" ]; then $(UV) venv -q --python '>=3.11' $(VENV); else "$(PY)" -m venv $(VENV); fi; }
	@if [ -n "$(UV)" ]; then $(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements.txt; else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt; fi
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	@echo "Installing what the tests need ..."
	@if [ -n "$(UV)" ]; then $(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.txt; else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt; fi
	@touch $@
