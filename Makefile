# The commands of this project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help serve site offline print check test frameworks zensical versions audit lint types format
PYTHON ?= python3
UV_VERSION := 0.13.8
TORCH_VERSION := 2.13.0
FRAMEWORKS ?= jax keras torch
RESOLUTIONS ?= lowest-direct highest
UNKNOWN := $(filter-out jax keras torch,$(FRAMEWORKS))
$(if $(UNKNOWN),$(error FRAMEWORKS: $(UNKNOWN) is unknown. Expected some of jax keras torch))
RUN := .venv/bin/python
export NO_MKDOCS_2_WARNING := 1

help:  ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
		|| grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST)

.venv/ready: uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; make PYTHON=/path/to/python3.11 names one." >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@.venv/bin/uv sync --locked --quiet
	@touch .venv/ready

node_modules/ready: .venv/ready package.json package-lock.json
	@UV_PROJECT_ENVIRONMENT=.venv/types .venv/bin/uv sync --locked --quiet --only-group types
	@.venv/types/bin/npm ci --loglevel=error >/dev/null
	@.venv/types/bin/node node_modules/typescript/bin/tsc --version >/dev/null  # npm forgives a failed platform package
	@touch $@

.venv/frameworks/ready: .venv/ready
	@UV_PROJECT_ENVIRONMENT=.venv/frameworks .venv/bin/uv sync --locked --quiet --no-default-groups --group frameworks
	@touch $@

.venv/frameworks/torch: .venv/frameworks/ready
	@.venv/bin/uv pip install --quiet --python .venv/frameworks --torch-backend cpu torch==$(TORCH_VERSION) 2>/dev/null \
		|| { echo "PyTorch's own index is out of reach. Taking the default build: on Linux that is several gigabytes." >&2; \
		.venv/bin/python -m pip --python .venv/frameworks/bin/python install -qq torch==$(TORCH_VERSION); }
	@touch $@

.venv/zensical/ready: .venv/ready
	@UV_PROJECT_ENVIRONMENT=.venv/zensical .venv/bin/uv sync --locked --quiet --only-group zensical
	@touch $@

serve: .venv/ready  ## live preview on 127.0.0.1:8000; saving a page runs it
	@$(RUN) scripts/serve.py

site: .venv/ready  ## regenerate what is stale, then build site/
	@$(RUN) scripts/build.py
	@$(RUN) -m mkdocs build
	@$(RUN) scripts/finish.py
	@[ -n "$$SITE_URL" ] || echo "SITE_URL is not set, so the sitemap and the links for social networks name 127.0.0.1."

offline: site  ## site/ as a zip that opens from the file system
	@$(RUN) scripts/archive.py

print: .venv/ready  ## regenerate what is stale, then print the parts as PDF into print/; PARTS="idea data" takes some
	@$(RUN) scripts/build.py
	@$(RUN) scripts/handout.py $(PARTS)

check: .venv/ready  ## say what is stale, change nothing
	@$(RUN) scripts/build.py --check

test: check lint types .venv/zensical/ready  ## everything CI runs
	@$(RUN) -m pytest -n auto --dist loadfile
	@$(RUN) tests/browser/firefox.py
	@if [ -e .venv/frameworks/ready ]; then .venv/frameworks/bin/python tests/frameworks/run.py; \
		else echo "docs/networks/frameworks.md ran without PyTorch, JAX and Keras. To run it with them: make frameworks"; fi

frameworks: .venv/frameworks/ready $(if $(filter torch,$(FRAMEWORKS)),.venv/frameworks/torch)  ## PyTorch, JAX and Keras: install their CPU builds, run what needs them
	@.venv/frameworks/bin/python tests/frameworks/run.py $(FRAMEWORKS)

zensical: .venv/zensical/ready  ## the same site with the next engine, into site-zensical/
	@$(RUN) scripts/build.py
	@$(RUN) scripts/next_engine.py

# The bounds in pyproject.toml, or the newest releases; without figures, which each version of Matplotlib draws differently.
versions: .venv/ready  ## the pages' code with the oldest and the newest NumPy and Matplotlib
	@for those in $(RESOLUTIONS); do \
		UV_PROJECT_ENVIRONMENT=.venv/versions .venv/bin/uv sync --locked --quiet --only-group versions \
		&& .venv/bin/python tests/versions/bounds.py \
			| .venv/bin/uv pip install --quiet --python .venv/versions --upgrade --resolution $$those -r - \
		&& .venv/versions/bin/python tests/versions/run.py || exit 1; \
	done

audit: .venv/ready  ## look for known vulnerabilities of everything in the lock (needs the network)
	@UV_PROJECT_ENVIRONMENT=.venv/audit .venv/bin/uv sync --locked --quiet --only-group audit
	@.venv/bin/uv export --locked --quiet --all-groups --no-emit-project --output-file .venv/audit/requirements.txt >/dev/null
	@.venv/audit/bin/python tests/audit/run.py $(AUDIT) .venv/audit/requirements.txt

lint: .venv/ready  ## lint and format, check only
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --quiet --check

types: node_modules/ready  ## check the types of the scripts
	@.venv/types/bin/node node_modules/typescript/bin/tsc
	@.venv/types/bin/node node_modules/typescript/bin/tsc --project tsconfig.worker.json

format: .venv/ready  ## lint and format, mend
	@.venv/bin/ruff check --quiet --fix
	@.venv/bin/ruff format --quiet
