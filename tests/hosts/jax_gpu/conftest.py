"""A GPU that is not there: see `helpers.fake_gpus`."""

from dataclasses import replace
from importlib.util import find_spec

import pytest

if find_spec("triton"):
    from helpers.fake_gpus import fake  # noqa: F401 - a fixture

    from filtergrad import tuned
    from filtergrad.recent import relieve
else:
    collect_ignore_glob = ["*"]


@pytest.fixture
def slots(fake, monkeypatch):
    """Plans that need a workspace, whatever prices say."""

    def recalled(ranked, _):
        return [pair._replace(plan=replace(pair.plan, writes_dw=False)) for pair in ranked]

    relieve()
    monkeypatch.setattr(tuned, "recalled", recalled)
    yield
    relieve()
