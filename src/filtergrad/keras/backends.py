"""The convolutions of the backend that Keras runs on, with our gradient for the filter.

In: tensors, and how a filter moves, in TensorFlow's words. Out: what Keras's own operation returns,
from the backend's own code but for what TensorFlow refuses on a CPU.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import keras
from keras import ops

Tensor: TypeAlias = Any
"""A tensor of whichever backend Keras runs on."""


class Geometry(NamedTuple):
    """How a layer's filter moves along rows and columns."""

    strides: tuple[int, int]
    padding: str
    data_format: str
    dilations: tuple[int, int]

    @classmethod
    def of(cls, layer: Any) -> Geometry:
        """Make it of a layer, in TensorFlow's words.

        A line is an image of one row; TensorFlow wants depthwise strides alike, and to one row the
        number does not matter.
        """
        strides, dilations = (
            (numbers[-1], numbers[-1]) if len(numbers) == 1 else tuple(numbers)
            for numbers in (layer.strides, layer.dilation_rate)
        )
        return cls(strides, layer.padding.upper(), _ORDERS[layer.data_format], dilations)


_ORDERS = {"channels_last": "NHWC", "channels_first": "NCHW"}

Convolution: TypeAlias = Callable[[Tensor, Tensor, Geometry], Tensor]
"""Of inputs and kernel."""


class Convolutions(NamedTuple):
    """The convolutions of a backend."""

    dense: Convolution
    depthwise: Convolution


def convolutions() -> Convolutions:
    """The convolutions of the backend that Keras runs on."""
    name = keras.backend.backend()
    known = {
        "tensorflow": Convolutions(_tensorflow, _tensorflow_depthwise),
        "jax": Convolutions(_jax, _grouped(_jax)),
        "torch": Convolutions(_torch, _grouped(_torch)),
    }
    if name not in known:
        raise RuntimeError(f"filtergrad knows no Keras backend {name!r}, only {', '.join(known)}")
    return known[name]


def _grouped(convolution: Convolution) -> Convolution:
    """Make a depthwise convolution of one that takes groups: each channel is a group."""

    def depthwise(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
        r, s, c, m = kernel.shape
        return convolution(inputs, ops.reshape(kernel, (r, s, 1, c * m)), geometry)

    return depthwise


def _tensors(inputs: Tensor, kernel: Tensor) -> tuple[Tensor, Tensor]:
    """Convert both to the dtype of the kernel, which `autocast` may have changed."""
    kernel = ops.convert_to_tensor(kernel)
    return ops.convert_to_tensor(inputs, dtype=kernel.dtype), kernel


def _tensorflow(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.tensorflow import conv2d

    return conv2d(*_tensors(inputs, kernel), **geometry._asdict())


def _tensorflow_depthwise(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.tensorflow import depthwise_conv2d

    return depthwise_conv2d(*_tensors(inputs, kernel), **geometry._asdict())


def _jax(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.jax import conv_general_dilated

    inputs, kernel = _tensors(inputs, kernel)
    order = geometry.data_format
    return conv_general_dilated(
        inputs,
        kernel,
        geometry.strides,
        geometry.padding,
        rhs_dilation=geometry.dilations,
        dimension_numbers=(order, "HWIO", order),
        feature_group_count=inputs.shape[order.index("C")] // kernel.shape[2],
    )


def _torch(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.torch import conv2d

    inputs, kernel = _tensors(inputs, kernel)
    last = geometry.data_format == "NHWC"
    x = ops.transpose(inputs, (0, 3, 1, 2)) if last else inputs
    pads: list[tuple[int, int]] = [(0, 0), (0, 0)]
    if geometry.padding == "SAME":
        given = zip(x.shape[2:], kernel.shape, geometry.strides, geometry.dilations, strict=False)
        totals = [
            max(0, (-(-size // stride) - 1) * stride + (taps - 1) * dilation + 1 - size)
            for size, taps, stride, dilation in given
        ]
        pads = [(total // 2, total - total // 2) for total in totals]
    if any(before != after for before, after in pads):  # PyTorch pads both sides alike
        x = ops.pad(x, [(0, 0), (0, 0), *pads])
        pads = [(0, 0), (0, 0)]
    groups = x.shape[1] // kernel.shape[2]
    sides = [before for before, _ in pads]
    w = ops.transpose(kernel, (3, 2, 0, 1))
    y = conv2d(x, w, None, geometry.strides, sides, geometry.dilations, groups)
    return ops.transpose(y, (0, 2, 3, 1)) if last else y
