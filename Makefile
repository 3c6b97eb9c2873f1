# The commands of this project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help serve site test lint check
PYTHON ?= python3
UV_VERSION := 0.13.8
RUN := .venv/bin/python
export NO_MKDOCS_2_WARNING := 1

help:  ## list the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

.venv/ready: uv.lock pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	.venv/bin/uv sync --locked --quiet
	@touch .venv/ready

serve: .venv/ready  ## live preview on 127.0.0.1:8000
	$(RUN) scripts/serve.py

site: .venv/ready  ## regenerate what is stale, then build site/
	$(RUN) scripts/build.py
	$(RUN) -m mkdocs build

check: .venv/ready  ## say what is stale, change nothing
	$(RUN) scripts/build.py --check

lint: .venv/ready  ## ruff: lint and format, check only
	.venv/bin/ruff check
	.venv/bin/ruff format --check

test: .venv/ready  ## everything CI runs
	$(RUN) scripts/build.py --check
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	$(RUN) -m pytest
