"""A GPU that is not there: see `helpers.fake_gpus`."""

from importlib.util import find_spec

if find_spec("triton"):
    from helpers.fake_gpus import fake  # noqa: F401 - a fixture
else:
    collect_ignore_glob = ["*"]
