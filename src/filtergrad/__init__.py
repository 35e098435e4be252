"""The filter gradient of 2-D convolution, compiled for the layer at hand."""

from importlib import import_module as _import_module
from typing import Any as _Any

from filtergrad import raw_ops
from filtergrad.api import (
    compile,  # noqa: A004 - the word users expect
    conv2d_backprop_filter,
    get_num_threads,
    set_num_threads,
)
from filtergrad.environment import show_versions
from filtergrad.errors import InvalidArgumentError
from filtergrad.explain import explain

__version__ = "0.2.0"

__all__ = [
    "InvalidArgumentError",
    "compile",
    "conv2d_backprop_filter",
    "explain",
    "get_num_threads",
    "raw_ops",
    "set_num_threads",
    "show_versions",
]


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def __getattr__(name: str) -> _Any:
    """Find what ``%load_ext filtergrad`` and ``%unload_ext`` call, with all that it needs."""
    if name in {"load_ipython_extension", "unload_ipython_extension"}:
        return getattr(_import_module("filtergrad.cli.run"), name)
    raise AttributeError(f"module 'filtergrad' has no attribute {name!r}", name=name)
