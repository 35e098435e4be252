"""What the tests share: how much hypothesis tries, a compile cache of their own, each ISA."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from filtergrad import cli, knobs
from filtergrad.cpu.run import host

pytest.register_assert_rewrite("helpers")

# `HYPOTHESIS_PROFILE=thorough pytest` looks for new bugs; the usual run repeats itself exactly.
settings.register_profile("quick", max_examples=40, deadline=None, derandomize=True, database=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

HOSTS = Path(__file__).parent / "hosts"
KERNELS = "FILTERGRAD_TEST_KERNELS"  # the folder, for all processes of a run
LEFT_OUT = pytest.StashKey[set[str]]()


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/cpu/golden instead of comparing"
    )


# ---- hosts ----


def pytest_configure(config):
    """The first process of a run makes the folder of kernels, and removes it when it ends."""
    config.stash[LEFT_OUT] = set()
    if KERNELS not in os.environ:
        os.environ[KERNELS] = tempfile.mkdtemp(prefix="filtergrad-tests-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(KERNELS), ignore_errors=True))


def pytest_ignore_collect(collection_path, config):
    """A host needs a process of its own: it is collected where it is asked for by name."""
    if collection_path.parent != HOSTS or not collection_path.is_dir():
        return None
    asked = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    if any(path == collection_path or collection_path in path.parents for path in asked):
        return None
    if not any(HOSTS in path.parents for path in asked):
        config.stash[LEFT_OUT].add(collection_path.name)
    return True


def pytest_terminal_summary(terminalreporter, config):
    if names := sorted(config.stash[LEFT_OUT] - {"__pycache__"}):
        terminalreporter.write_line(
            "Hosts have processes of their own: `python tests/run.py`, or "
            f"`pytest tests/hosts/NAME`, NAME one of {', '.join(names)}"
        )


# ---- fixtures ----


@pytest.fixture(scope="session", autouse=True)
def own_cache():
    """Kernels are compiled afresh in each run of the tests, and once in it; children inherit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FILTERGRAD_CACHE_DIR", os.environ[KERNELS])
        knobs.reload()
        yield
    knobs.reload()


@pytest.fixture
def quick_collector():
    """`gc.collect` looks at what the test itself makes, and not at all that a host imported."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(params=host.available(), ids=lambda row: row.name)
def each_isa(request):
    """Every instruction set that this machine executes, forced as a user would force it."""
    with knobs.override(isa=request.param.name):
        yield request.param


@pytest.fixture
def say(capsys):
    """Run a command: (exit code, what it printed, what it complained of)."""

    def run(*words):
        code = cli.main([str(word) for word in words])
        return code, *capsys.readouterr()

    return run
