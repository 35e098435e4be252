"""A GPU that is not there: Triton's interpreter, and a driver whose memory is the host's."""

from dataclasses import replace
from importlib.util import find_spec

import pytest

if find_spec("triton"):
    from helpers import fake_cuda  # before anything imports Triton

    from filtergrad.gpu.engine import Gpu
    from filtergrad.gpu.run import driver, tuned
    from filtergrad.recent import relieve
else:
    collect_ignore_glob = ["*"]


@pytest.fixture
def fake(monkeypatch):
    """Two GPUs of one kind and one of another."""
    monkeypatch.setattr(Gpu, "build", fake_cuda.Pair)
    made = fake_cuda.Fake(90, 90, 80)
    made.driver = driver.use(made)
    yield made
    made.finish()
    driver.use(None)


@pytest.fixture
def slots(fake, monkeypatch):
    """Plans that need a workspace, whatever prices say."""

    def recalled(ranked, spec, arch):
        return [pair._replace(plan=replace(pair.plan, writes_dw=False)) for pair in ranked]

    relieve()
    monkeypatch.setattr(tuned, "recalled", recalled)
    yield
    relieve()
