"""TensorFlow: the op, convolutions that use it, and the switches for a process.

In: TensorFlow's tensors. Out: filter gradients, computed where the tensors lie. To import this
registers the op ``Filtergrad>Conv2DBackpropFilter``, so that graphs which hold it can be loaded.
"""

from filtergrad.tensorflow.convolution import conv2d
from filtergrad.tensorflow.depthwise import depthwise_conv2d
from filtergrad.tensorflow.door import opened
from filtergrad.tensorflow.op import Conv2DBackpropFilter
from filtergrad.tensorflow.switch import enable, enabled

from . import rules  # noqa: F401 - registers

__all__ = [
    "Conv2DBackpropFilter",
    "conv2d",
    "depthwise_conv2d",
    "door_state",
    "enable",
    "enabled",
]


def door_state() -> str:
    """How TensorFlow reaches the kernels: ``"native"``, or ``"python: "`` and why."""
    return opened()[1]


door_state()  # opens it
