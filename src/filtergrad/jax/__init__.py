"""JAX: the op inside of transformations, and our weight gradient for every convolution."""

from . import rules  # noqa: F401 - registers them
from .convolution import conv_general_dilated
from .door import TARGET, door_state
from .op import conv2d_backprop_filter
from .reports import report
from .switch import disable, enable, enabled, exporting

__all__ = [
    "TARGET",
    "conv2d_backprop_filter",
    "conv_general_dilated",
    "disable",
    "door_state",
    "enable",
    "enabled",
    "exporting",
    "report",
]


def __dir__() -> list[str]:
    return __all__
