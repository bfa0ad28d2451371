# `make chat` and `make test` work in a fresh clone with nothing but Python 3.11 or later, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: chat test clean

chat: $(VENV)/installed model
	@$(BIN)/penchant chat

test: $(VENV)/installed-dev model
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

# The memory tests, and those of the servers, on a PostgreSQL and a Chroma server that they start.
.PHONY: test-servers
test-servers: $(VENV)/installed-dev model
	PENCHANT_TEST_STORES=servers $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal tests/memory tests/servers

.PHONY: model
model: $(VENV)/installed
	@$(BIN)/penchant models fetch </dev/null >&2

$(VENV)/bin/python:
	@echo "making $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing, once: about 600 MB" >&2
	@$(INSTALL) --editable '.[embedded]' </dev/null >&2
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(INSTALL) --editable '.[embedded,dev]' </dev/null >&2
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
