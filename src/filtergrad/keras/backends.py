"""The convolutions of the backend that Keras runs on, with our gradient for the filter.

In: tensors, and how a filter moves, in TensorFlow's words. Out: what Keras's own operation returns,
from the backend's own code but for what TensorFlow refuses on a CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    @classmethod
    def of_transposed(cls, layer: Any) -> Geometry:
        """Make it of a transposed layer: here the stride of a line's row does matter."""
        lists = ((1, 1, *numbers)[-2:] for numbers in (layer.strides, layer.dilation_rate))
        strides, dilations = lists
        return cls(strides, layer.padding.upper(), _ORDERS[layer.data_format], dilations)

    def grown(self, taps: Sequence[int], more: Sequence[int] | None) -> list[int]:
        """How many pixels rows and columns of the output have if the input has one.

        Parameters
        ----------
        taps
            Rows and columns of the filter.
        more
            The layer's `output_padding` of each; without it the output has at least as many pixels
            as the strides span.
        """
        found = []
        for axis, reach in enumerate(self.reaches(taps)):
            least = reach if self.padding == "VALID" else reach % 2
            stride = self.strides[axis]
            if more is not None:
                found.append(least + more[axis])
            else:
                found.append(max(least, stride) if self.padding == "VALID" else stride)
        return found

    def reaches(self, taps: Sequence[int]) -> list[int]:
        """How many pixels the taps of rows and of columns span."""
        pairs = zip(taps, self.dilations, strict=False)
        return [(count - 1) * dilation + 1 for count, dilation in pairs]


_ORDERS = {"channels_last": "NHWC", "channels_first": "NCHW"}

Convolution: TypeAlias = Callable[[Tensor, Tensor, Geometry], Tensor]
"""Of inputs and kernel."""

Transposed: TypeAlias = Callable[[Any, Tensor], Tensor]
"""Of a transposed layer, in one dimension or in two, and its inputs; without bias."""


class Convolutions(NamedTuple):
    """The convolutions of a backend."""

    dense: Convolution
    depthwise: Convolution
    transposed: Transposed


def convolutions() -> Convolutions:
    """The convolutions of the backend that Keras runs on."""
    name = keras.backend.backend()
    known = {
        "tensorflow": Convolutions(
            _tensorflow, _tensorflow_depthwise, _of_rows(_tensorflow_transposed)
        ),
        "jax": Convolutions(_jax, _grouped(_jax), _of_rows(_jax_transposed)),
        "torch": Convolutions(_torch, _grouped(_torch), _torch_transposed),
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


def _of_rows(transposed: Callable[..., Tensor]) -> Transposed:
    """A layer's transposed convolution, of lines as images of one row."""

    def convolved(layer: Any, inputs: Tensor) -> Tensor:
        inputs, kernel = _tensors(inputs, layer.kernel)
        geometry, more = Geometry.of_transposed(layer), layer.output_padding
        if len(kernel.shape) == 4:
            return transposed(inputs, kernel, geometry, more)
        row = geometry.data_format.index("H")
        inputs, kernel = ops.expand_dims(inputs, row), ops.expand_dims(kernel, 0)
        return ops.squeeze(transposed(inputs, kernel, geometry, more and (0, *more)), row)

    return convolved


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


def _tensorflow_transposed(
    inputs: Tensor, kernel: Tensor, geometry: Geometry, more: Sequence[int] | None
) -> Tensor:
    from filtergrad.tensorflow import conv2d_transpose

    order, shape = geometry.data_format, [*ops.shape(inputs)]  # tensors where it is not known
    for axis, grown in zip("HW", geometry.grown(kernel.shape, more), strict=True):
        place, stride = order.index(axis), geometry.strides["HW".index(axis)]
        shape[place] = (shape[place] - 1) * stride + grown
    shape[order.index("C")] = kernel.shape[2]
    return conv2d_transpose(inputs, kernel, shape, **geometry._asdict())


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


def _jax_transposed(
    inputs: Tensor, kernel: Tensor, geometry: Geometry, more: Sequence[int] | None
) -> Tensor:
    from filtergrad.jax import conv_general_dilated

    order, pads = geometry.data_format, []
    grown = geometry.grown(kernel.shape, more)
    for reach, pixels in zip(geometry.reaches(kernel.shape), grown, strict=True):
        both = pixels + reach - 2
        before = min(both - both // 2, reach - 1) if geometry.padding == "SAME" else reach - 1
        pads.append((before, both - before))
    return conv_general_dilated(
        inputs,
        ops.flip(kernel, (0, 1)),
        (1, 1),
        pads,
        geometry.strides,
        geometry.dilations,
        (order, "HWOI", order),
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


def _torch_transposed(layer: Any, inputs: Tensor) -> Tensor:
    """Keras's own function, which cuts and pads what PyTorch returns, each release in its way."""
    from filtergrad.torch.calls import Exchanged

    with Exchanged():
        return ops.conv_transpose(
            inputs,
            layer.kernel,
            strides=list(layer.strides),
            padding=layer.padding,
            output_padding=layer.output_padding,
            dilation_rate=layer.dilation_rate,
            data_format=layer.data_format,
        )
