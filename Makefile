# `make` alone lists what there is.
PYTHON := $(shell for p in python3.12 python3.13 python3 python; do if $$p -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then command -v $$p; break; fi; done)
BIN := .venv/bin
READY := .venv/ready
SHARED ?= ../shared
RECORD := demo-record

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(READY): requirements.lock pyproject.toml
ifeq ($(PYTHON),)
	@echo "dragoman needs Python 3.12 or newer; none of python3.12, python3.13, python3 and python here is." >&2; exit 1
endif
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

setup: $(READY)  ## make .venv and install what the lock names, every hash checked

readers: $(READY)  ## install too what reads our exports in tests and has to be compiled (needs a C++ compiler and ICU)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.readers.lock

demo: $(READY)  ## read examples/ into a record and show it
	@$(BIN)/dragoman read examples --record $(RECORD)
	@$(BIN)/dragoman show $(RECORD) events --limit 12
	@$(BIN)/dragoman show $(RECORD) statements --type DENY --type ACCUSE
	@echo; $(BIN)/dragoman incidents $(RECORD) --status DISPUTED --status CORROBORATED
	@echo; $(BIN)/dragoman info $(RECORD)

test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest

lint: $(READY)  ## ruff, and mypy in strict mode
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src/dragoman benchmarks

bench: $(READY)  ## every figure on the gold data, beside the numbers of other tools
	$(BIN)/python -m benchmarks --shared $(SHARED)

bench-check: $(READY)  ## fail where a figure fell under benchmarks/floors.json
	$(BIN)/python -m benchmarks --shared $(SHARED) --check

bench-speed: $(READY)  ## time of the whole chain over the time of spaCy's whole pipeline, in one run
	$(BIN)/python -m benchmarks.speed --shared $(SHARED)

bench-scale: $(READY)  ## time and memory of what spans documents, by size of the record
	$(BIN)/python -m benchmarks.scale

LOCK := --generate-hashes --python-version 3.12 --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet

lock: $(READY)  ## write the locks anew (needs uv)
	uv pip compile pyproject.toml --extra dev $(LOCK) --output-file requirements.lock
	uv pip compile pyproject.toml --extra dev --extra readers --constraint requirements.lock $(LOCK) --output-file requirements.readers.lock

clean:  ## remove what was made here, .venv too
	rm -rf .venv build dist $(RECORD) .pytest_cache .mypy_cache .ruff_cache benchmarks/work

.PHONY: help setup demo test lint bench bench-check bench-speed bench-scale readers lock clean
.DEFAULT_GOAL := help
