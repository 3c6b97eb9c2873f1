# The commands of this project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help serve site live check test test-all frameworks print zensical browser audit versions lint types format
PYTHON ?= python3
UV_VERSION := 0.13.8
TORCH_VERSION := 2.13.0
FRAMEWORKS ?= jax keras torch
RESOLUTIONS ?= lowest-direct highest
BEGAN := $(shell date +%s)
RUN := .venv/bin/python
AVX512 := X86_V4 AVX512_ICL AVX512_SPR
PYTEST := $(RUN) -m pytest -q -rs -n auto --dist worksteal --durations 10
# An environment of its own beside .venv, from the same lock: $(call sync,NAME,GROUP) with the project and one group.
sync = UV_PROJECT_ENVIRONMENT=.venv/$(1) .venv/bin/uv sync --locked --quiet --compile-bytecode --no-default-groups --group $(2)
export NO_MKDOCS_2_WARNING := 1

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/ready: uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; make PYTHON=/path/to/python3.11 names one." >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@.venv/bin/uv sync --locked --quiet --compile-bytecode
	@touch $@

node_modules/ready: .venv/ready package.json package-lock.json
	@UV_PROJECT_ENVIRONMENT=.venv/types .venv/bin/uv sync --locked --quiet --only-group types
	@.venv/types/bin/npm ci --loglevel=error >/dev/null
	@.venv/types/bin/node node_modules/typescript/bin/tsc --version >/dev/null  # npm forgives a failed platform package
	@touch $@

.venv/frameworks/ready: .venv/ready
	@$(call sync,frameworks,frameworks)
	@touch $@

.venv/frameworks/torch: .venv/frameworks/ready
	@.venv/bin/uv pip install --quiet --python .venv/frameworks --torch-backend cpu torch==$(TORCH_VERSION) 2>/dev/null \
		|| { echo "PyTorch's own index is out of reach. Taking the default build: on Linux that is several gigabytes." >&2; \
		$(RUN) -m pip --python .venv/frameworks/bin/python install -qq torch==$(TORCH_VERSION); }
	@touch $@

serve: .venv/ready  ## live preview on 127.0.0.1:8000; saving a page runs it
	@$(RUN) scripts/serve.py

site: .venv/ready  ## regenerate what is stale, then build site/, ready for any static host
	@$(RUN) scripts/build.py
	@$(RUN) -m mkdocs build --strict
	@$(RUN) scripts/finish.py
	@[ -n "$$SITE_URL" ] || echo "SITE_URL is not set, so the sitemap and the links for social networks name 127.0.0.1."

live: node_modules/ready  ## Python for readers, 6 MB, which make site then carries: they change code and run it
	@$(RUN) -m scripts.publish.live

check: .venv/ready  ## say what is stale, change nothing
	@$(RUN) scripts/build.py --check

test: browser lint types  ## pages, figures, claims, site, browser, as CI runs them
	@$(PYTEST)
	@$(RUN) tests/budget.py $$(( $$(date +%s) - $(BEGAN) ))

test-all: browser node_modules/ready  ## what make test leaves out: Firefox, kernels, other processors, versions and engines, audit
	@$(PYTEST) -m all
	@OPENBLAS_CORETYPE=Haswell NPY_DISABLE_CPU_FEATURES="$(AVX512)" $(RUN) scripts/build.py --check
	@OPENBLAS_CORETYPE=Nehalem NPY_DISABLE_CPU_FEATURES="X86_V3 $(AVX512)" $(RUN) scripts/build.py --check
	@$(MAKE) --no-print-directory versions frameworks audit FRAMEWORKS="jax keras $(if $(wildcard .venv/frameworks/torch),torch)"

frameworks: .venv/frameworks/ready $(if $(filter torch,$(FRAMEWORKS)),.venv/frameworks/torch)  ## what needs PyTorch, JAX, Keras, Optax or Dask, with their CPU builds
	@KERAS_BACKEND=jax KERAS_HOME=.cache/keras .venv/frameworks/bin/python -m pytest -q -rs docs/networks/frameworks.md docs/data/schedules.md docs/reference/optimisers.md docs/optimizers/choosing.md docs/practice/many-machines.md
	@test ! -e .venv/frameworks/torch || { .venv/frameworks/bin/python tests/claims/torch_traces.py && git diff --exit-code --stat tests/claims/torch_traces.json; }

print: browser site  ## the parts as PDF into print/; PARTS="idea data" takes some
	@$(RUN) scripts/handout.py $(PARTS)

zensical: .venv/ready  ## the same pages with the next engine, into site-zensical/
	@$(call sync,zensical,zensical)
	@SITE_DIR=site-zensical .venv/zensical/bin/python -m zensical build --strict --config-file mkdocs.yml

browser: .venv/ready  ## find a Chromium for the browser tests and for print, or install one
	@$(RUN) scripts/handout.py --browser 2>/dev/null && exit; \
	if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
		echo "Installing the package chromium of this system with apt-get."; \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends chromium >/dev/null; \
	else \
		echo "Installing Playwright's own Chromium into your user's cache."; \
		$(RUN) -m playwright install chromium; \
	fi && $(RUN) scripts/handout.py --browser

versions: .venv/ready  ## the code of all pages with the oldest and the newest NumPy and Matplotlib
	@for resolution in $(RESOLUTIONS); do \
		$(call sync,versions,versions) \
		&& grep -oE '(numpy|matplotlib)>=[0-9.]+' pyproject.toml \
			| .venv/bin/uv pip install --quiet --python .venv/versions --upgrade --resolution $$resolution -r - \
		&& .venv/bin/uv pip freeze --python .venv/versions | grep -E '^(numpy|matplotlib)=' \
		&& .venv/versions/bin/python -m pytest -q --no-figures docs README.md || exit 1; \
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
