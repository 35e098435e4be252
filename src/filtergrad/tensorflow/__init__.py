"""TensorFlow: the op, convolutions that use it, and the switches for a process.

In: TensorFlow's tensors. Out: filter gradients, computed where the tensors lie. To import this
registers the op ``Filtergrad>Conv2DBackpropFilter``, so that graphs which hold it can be loaded.
"""

from . import rules  # noqa: F401 - to import it registers the op's gradient
from .convolution import conv2d
from .depthwise import depthwise_conv2d
from .door import opened
from .op import Conv2DBackpropFilter
from .reports import report
from .switch import enable, enabled
from .transposed import conv2d_transpose

__all__ = [
    "Conv2DBackpropFilter",
    "conv2d",
    "conv2d_transpose",
    "depthwise_conv2d",
    "door_state",
    "enable",
    "enabled",
    "report",
]


def door_state() -> str:
    """How TensorFlow reaches the kernels: ``"native"``, or ``"python: "`` and why."""
    return opened()[1]


door_state()  # opens it


def __dir__() -> list[str]:
    return __all__
