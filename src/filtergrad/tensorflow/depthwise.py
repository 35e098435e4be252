"""Depthwise convolution, whose weight gradient is that of a grouped one.

In: tensors and TensorFlow's arguments. Out: tensors whose gradients are computed by us. A depthwise
filter ``[r, s, c, m]`` lies in memory as the grouped one ``[r, s, 1, c*m]`` does.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from .convolution import convolution, differentiated, input_gradient
from .geometry import (
    DTYPES,
    FORMATS,
    ONES,
    TO_NCHW,
    TO_NHWC,
    Geometry,
    Tensor,
    alike,
    in_xla,
    on_gpu,
    sizes,
)
from .op import Conv2DBackpropFilter


def depthwise_conv2d(
    input: Tensor,  # noqa: A002 - TensorFlow's names
    filter: Tensor,  # noqa: A002
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Convolve as ``tf.nn.depthwise_conv2d`` does, with gradients for whatever it can convolve.

    Parameters
    ----------
    input, strides, padding, dilations, data_format, name
        As for `filtergrad.tensorflow.conv2d`; strides and dilations in any combination.
    filter
        Shape ``[filter_height, filter_width, in_channels, channel_multiplier]``.

    Returns
    -------
    tf.Tensor
        The convolution, computed by TensorFlow's kernel. Inside ``jit_compile=True`` all of it is
        XLA's, and on a GPU TensorFlow's. Graphs that are saved hold TensorFlow's own convolution.

    Raises
    ------
    tf.errors.InvalidArgumentError
        If the arguments describe no convolution.
    """
    data_format = data_format or "NHWC"
    x, w = alike(input, filter)
    if data_format not in FORMATS or x.dtype.as_datatype_enum not in DTYPES:
        # TensorFlow computes it, or refuses it in its own words.
        return tf.nn.depthwise_conv2d(x, w, strides, padding, data_format, dilations, name)
    geometry = Geometry.read(strides, padding, data_format, dilations)
    if data_format == "NHWC":
        return _convolution(x, w, geometry, name)
    # TensorFlow has no kernel of this order, except oneDNN's.
    return tf.transpose(_convolution(tf.transpose(x, TO_NHWC), w, geometry.nhwc, name), TO_NCHW)


def _convolution(x: Tensor, w: Tensor, geometry: Geometry, name: str | None) -> Tensor:
    """Convolve tensors in NHWC."""
    _, u, v, _ = geometry.strides
    theirs = in_xla() or on_gpu()
    if geometry.dilations == ONES and u == v:
        op = tf.raw_ops.DepthwiseConv2dNative
        if theirs:
            return op(input=x, filter=w, name=name, **geometry.attributes())
        return differentiated(op, x, w, geometry, gradient_of_depthwise, name)
    # TensorFlow has no depthwise kernel of such strides, but a kernel of grouped convolutions.
    if theirs:
        return tf.raw_ops.Conv2D(input=x, filter=_grouped(w), name=name, **geometry.attributes())
    return convolution(x, _grouped(w), geometry, name)


def gradient_of_depthwise(
    x: Tensor, w: Tensor, dy: Tensor, geometry: Geometry
) -> tuple[Tensor, Tensor]:
    """The gradients with respect to x and w."""
    attributes = geometry.attributes()
    native = geometry.data_format == "NHWC" and geometry.dilations == ONES
    if native or in_xla():
        dx = tf.raw_ops.DepthwiseConv2dNativeBackpropInput(
            input_sizes=sizes(x), filter=w, out_backprop=dy, **attributes
        )
    else:
        dx = input_gradient(sizes(x), _grouped(w), dy, geometry)
    if in_xla():
        return dx, tf.raw_ops.DepthwiseConv2dNativeBackpropFilter(
            input=x, filter_sizes=sizes(w), out_backprop=dy, **attributes
        )
    r, s, c, m = sizes(w)
    dw = Conv2DBackpropFilter(input=x, filter_sizes=(r, s, 1, c * m), out_backprop=dy, **attributes)
    return dx, tf.reshape(dw, (r, s, c, m))


def _grouped(w: Tensor) -> Tensor:
    """The depthwise filter as the grouped one with as many groups as input channels."""
    r, s, c, m = sizes(w)
    return tf.reshape(w, (r, s, 1, c * m))
