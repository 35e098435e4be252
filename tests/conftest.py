"""What the tests share: how much hypothesis tries, a compile cache of their own, each ISA."""

import os

import pytest
from hypothesis import settings

from filtergrad import cli, knobs
from filtergrad.cpu.run import host

# `HYPOTHESIS_PROFILE=thorough pytest` looks for new bugs; the usual run repeats itself exactly.
settings.register_profile("quick", max_examples=40, deadline=None, derandomize=True, database=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden instead of comparing"
    )


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Kernels are compiled afresh in each run of the tests, and once in it; children inherit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FILTERGRAD_CACHE_DIR", str(tmp_path_factory.mktemp("kernels")))
        knobs.reload()
        yield
    knobs.reload()


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
