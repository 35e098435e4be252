"""Transposed convolution, whose weight gradient is the op's with input and gradient exchanged.

In: tensors and TensorFlow's arguments, or a node. Out: tensors whose gradients are computed by us.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import record

from .convolution import by_tensorflow, convolution, input_gradient
from .geometry import (
    AXES,
    DTYPES,
    FORMATS,
    Geometry,
    Size,
    Tensor,
    alike,
    in_xla,
    on_gpu,
    sizes,
)
from .op import Conv2DBackpropFilter


def conv2d_transpose(
    input: Tensor,  # noqa: A002 - TensorFlow's names
    filters: Tensor,
    output_shape: Any,
    strides: Any,
    padding: Any = "SAME",
    data_format: str | None = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Convolve as ``tf.nn.conv2d_transpose`` does, with gradients for whatever it can convolve.

    Parameters
    ----------
    input
        Shape ``[batch, in_height, in_width, in_channels]``, or in ``NCHW``
        ``[batch, in_channels, in_height, in_width]``.
    filters
        Shape ``[filter_height, filter_width, out_channels, in_channels]``, the dtype of `input`.
    output_shape
        Four integers, or a tensor of them.
    strides, padding, data_format, dilations, name
        As for `filtergrad.tensorflow.conv2d`.

    Returns
    -------
    tf.Tensor
        The transposed convolution; what TensorFlow refuses on a CPU is computed, too. The gradient
        with respect to `filters` is `Conv2DBackpropFilter`. Inside ``jit_compile=True`` all of it
        is XLA's, and on a GPU TensorFlow's. Graphs that are saved hold TensorFlow's own.

    Raises
    ------
    tf.errors.InvalidArgumentError
        If the arguments describe no convolution.
    """
    data_format = data_format or "NHWC"
    x, w = alike(input, filters)
    known = data_format in FORMATS and x.dtype.as_datatype_enum in DTYPES
    if not known or x.shape.rank != AXES or in_xla() or on_gpu():
        # TensorFlow computes it, or refuses it in its own words.
        given = (output_shape, strides, padding, data_format, dilations, name)
        return tf.nn.conv2d_transpose(x, w, *given)
    geometry, shape = Geometry.read(strides, padding, data_format, dilations), _four(output_shape)
    if not by_tensorflow(shape, w, x, geometry):
        return input_gradient(shape, w, x, geometry)  # made of convolutions with our gradients
    with record.stop_recording():
        y = tf.raw_ops.Conv2DBackpropInput(
            input_sizes=shape, filter=w, out_backprop=x, name=name, **geometry.attributes()
        )
        if not tf.executing_eagerly():
            y.op._gradient_function = gradient_of_transposed  # noqa: SLF001
    record.record_operation(
        "Conv2DBackpropInput", [y], [w, x], lambda dy: _gradients(w, x, dy, geometry)
    )
    return y


def gradient_of_transposed(op: Any, dy: Tensor) -> tuple[Tensor | None, ...]:
    """The gradients of a node: by the sizes, of which there is none, by filter and by input."""
    _, w, x = op.inputs
    return None, *_gradients(w, x, dy, Geometry.of_node(op))


def _gradients(w: Tensor, x: Tensor, dy: Tensor, geometry: Geometry) -> tuple[Tensor, Tensor]:
    """The gradients with respect to the filter and the input."""
    given = {"input": dy, "filter_sizes": sizes(w), "out_backprop": x, **geometry.attributes()}
    if in_xla():
        dx = tf.raw_ops.Conv2D(input=dy, filter=w, **geometry.attributes())
        return tf.raw_ops.Conv2DBackpropFilter(**given), dx
    return Conv2DBackpropFilter(**given), convolution(dy, w, geometry)


def _four(shape: Any) -> list[Size]:
    """The sizes of a shape: integers, or tensors where a graph does not know them."""
    if tf.is_tensor(shape):
        known = tf.get_static_value(shape)
        return tf.unstack(shape, AXES) if known is None else [int(size) for size in known]
    return [int(size) if isinstance(size, int | np.integer) else size for size in shape]
