"""Convolution that trains on the CPU whatever its dtype, format, dilation and groups.

In: tensors and TensorFlow's arguments. Out: tensors whose gradients are computed by us. TensorFlow
computes every convolution in NHWC on a CPU, but not its gradients: those of dilated and grouped
ones, and all of NCHW, only where oneDNN has a kernel of the dtype and the padding is not explicit.
What it refuses is computed from what it has: NCHW by transposing, the gradient with respect to
the input as a convolution of ``out_backprop``, zeros between its pixels, with the filter turned
round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.ops import nn_ops

from .geometry import (
    AXES,
    DTYPES,
    FORMATS,
    ONES,
    TO_NCHW,
    TO_NHWC,
    Geometry,
    Size,
    Tensor,
    alike,
    by_onednn,
    in_xla,
    on_gpu,
    positive,
    same,
    sizes,
)
from .op import Conv2DBackpropFilter

# Of input, filter, out_backprop and a geometry: the gradients with respect to the first two.
Gradient = Callable[[Tensor, Tensor, Tensor, Geometry], tuple[Tensor, ...]]


def conv2d(
    input: Tensor,  # noqa: A002 - TensorFlow's names
    filters: Tensor,
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Convolve as ``tf.nn.conv2d`` does, with gradients for whatever it can convolve.

    Parameters
    ----------
    input
        Shape ``batch_shape + [in_height, in_width, in_channels]``, or in ``NCHW``
        ``[batch, in_channels, in_height, in_width]``.
    filters
        Shape ``[filter_height, filter_width, in_channels / groups, out_channels]``, the dtype of
        `input`.
    strides, dilations
        One, two or four integers.
    padding
        ``"SAME"``, ``"VALID"``, or four pairs of integers in the order of `data_format`.
    data_format
        ``"NHWC"`` or ``"NCHW"``.
    name
        Of the operation.

    Returns
    -------
    tf.Tensor
        The convolution, computed by TensorFlow's kernel. The gradient with respect to `filters` is
        `Conv2DBackpropFilter`. Inside ``jit_compile=True`` all of it is XLA's, and on a GPU
        TensorFlow's. Graphs that are saved hold TensorFlow's own convolution.

    Raises
    ------
    tf.errors.InvalidArgumentError
        If the arguments describe no convolution.
    """
    data_format = data_format or "NHWC"
    x, w = alike(input, filters)
    known = data_format in FORMATS and x.dtype.as_datatype_enum in DTYPES
    if not known or in_xla() or on_gpu():
        # TensorFlow computes it, or refuses it in its own words.
        return tf.nn.conv2d(x, w, strides, padding, data_format, dilations, name)
    geometry = Geometry.read(strides, padding, data_format, dilations)
    if (x.shape.rank or 0) <= AXES:
        return convolution(x, w, geometry, name)
    return nn_ops.squeeze_batch_dims(x, lambda x: convolution(x, w, geometry), 3, name)


def convolution(x: Tensor, w: Tensor, geometry: Geometry, name: str | None = None) -> Tensor:
    """Convolve tensors of rank 4 outside of XLA, with gradients that we compute."""
    if geometry.data_format == "NCHW" and not by_onednn(x.dtype):
        y = convolution(tf.transpose(x, TO_NHWC), w, geometry.nhwc, name)
        return tf.transpose(y, TO_NCHW)
    return differentiated(tf.raw_ops.Conv2D, x, w, geometry, gradient_of_conv2d, name)


def differentiated(
    op: Callable[..., Tensor],
    x: Tensor,
    w: Tensor,
    geometry: Geometry,
    gradient: Gradient,
    name: str | None = None,
) -> Tensor:
    """Call TensorFlow's op, and give the result a gradient for tapes and for graphs.

    `tf.custom_gradient` cannot do this: its function keeps the tensors that it was called with,
    which belong to another graph where TensorFlow writes a graph's derivatives into new ones. And
    it leaves in a saved graph a gradient without a name, with our op in it.
    """
    with record.stop_recording():
        y = op(input=x, filter=w, name=name, **geometry.attributes())
        if not tf.executing_eagerly():
            y.op._gradient_function = of_node(gradient)  # noqa: SLF001
            y = _apart(x, w, y, geometry)

    def backward(dy: Tensor) -> tuple[Tensor, ...]:
        return gradient(x, w, dy, geometry)

    record.record_operation(op.__name__, [y], [x, w], backward)
    return y


def _apart(x: Tensor, w: Tensor, y: Tensor, geometry: Geometry) -> Tensor:
    """Keep Grappler from fusing a convolution with what follows, unless it is known to be dense.

    The fused kernel refuses groups. Grappler looks at neighbours only, so a node between the two,
    which costs nothing, is enough. That node checks the rank and not the sizes, because oneDNN
    returns an empty input as it is, of other sizes than the graph knows.
    """
    ranks = {tensor.shape.rank for tensor in (x, w, y)}
    if ranks == {AXES} and same(x.shape[geometry.data_format.index("C")], w.shape[2]):
        return y
    apart = tf.ensure_shape(y, [None] * AXES)
    apart.set_shape(y.shape)
    return apart


def of_node(gradient: Gradient) -> Callable[[Any, Tensor], tuple[Tensor, ...]]:
    """Turn a gradient of tensors into a gradient of nodes, which is what TensorFlow asks for."""

    def gradient_of(op: Any, dy: Tensor) -> tuple[Tensor, ...]:
        x, w = op.inputs
        return gradient(x, w, dy, Geometry.of_node(op))

    return gradient_of


def gradient_of_conv2d(x: Tensor, w: Tensor, dy: Tensor, geometry: Geometry) -> tuple[Tensor, ...]:
    """The gradients with respect to x and w."""
    op = tf.raw_ops.Conv2DBackpropFilter if in_xla() else Conv2DBackpropFilter
    dw = op(input=x, filter_sizes=sizes(w), out_backprop=dy, **geometry.attributes())
    return input_gradient(sizes(x), w, dy, geometry), dw


def input_gradient(shape: Sequence[Size], w: Tensor, dy: Tensor, geometry: Geometry) -> Tensor:
    """The gradient with respect to an input of this shape, by TensorFlow's kernel if it has one."""
    if by_tensorflow(shape, w, dy, geometry):
        return tf.raw_ops.Conv2DBackpropInput(
            input_sizes=shape, filter=w, out_backprop=dy, **geometry.attributes()
        )
    if geometry.data_format == "NHWC":
        return _by_convolving(shape, w, dy, geometry)
    shape = [shape[axis] for axis in TO_NHWC]
    dx = _by_convolving(shape, w, tf.transpose(dy, TO_NHWC), geometry.nhwc)
    return tf.transpose(dx, TO_NCHW)


def by_tensorflow(shape: Sequence[Size], w: Tensor, dy: Tensor, geometry: Geometry) -> bool:
    """Whether TensorFlow has a kernel of the gradient with respect to an input of this shape."""
    plain = geometry.data_format == "NHWC" and geometry.dilations == ONES
    plain = plain and same(shape[3], w.shape[2])
    return plain or in_xla() or (geometry.padding != "EXPLICIT" and by_onednn(dy.dtype))


def _by_convolving(shape: Sequence[Size], w: Tensor, dy: Tensor, geometry: Geometry) -> Tensor:
    """dx[h] = sum over r of dy[(h + before - r*dilation) / stride] * w[r], as a convolution of dy.

    dy gets ``stride - 1`` zeros behind each pixel, so that the division is gone; the filter is
    reversed along both axes, which makes the index ``h + r*dilation``; and rows are padded in front
    or cut away until the first one is the one that dx[0] begins with.
    """
    r, s, c, k = sizes(w)
    groups = shape[3] // c
    turned = tf.reshape(tf.reverse(w, (0, 1)), (r, s, c, groups, k // groups))
    turned = tf.reshape(tf.transpose(turned, (0, 1, 4, 3, 2)), (r, s, k // groups, groups * c))
    n, p, q, _ = sizes(dy)
    _, u, v, _ = geometry.strides
    if u > 1 or v > 1:
        apart = [(0, 0), (0, 0), (0, u - 1), (0, 0), (0, v - 1), (0, 0)]
        dy = tf.reshape(tf.pad(tf.reshape(dy, (n, p, 1, q, 1, k)), apart), (n, p * u, q * v, k))
    pads, cuts = [(0, 0)], []
    for axis, taps, out in ((1, r, p), (2, s, q)):
        stride, dilation = geometry.strides[axis], geometry.dilations[axis]
        reach = (taps - 1) * dilation
        lead = reach - geometry.before(axis, shape[axis], out, reach)
        last = shape[axis] + reach
        pads.append((positive(lead), positive(last - lead - out * stride)))
        cuts.append((positive(-lead), last))
    (top, rows), (left, columns) = cuts
    dy = tf.pad(dy, [*pads, (0, 0)])[:, top : top + rows, left : left + columns]
    turning = Geometry(ONES, "VALID", (), "NHWC", geometry.dilations)
    return convolution(dy, turned, turning)
