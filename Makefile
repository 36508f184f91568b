# make run and make test prepare .venv by themselves; Python >= 3.11 and make are all that must be there.

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
PIP   := $(BIN)/python -m pip -qq --disable-pip-version-check

# Folder that `make evaluate` scores, and more words for `extract run`, for example ARGS="--jobs 2".
GOLD := corpus/gold
ARGS :=
# How long `make fuzz` goes on.
MINUTES := 30

.DEFAULT_GOAL := help
.PHONY: help run test lint types contracts evaluate rules bench bench-merge bench-memory bench-review bench-dask bench-languages fuzz lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 13

run: $(READY)  ## facts of corpus/ to outputs/, with report.html
	@$(BIN)/extract run corpus --out outputs $(ARGS)
	@$(BIN)/extract report --from outputs

test: $(READY)  ## all tests, with coverage
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

lint: $(READY)  ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)  ## mypy --strict
	@$(BIN)/mypy

contracts: $(READY)  ## the order of the rooms
	@$(BIN)/lint-imports --no-logo

evaluate: $(READY)  ## scores on coded articles: make evaluate GOLD=folder
	@$(BIN)/extract evaluate $(GOLD)

rules: $(READY)  ## run the examples of all rules
	@$(BIN)/extract rules check

bench: $(READY)  ## words per second beside bare nlp.pipe, whole runs, stages, growth: make bench ARGS="--model fast"
	@$(BIN)/python tests/bench.py $(ARGS)

bench-merge: $(READY)  ## time and memory of merging 10,000 to a million statements
	@$(BIN)/python tests/bench_merge.py

bench-memory: $(READY)  ## memory of a run over 1 GB of JSON Lines, and of a worker over 50,000 articles
	@$(BIN)/python tests/bench_memory.py stream
	@$(BIN)/python tests/bench_memory.py worker

bench-review: $(READY)  ## the review page with 50,000 facts
	@$(BIN)/python tests/bench_review.py

bench-dask: $(READY)  ## two workers of Dask beside two processes
	@$(BIN)/python tests/bench_dask.py

bench-languages: $(READY)  ## languages told right, and the cost of an article (TEXTS=folder of fr.txt and so on)
	@$(BIN)/python tests/bench_languages.py $(TEXTS)

fuzz: $(READY)  ## readers and finders against random bytes: make fuzz MINUTES=30
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(PIP) install --only-binary :all: 'atheris>=3,<4'
	@$(BIN)/python tests/fuzz --minutes $(MINUTES)

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean:  ## delete what can be made again
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage build dist
	find outputs -mindepth 1 ! -name .gitkeep -delete
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that is new enough. Some dependencies are built from source: their build tool comes from the
# lock as well, first, so that nothing is installed that the lock does not name.
$(READY): requirements.lock pyproject.toml
	@python=; for each in python3 python3.13 python3.12 python3.11 python; do \
	    if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "make: Python 3.11 or newer is needed; none was found" >&2; exit 1; fi; \
	echo "preparing $(VENV) with $$($$python --version); this takes a minute or two, once" >&2; \
	$$python -m venv --clear $(VENV)
	@sed -n '/^setuptools==/,/[^\\]$$/p' requirements.lock > $(VENV)/build.lock
	@$(PIP) install --require-hashes --no-deps -r $(VENV)/build.lock
	@$(PIP) install --no-compile --require-hashes --no-deps --no-build-isolation -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check >&2
	@touch $(READY)
