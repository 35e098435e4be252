"""What the ops share: how a filter moves, in which shapes, and who would compute it.

In: whatever ``tf.nn.conv2d`` takes, or the attributes of a node. Out: a `Geometry`, tensors of one
dtype, sizes, and whether XLA or oneDNN will see them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import tensorflow as tf
from tensorflow.python.eager import context, execute
from tensorflow.python.framework import ops
from tensorflow.python.ops import control_flow_util, nn_ops

# TensorFlow's classes have no types.
Tensor: TypeAlias = Any
"""What TensorFlow takes for a tensor."""

Size: TypeAlias = Any
"""The length of an axis: an integer, or a tensor where a graph does not know it."""

OP = "Filtergrad>Conv2DBackpropFilter"

# TensorFlow's numbers of the dtypes (TF_DataType).
DTYPES = {19: "float16", 14: "bfloat16", 1: "float32", 2: "float64"}
AXES = 4  # of an image: n, h, w, c
TO_NHWC, TO_NCHW = (0, 2, 3, 1), (0, 3, 1, 2)
ONES = (1, 1, 1, 1)
FORMATS = ("NHWC", "NCHW")
_XLA = "_XlaMustCompile"  # the attribute of a function that XLA compiles


class Geometry(NamedTuple):
    """How a filter moves: TensorFlow's attributes, as tuples of integers and as text."""

    strides: tuple[int, ...]
    padding: str
    explicit_paddings: tuple[int, ...]
    data_format: str
    dilations: tuple[int, ...]

    @classmethod
    def of(
        cls, strides: Any, padding: Any, explicit_paddings: Any, data_format: Any, dilations: Any
    ) -> Geometry:
        """Make it of attributes as nodes hold them: lists, and strings that may be bytes."""
        return cls(
            tuple(strides),
            _text(padding),
            tuple(explicit_paddings or ()),
            _text(data_format or "NHWC"),
            tuple(dilations or ONES),
        )

    @classmethod
    def of_node(cls, op: Any) -> Geometry:
        """Make it of a node, or of what stands for one where there is no graph."""
        return cls.of(*(op.get_attr(name) for name in cls._fields))

    @classmethod
    def read(cls, strides: Any, padding: Any, data_format: str, dilations: Any) -> Geometry:
        """Make it of the arguments of ``tf.nn.conv2d``, whose own functions read them."""
        padding, pads = nn_ops.convert_padding(padding)
        lists = {"strides": strides, "dilations": dilations}
        steps, holes = (_four(given, data_format, name) for name, given in lists.items())
        return cls.of(steps, padding, _integers(pads, "padding"), data_format, holes)

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
        """The keywords of ``tf.raw_ops``."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in self._asdict().items()}

    def before(self, axis: int, size: Size, out: Size, reach: Size) -> Size:
        """The padding before the first pixel of an axis; `filtergrad.problem` has the formula.

        Parameters
        ----------
        axis
            Where it stands in the data format.
        size, out
            How many pixels it has in the input and in the output.
        reach
            How many pixels lie between the first and the last tap of the filter.
        """
        if self.padding == "SAME":
            return positive((out - 1) * self.strides[axis] + reach + 1 - size) // 2
        return self.explicit_paddings[2 * axis] if self.padding == "EXPLICIT" else 0


def shape_told(x: tuple[int, ...], dy: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shape of dy to check, or None where it tells nothing about the convolution.

    oneDNN returns an empty input as it is, so the shape of that is the shape of its gradient, too.
    """
    return None if x == dy and 0 in x else dy


def alike(one: Any, other: Any) -> tuple[Tensor, Tensor]:
    """Make tensors of one dtype of whatever was given; where the dtypes differ, a tensor's wins."""
    dtype = next((given.dtype for given in (one, other) if tf.is_tensor(given)), None)
    first = tf.convert_to_tensor(one, None if tf.is_tensor(one) else dtype)
    return first, tf.convert_to_tensor(other, None if tf.is_tensor(other) else first.dtype)


def sizes(tensor: Tensor) -> list[Size]:
    """The shape of a tensor of rank 4: integers, or tensors where a graph does not know them."""
    known = tensor.shape.as_list() if tensor.shape.rank else [None] * 4
    if None not in known:
        return list(known)
    asked = tf.unstack(tf.shape(tensor), 4)
    return [ask if size is None else size for size, ask in zip(known, asked, strict=True)]


def same(one: Size, other: Size) -> bool:
    """Whether two sizes are known to be equal."""
    return isinstance(one, int) and one == other


def positive(size: Size) -> Size:
    """The larger of a size and 0."""
    return max(size, 0) if isinstance(size, int) else tf.maximum(size, 0)


def _four(given: Any, data_format: str, name: str) -> tuple[int, ...]:
    """Four strides or dilations, of which the user gave one, two or four."""
    if getattr(given, "shape", None) == ():  # an array or tensor of rank 0 has no length
        given = [given]
    four = nn_ops._get_sequence(given, 2, data_format.index("C"), name)  # noqa: SLF001
    return _integers(four, name)


def _integers(values: Sequence[Any], name: str) -> tuple[int, ...]:
    return tuple(execute.make_int(value, name) for value in values)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


# ---- where it would run ----


def in_xla(op: Any = None) -> bool:
    """Whether XLA will compile what is being traced, or compiles the function that holds a node.

    A function's own graph does not know that it is one of XLA's. While such a function is being
    traced, the graph around it does; when it is differentiated later, the graphs that are being
    written tell: one of them holds the function by name, with what it is told.
    """
    if getattr(op, "graph", None) is not None and control_flow_util.IsInXLAContext(op):
        return True
    if tf.executing_eagerly():
        return False
    if control_flow_util.GraphOrParentsInXlaContext(tf.compat.v1.get_default_graph()):
        return True
    writing = ops._default_graph_stack.stack  # noqa: SLF001 - no other way leads to the callers
    return any(
        _XLA in function.cached_definition.attr and function.cached_definition.attr[_XLA].b
        for graph in writing
        for function in graph._functions.values()  # noqa: SLF001
        if getattr(function, "_cached_graph", None) in writing
    )


def on_gpu(device: str | None = None) -> bool:
    """Whether TensorFlow computes on a GPU what it is asked for on a device, or here and now.

    What has no device by name it puts on a GPU wherever it sees one and has a kernel for it.
    """
    if not tf.config.get_visible_devices("GPU"):
        return False
    if device is None:
        eager = tf.executing_eagerly()
        device = (context.context().device_name or "") if eager else tf.no_op().device
    return "CPU" not in device.upper()


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
        except tf.errors.OpError:
            return False
    return True
