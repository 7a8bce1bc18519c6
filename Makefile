# Everything a developer types. Each recipe is also a plain command, see README.md.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed
FUZZ_SECONDS ?= 600
AUDIT ?= .audit
REFERENCE ?= .reference
PUBLIC = domain domain.ports.change_set domain.ports.stored application application.retry \
  adapters.memory adapters.memory.repositories adapters.postgres adapters.postgres_server \
  adapters.security adapters.system migrations
LOCKS = requirements-dev.lock requirements-audit.lock deploy/requirements.lock deploy/requirements-build.lock \
  benchmarks/peers/fastapi_sqlalchemy/requirements.lock

# With job control Ctrl-C on a terminal reaches the server only, which stops cleanly, and make ends with its exit code.
serve = if [ -t 0 ]; then set -m; "$(BIN)/taskapi" serve $(1); else exec "$(BIN)/taskapi" serve $(1); fi

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(STAMP): requirements-dev.lock pyproject.toml clients/python/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "taskapi needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing into $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv "$(VENV)"
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements-dev.lock
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . --editable clients/python
	@touch "$(STAMP)"

$(AUDIT)/.installed: requirements-audit.lock
	@$(PYTHON) -m venv "$(AUDIT)"
	@"$(AUDIT)/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements-audit.lock || { echo "make audit needs the network: pip-audit was not installed and nothing was audited" >&2; exit 1; }
	@touch "$(AUDIT)/.installed"

install: $(STAMP) ## Make the private environment and install into it

run: $(STAMP) ## Start everything: embedded PostgreSQL, migrations, server
	@$(call serve,)

dev: $(STAMP) ## The same, restarting when code changes
	@$(call serve,--reload)

test: $(STAMP) ## Run all tests, with branch coverage of the core
	@"$(BIN)/python" -m pytest --numprocesses 2 --dist worksteal --cov

test-faults: $(STAMP) ## The long fault tests: crashes, outages, failover, overload (about 13 minutes)
	@"$(BIN)/python" -m pytest tests/faults -m long -s

test-cluster: $(STAMP) ## Kill the leader of a Patroni cluster under load (needs patroni etcd-server haproxy pgbouncer postgresql)
	@"$(BIN)/python" -m pytest tests/cluster -m cluster -s

test-attacks: $(STAMP) ## Attack a real server and watch a bystander and the memory (about 8 minutes)
	@"$(BIN)/python" -m pytest tests/attacks -m attacks -s

test-clients: $(STAMP) ## Generate Python, Go and TypeScript clients and use them (needs java maven go node; first about 3 minutes)
	@"$(BIN)/python" -m pytest tests/clients -m clients

fuzz: $(STAMP) ## Look for answers that the OpenAPI document does not describe (FUZZ_SECONDS=600)
	@"$(BIN)/python" -m tests.fuzz $(FUZZ_SECONDS)

bench: $(STAMP) ## Measure taskapi beside its peers (needs wrk; Rust, Go, Node and Java if there; about 80 minutes)
	@"$(BIN)/python" -m benchmarks

lint: $(STAMP) ## ruff, mypy strict, import-linter
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .
	@"$(BIN)/mypy"
	@"$(BIN)/lint-imports"
	@cd clients/python && "$(abspath $(BIN))/lint-imports"

audit: $(AUDIT)/.installed ## Look for known vulnerabilities in every locked package (needs the network)
	@failed=0; for lock in $(LOCKS); do \
	  echo "Auditing $$lock ..."; \
	  report=$$("$(AUDIT)/bin/pip-audit" --require-hashes --disable-pip --strict --progress-spinner off --requirement "$$lock" 2> "$(AUDIT)/errors"); code=$$?; \
	  tail -n 1 "$(AUDIT)/errors" >&2; \
	  [ $$code -eq 0 ] && continue; \
	  failed=1; \
	  if [ -n "$$report" ]; then printf '%s\n' "$$report"; \
	  else echo "$$lock was NOT audited: the database of vulnerabilities did not answer; make audit needs the network" >&2; fi; \
	done; exit $$failed

fmt: $(STAMP) ## Format and fix what can be fixed
	@"$(BIN)/ruff" format .
	@"$(BIN)/ruff" check --fix .

statements: $(STAMP) ## Compose the SQL statements anew, after a change of tables or questions
	@"$(BIN)/python" -m adapters.postgres.sql.composing

docs: $(STAMP) ## Generate the reference of the public names into .reference (offline)
	@"$(BIN)/python" -W error -m pdoc --docformat google --template-directory docs/reference --output-directory "$(REFERENCE)" $(PUBLIC)

clean: ## Remove the environment and caches (never data)
	rm -rf "$(VENV)" "$(AUDIT)" .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .hypothesis .clients .reference dist

.PHONY: help install run dev test audit test-faults test-cluster test-attacks test-clients fuzz bench lint fmt statements docs clean
