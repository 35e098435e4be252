"""Depthwise convolution, whose weight gradient is that of a grouped one. Floor 7.

In: tensors and TensorFlow's arguments. Out: tensors whose gradients are computed by us. A depthwise
filter ``[r, s, c, m]`` lies in memory as the grouped one ``[r, s, 1, c*m]`` does.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from filtergrad.tensorflow.convolution import (
    ONES,
    TO_NCHW,
    TO_NHWC,
    Geometry,
    conv2d,
    four,
    in_xla,
    input_gradient,
    sizes,
)
from filtergrad.tensorflow.op import Conv2DBackpropFilter, Tensor


def depthwise_conv2d(
    input: Tensor,  # noqa: A002 - TensorFlow's names
    filter: Tensor,  # noqa: A002
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Convolve as ``tf.nn.depthwise_conv2d`` does, with gradients for whatever it can convolve.

    Parameters
    ----------
    input, strides, dilations, data_format, name
        As for `filtergrad.tensorflow.conv2d`; strides and dilations in any combination.
    filter
        Shape ``[filter_height, filter_width, in_channels, channel_multiplier]``.
    padding
        ``"SAME"`` or ``"VALID"``.

    Returns
    -------
    tf.Tensor
        The convolution, computed by TensorFlow's kernel. Inside ``jit_compile=True`` all of it is
        XLA's.

    Raises
    ------
    tf.errors.InvalidArgumentError
        If the arguments describe no convolution.
    """
    steps, holes = (four(given, data_format) for given in (strides, dilations))
    x = tf.convert_to_tensor(input)
    w = tf.convert_to_tensor(filter, x.dtype)
    if data_format == "NCHW":  # TensorFlow has no kernel of this order, except oneDNN's
        order = [steps, holes]
        steps, holes = (tuple(given[axis] for axis in TO_NHWC) for given in order)
        y = depthwise_conv2d(tf.transpose(x, TO_NHWC), w, steps, padding, "NHWC", holes, name)
        return tf.transpose(y, TO_NCHW)
    if holes != ONES or steps[1] != steps[2]:  # nor of these, but of grouped convolutions
        return conv2d(x, _grouped(w), steps, padding, "NHWC", holes, name)
    geometry = Geometry.of(steps, padding, (), "NHWC", holes)
    attributes = geometry.attributes()
    if in_xla():
        return tf.raw_ops.DepthwiseConv2dNative(input=x, filter=w, name=name, **attributes)

    @tf.custom_gradient
    def convolve(x: Tensor, w: Tensor) -> tuple[Tensor, Any]:
        y = tf.raw_ops.DepthwiseConv2dNative(input=x, filter=w, name=name, **attributes)
        return y, lambda dy: gradient_of_depthwise(x, w, dy, geometry)

    return convolve(x, w)


def gradient_of_depthwise(
    x: Tensor, w: Tensor, dy: Tensor, geometry: Geometry
) -> tuple[Tensor, Tensor]:
    """The gradients with respect to x and w."""
    r, s, c, m = sizes(w)
    attributes = geometry.attributes()
    dw = Conv2DBackpropFilter(input=x, filter_sizes=(r, s, 1, c * m), out_backprop=dy, **attributes)
    if geometry.data_format == "NHWC" and geometry.dilations == ONES:
        dx = tf.raw_ops.DepthwiseConv2dNativeBackpropInput(
            input_sizes=sizes(x), filter=w, out_backprop=dy, **attributes
        )
    else:
        dx = input_gradient(sizes(x), _grouped(w), dy, geometry)
    return dx, tf.reshape(dw, (r, s, c, m))


def _grouped(w: Tensor) -> Tensor:
    r, s, c, m = sizes(w)
    return tf.reshape(w, (r, s, 1, c * m))
