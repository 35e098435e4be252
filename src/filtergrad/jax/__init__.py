"""JAX: the op inside of transformations, and our weight gradient for every convolution. Floor 7."""

from .convolution import conv_general_dilated
from .door import TARGET, door_state
from .switch import disable, enable, enabled, exporting
from .weight import conv2d_backprop_filter

__all__ = [
    "TARGET",
    "conv2d_backprop_filter",
    "conv_general_dilated",
    "disable",
    "door_state",
    "enable",
    "enabled",
    "exporting",
]
