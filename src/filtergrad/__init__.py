"""The filter gradient of 2-D convolution, compiled for the shape at hand."""

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

__version__ = "0.1.0"

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
