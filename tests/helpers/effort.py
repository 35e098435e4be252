"""What is not about the code generator is tested with little effort of it: a third of the time."""

import functools

import pytest

from filtergrad.cpu.run import jit


@pytest.fixture(scope="module", autouse=True)
def little_effort():
    """Machine code is generated quickly, for the tests of the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jit, "assemble", functools.partial(jit.assemble, level=0))
        yield
