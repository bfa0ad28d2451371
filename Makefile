# `make chat` and `make test` work in a fresh clone with nothing but Python 3.11 or later, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt

.PHONY: chat test test-servers examples clean
.NOTPARALLEL: # one pip at a time

chat: $(VENV)/installed model
	@$(BIN)/penchant chat

# Bytecode is written even where the environment says not to: hundreds of the tests' processes would compile it all anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/installed-dev model
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

# On a model of this machine that stands in for a hosted one (tests/loopback.py).
examples: export PENCHANT_EXAMPLES = 1
examples: $(VENV)/installed-dev model
	$(BIN)/python -m pytest tests/test_house.py -k examples --numprocesses auto --maxprocesses 4

# The memory tests, and those of the servers, on a PostgreSQL and a Chroma server that they start.
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

# It has all that `installed` has.
$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing, once: about 600 MB" >&2
	@$(INSTALL) --editable '.[embedded,dev]' </dev/null >&2
	@touch $(VENV)/installed $@

clean:
	rm -rf $(VENV) build dist *.egg-info
