"""Convolution that trains on the CPU whatever its dtype, format, dilation and groups. Floor 7.

In: tensors and TensorFlow's arguments. Out: tensors whose gradients are computed by us. TensorFlow
computes every convolution in NHWC on a CPU, but not its gradients: those of dilated and grouped
ones, and all of NCHW, only where oneDNN has a kernel of the dtype and the padding is not explicit.
What it refuses is computed from what it has: NCHW by transposing, the gradient with respect to
the input as a convolution of ``out_backprop``, zeros between its pixels, with the filter turned
round.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import tensorflow as tf
from tensorflow.python.ops import control_flow_util

from filtergrad.tensorflow.door import OP
from filtergrad.tensorflow.op import Conv2DBackpropFilter, Tensor

TO_NHWC, TO_NCHW = (0, 2, 3, 1), (0, 3, 1, 2)
ONES = (1, 1, 1, 1)


class Geometry(NamedTuple):
    """How a filter is moved: TensorFlow's attributes, four or eight integers and two words."""

    strides: tuple[int, ...]
    padding: str
    explicit_paddings: tuple[int, ...]
    data_format: str
    dilations: tuple[int, ...]

    @classmethod
    def of(
        cls, strides: Any, padding: Any, explicit_paddings: Any, data_format: Any, dilations: Any
    ) -> Geometry:
        """From attributes as nodes hold them: lists, and strings that may be bytes."""
        return cls(
            tuple(strides),
            _text(padding),
            tuple(explicit_paddings or ()),
            _text(data_format or "NHWC"),
            tuple(dilations or ONES),
        )

    @property
    def nhwc(self) -> Geometry:
        """The same for tensors whose channels come last."""
        if self.data_format == "NHWC":
            return self
        pads = [self.explicit_paddings[2 * axis : 2 * axis + 2] for axis in TO_NHWC]
        return Geometry(
            tuple(self.strides[axis] for axis in TO_NHWC),
            self.padding,
            tuple(pad for pair in pads for pad in pair),
            "NHWC",
            tuple(self.dilations[axis] for axis in TO_NHWC),
        )

    def attributes(self) -> dict[str, Any]:
        """As keywords of ``tf.raw_ops``."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in self._asdict().items()}


def conv2d(
    input: Tensor,  # noqa: A002 - TensorFlow's names
    filters: Tensor,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Convolve as ``tf.nn.conv2d`` does, with gradients for whatever it can convolve.

    Parameters
    ----------
    input
        Shape ``[batch, in_height, in_width, in_channels]``, or in ``NCHW``
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
        `Conv2DBackpropFilter`. Inside ``jit_compile=True`` all of it is XLA's.

    Raises
    ------
    tf.errors.InvalidArgumentError
        If the arguments describe no convolution.
    """
    if in_xla():
        return tf.nn.conv2d(input, filters, strides, padding, data_format, dilations, name)
    explicit = not isinstance(padding, str | bytes)
    pads = [int(pad) for pair in padding for pad in pair] if explicit else []
    steps, holes = (four(given, data_format) for given in (strides, dilations))
    geometry = Geometry.of(steps, "EXPLICIT" if explicit else padding, pads, data_format, holes)

    @tf.custom_gradient
    def convolve(x: Tensor, w: Tensor) -> tuple[Tensor, Any]:
        return _forward(x, w, geometry, name), lambda dy: gradient_of_conv2d(x, w, dy, geometry)

    x = tf.convert_to_tensor(input)
    return convolve(x, tf.convert_to_tensor(filters, x.dtype))


def gradient_of_conv2d(x: Tensor, w: Tensor, dy: Tensor, geometry: Geometry) -> tuple[Tensor, ...]:
    """The gradients with respect to x and w."""
    return input_gradient(sizes(x), w, dy, geometry), Conv2DBackpropFilter(
        input=x, filter_sizes=sizes(w), out_backprop=dy, **geometry.attributes()
    )


def gradient_of_filter_gradient(
    x: Tensor, dy: Tensor, v: Tensor, geometry: Geometry
) -> tuple[Tensor, Tensor]:
    """The gradients of dW with respect to x and dy, given that with respect to dW.

    dW is linear in each: where v stands in for the filter, they are the other two of the three.
    """
    attributes = geometry.attributes()
    pads = attributes.pop("explicit_paddings")
    if geometry.padding == "EXPLICIT":
        attributes["padding"] = [pads[at : at + 2] for at in range(0, 8, 2)]
    return input_gradient(sizes(x), v, dy, geometry), conv2d(x, v, **attributes)


@tf.RegisterGradient(OP)
def _of_op(op: Any, v: Tensor) -> tuple[Tensor, None, Tensor]:
    x, _, dy = op.inputs
    given = (op.get_attr(name) for name in Geometry._fields)
    of_x, of_dy = gradient_of_filter_gradient(x, dy, v, Geometry.of(*given))
    return of_x, None, of_dy


def input_gradient(shape: Any, w: Tensor, dy: Tensor, geometry: Geometry) -> Tensor:
    """The gradient with respect to an input of this shape, by TensorFlow's kernel if it has one."""
    plain = geometry.data_format == "NHWC" and geometry.dilations == ONES
    plain = plain and _same(shape[3], w.shape[2])
    if plain or (geometry.padding != "EXPLICIT" and by_onednn(dy.dtype)):
        return tf.raw_ops.Conv2DBackpropInput(
            input_sizes=shape, filter=w, out_backprop=dy, **geometry.attributes()
        )
    if geometry.data_format == "NHWC":
        return _by_convolving(shape, w, dy, geometry)
    shape = [shape[axis] for axis in TO_NHWC]
    dx = _by_convolving(shape, w, tf.transpose(dy, TO_NHWC), geometry.nhwc)
    return tf.transpose(dx, TO_NCHW)


def _forward(x: Tensor, w: Tensor, geometry: Geometry, name: str | None = None) -> Tensor:
    if geometry.data_format == "NHWC" or by_onednn(x.dtype):
        return tf.raw_ops.Conv2D(input=x, filter=w, name=name, **geometry.attributes())
    x = tf.transpose(x, TO_NHWC)
    y = tf.raw_ops.Conv2D(input=x, filter=w, name=name, **geometry.nhwc.attributes())
    return tf.transpose(y, TO_NCHW)


def _by_convolving(shape: Any, w: Tensor, dy: Tensor, geometry: Geometry) -> Tensor:
    """dx[h] = sum over r of dy[(h + before - r*dilation) / stride] * w[r], as a convolution of dy.

    dy gets stride - 1 zeros behind each pixel, so that the division is gone; the filter turned
    round makes ``h + r*dilation`` of the index; and rows are put in front, or taken away, until the
    first is the one that dx[0] begins with.
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
        lead = reach - _before(axis, shape[axis], out, reach, geometry)
        last = shape[axis] + reach
        pads.append((_most(lead), _most(last - lead - out * stride)))
        cuts.append((_most(-lead), last))
    (top, rows), (left, columns) = cuts
    dy = tf.pad(dy, [*pads, (0, 0)])[:, top : top + rows, left : left + columns]
    return conv2d(dy, turned, 1, "VALID", "NHWC", geometry.dilations)


def _before(axis: int, size: Any, out: Any, reach: Any, geometry: Geometry) -> Any:
    """The padding before the first pixel of an axis; `filtergrad.problem` has the formula."""
    if geometry.padding == "SAME":
        return _most((out - 1) * geometry.strides[axis] + reach + 1 - size) // 2
    return geometry.explicit_paddings[2 * axis] if geometry.padding == "EXPLICIT" else 0


# ---- small things ----


def sizes(tensor: Tensor) -> list[Any]:
    """The shape of a tensor of rank 4: integers, or tensors where a graph does not know them."""
    known = tensor.shape.as_list() if tensor.shape.rank else [None] * 4
    if None not in known:
        return list(known)
    asked = tf.unstack(tf.shape(tensor), 4)
    return [ask if size is None else size for size, ask in zip(known, asked, strict=True)]


def _most(size: Any) -> Any:
    """The larger of a size and 0."""
    return max(size, 0) if isinstance(size, int) else tf.maximum(size, 0)


def _same(one: Any, other: Any) -> bool:
    """Whether two sizes are known to be alike."""
    return isinstance(one, int) and one == other


def four(given: Any, data_format: str) -> tuple[int, ...]:
    """Strides or dilations of one, two or four integers as four."""
    pair = (1,) if given is None else (given,) if isinstance(given, int) else tuple(given)
    if len(pair) == len(ONES):
        return pair
    rows, columns = pair * 2 if len(pair) == 1 else pair
    return (1, rows, columns, 1) if data_format == "NHWC" else (1, 1, rows, columns)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def in_xla(op: Any = None) -> bool:
    """Whether XLA will compile what is being traced, or compiled this node."""
    if op is not None and getattr(op, "graph", None) is not None:
        return bool(control_flow_util.IsInXLAContext(op))
    graph = tf.compat.v1.get_default_graph()
    inside = control_flow_util.GraphOrParentsInXlaContext(graph)
    return bool(not tf.executing_eagerly() and inside)


@functools.cache
def by_onednn(dtype: Any) -> bool:
    """Whether this machine's oneDNN takes the dtype: then TensorFlow refuses little.

    Asked by trying, because what decides is in C++: the processor, the build and the environment.
    """
    with tf.init_scope(), tf.device("CPU"):
        one = tf.ones((1, 1, 1, 1), dtype)
        try:
            tf.raw_ops.Conv2D(
                input=one, filter=one, strides=ONES, padding="VALID", data_format="NCHW"
            )
        except tf.errors.UnimplementedError:
            return False
    return True
