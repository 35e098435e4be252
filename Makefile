# Everything here needs git, make and Python >= 3.11; the rest comes into .venv.
# A stamp file marks each finished installation, so a second run starts at once.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
SUITE  ?= core_mix
AGAINST ?=
SECONDS ?= 600
TRITONS ?= 3.6.0 3.7.1 3.8.0 3.9.0
SEED    ?= 0
ONLY    ?=
PROBLEMS ?= 300
OUT     ?= build/gpu-bench
GPU_SECONDS ?= 540

.DEFAULT_GOAL := help
.PHONY: help demo test test-quick gpu-check gpu-tritons gpu-bench lint bench docs notebook package hosts soak aarch64 planning sizes versions clean

help:
	@echo "make demo    recover a filter from a photograph, in under a minute"
	@echo "make test    every test; ONLY=\"torch cpu\" if you like"
	@echo "make test-quick  what takes under a minute and needs no host"
	@echo "make gpu-check  compile every GPU kernel that the layers of the tables take, without a GPU"
	@echo "make gpu-tritons  the tests of the GPU kernels with each of TRITONS, 190 MB and more each"
	@echo "make gpu-bench  measure on a GPU all that needs one, in GPU_SECONDS ($(GPU_SECONDS)), into OUT"
	@echo "make lint    ruff, mypy, import-linter"
	@echo "make bench   time the rows of SUITE ($(SUITE)), AGAINST=torch,jax if you like"
	@echo "make docs    the documentation as a site in build/site, looked at in a browser"
	@echo "make notebook  run docs/plan-in-pictures.ipynb again, and keep what it shows"
	@echo "make package  wheel and sdist, and a slice of the tests from the sdist in an environment of its own"
	@echo "make hosts   add PyTorch, TensorFlow, JAX, Keras, Dask and ONNX Runtime to the tests"
	@echo "make planning  how long planning takes, for the layers of the tables"
	@echo "make sizes     what the first call of a layer takes, and of each new size of it"
	@echo "make soak    random problems, plans, threads, forks, signals, for SECONDS ($(SECONDS)), from SEED"
	@echo "make aarch64  under an emulator: tests, and PROBLEMS ($(PROBLEMS)) random problems for each row of AArch64"
	@echo "make versions  each version of what filtergrad goes with, in environments that are deleted; ONLY=\"jax numba\""
	@echo "make clean   remove everything that these made"

demo: $(VENV)/.demo
	$(BIN)/filtergrad demo --force

# Two processes at a time: more would fill the memory, for some of the hosts take gigabytes each.
test: $(VENV)/.test
	$(BIN)/python tests/run.py --jobs 2 $(ONLY)

test-quick: $(VENV)/.test
	$(BIN)/python tests/run.py --quick

gpu-check: $(VENV)/.test
	$(BIN)/python tests/gpu/check.py $(ONLY)

gpu-tritons: $(VENV)/.test
	for version in $(TRITONS); do \
		$(PIP) install --no-deps --target build/triton-$$version triton==$$version \
		&& PYTHONPATH=build/triton-$$version $(BIN)/python -m pytest -q -p no:cacheprovider \
			tests/gpu_build \
		&& PYTHONPATH=build/triton-$$version $(BIN)/python -m pytest -q -p no:cacheprovider \
			tests/gpu || exit 1; \
	done
# See docs/gpu/README.md for machines without a network, and for PyTorch's own environment.
gpu-bench: $(VENV)/.test
	$(BIN)/python -m filtergrad.bench.gpu --seconds $(GPU_SECONDS) --out $(OUT)

lint: $(VENV)/.lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

bench: $(VENV)/.demo
	$(BIN)/filtergrad bench $(SUITE) --against "$(AGAINST)"

# A stamp's environment has the package, so that docstrings and commands are those of the sources.
docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	$(BIN)/python tests/site.py build/site

notebook: $(VENV)/.hosts $(VENV)/.notebook
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace \
		--ExecutePreprocessor.record_timing=False docs/plan-in-pictures.ipynb

package: $(VENV)/.package
	rm -rf build/package && $(BIN)/python -m build --outdir build/package
	$(BIN)/twine check --strict build/package/*
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/tools/test_package.py
	cd build/package && tar -xzf filtergrad-*.tar.gz && cd filtergrad-*/ \
		&& $(MAKE) test-quick PYTHON=$(PYTHON)

soak: $(VENV)/.test
	$(BIN)/python tests/soak.py --seconds $(SECONDS) --seed $(SEED)

planning: $(VENV)/.test
	$(BIN)/python tests/planning.py

sizes: $(VENV)/.test
	$(BIN)/python tests/sizes.py

aarch64: $(VENV)/.test
	$(BIN)/python tests/aarch64.py --problems $(PROBLEMS) --seed $(SEED)

versions: $(VENV)/.test
	$(BIN)/python tests/versions.py $(if $(ONLY),--only $(ONLY))
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/house/test_docs.py -k versions --update-golden

hosts: $(VENV)/.hosts

# --group came with pip 25.1, and Python 3.11's venv brings an older one.
$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "filtergrad needs Python 3.11 or newer; try make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.demo: pyproject.toml $(VENV)/.pip
	$(PIP) install --editable ".[cli,demo]"
	@touch $@

$(VENV)/.test $(VENV)/.lint $(VENV)/.hosts $(VENV)/.docs $(VENV)/.notebook \
$(VENV)/.package: $(VENV)/.%: pyproject.toml $(VENV)/.pip
	$(PIP) install --group $* --editable .
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
