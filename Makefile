# From published tables to one briefing: `make briefing`. Every check: `make test`.
#
# The environment lies in .venv and is made when first needed, from requirements.lock with its
# hashes; it is renewed when the lock or pyproject.toml changes, and nowhere else. All paths are
# relative, so the checkout may lie in a folder with a space in its name.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: help briefing test test-slow lint data lab docs bench offline clean
unexport PYTHONPATH PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export JUPYTER_PREFER_ENV_PATH := 1

PYTHONS := python3.13 python3.12 python3.11 python3
PY := .venv/bin/python
STAMP := .venv/.installed
SUITED := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

help:
	@echo "make briefing   build the data, run the notebooks, leave the Swedish briefing in runs/pages/"
	@echo "make test       lint, types and every quick test"
	@echo "make test-slow  the tests that take minutes"
	@echo "make lint       lint and types only"
	@echo "make data       check the raw tables and build data/processed/"
	@echo "make lab        open JupyterLab on notebooks/start_here.ipynb"
	@echo "make docs       build the site in docs/_build/, without a network"
	@echo "make bench      time all that has a target, as ratios from one run; some 15 minutes"
	@echo "make offline DIR=FOLDER  collect what a machine without a network installs"
	@echo "make clean      remove .venv, caches and data/processed/; runs/ stays"

briefing: data
	@$(PY) -m equity brief

data: $(STAMP)
	@$(PY) -m equity data build

test: lint
	$(PY) -m pytest -n 2 -m "not slow"

test-slow: $(STAMP)
	$(PY) -m pytest -m slow

lint: $(STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

docs: $(STAMP)
	@$(PY) -m sphinx -q -W --keep-going -b html docs docs/_build
	@echo docs/_build/index.html

bench: briefing
	@$(PY) benchmarks

# For this system and this Python. The checkout itself travels beside the folder. What lies in it
# is not fetched again; a wheel that was cut off is. pip splits folders at spaces, so it is told
# the folder as an address.
offline: $(STAMP)
	@test -n "$$DIR" || { echo "name a folder: make offline DIR=../wheels" >&2; exit 2; }
	@for lock in requirements.lock requirements-build.lock; do \
	  $(PY) -m pip download --quiet --no-deps --require-hashes --only-binary :all: --dest "$$DIR" \
	    -r $$lock || exit 1; \
	done
	@echo "Without a network, in this checkout, with the folder where it lies then:"
	@$(PY) -c 'import pathlib, sys; print("PIP_NO_INDEX=1 PIP_FIND_LINKS=" + pathlib.Path(sys.argv[1]).resolve().as_uri(), "make briefing")' "$$DIR"

lab: data
	$(PY) -m jupyterlab notebooks/start_here.ipynb --LabApp.app_settings_dir=notebooks/.lab

$(STAMP): requirements.lock pyproject.toml
	@set -e; \
	if ! $(PY) -c '$(SUITED)' >/dev/null 2>&1; then \
	  found=; \
	  for name in $(PYTHONS); do \
	    if "$$name" -c '$(SUITED)' >/dev/null 2>&1; then found="$$name"; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "Python 3.11 or newer with its venv module is needed; none of these is: $(PYTHONS)." >&2; \
	    echo "Install one (Debian: apt install python3 python3-venv) or: make PYTHONS=/path/to/python" >&2; \
	    exit 1; \
	  fi; \
	  echo "making .venv with $$found"; \
	  "$$found" -m venv --clear .venv; \
	fi; \
	$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip --upgrade >/dev/null; \
	echo "installing what requirements.lock names"; \
	$(PY) -m pip install --quiet --require-hashes -r requirements.lock; \
	$(PY) -m pip install --quiet --no-deps -e .; \
	$(PY) -m compileall -q src/equity; \
	touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	rm -rf data/processed/tables
	rm -f data/processed/*.parquet data/processed/built.json data/processed/built_by.txt
