"""GPUs that are not there, for hosts: Triton's interpreter, and a driver whose memory is theirs.

A folder's conftest takes `fake` from here, and collects nothing where Triton is not installed.
"""

import pytest

from filtergrad.gpu.engine import Gpu
from filtergrad.gpu.run import driver

from . import fake_cuda  # before anything imports Triton


@pytest.fixture
def fake(monkeypatch):
    """Two GPUs of one kind and one of another."""
    monkeypatch.setattr(Gpu, "build", fake_cuda.Pair)
    made = fake_cuda.Fake(90, 90, 80)
    made.driver = driver.use(made)
    yield made
    made.leave()
