"""TensorFlow's native way in: our op and its kernels, registered through TensorFlow's C API.

In: the library that TensorFlow has loaded. Out: the op ``Filtergrad>Conv2DBackpropFilter``, and
kernels for TensorFlow's own ops where they are asked for. The machine code is
`cpu.doors.tensorflow`; Python runs once a node, to read attributes, and once a shape.
"""

from __future__ import annotations

import ctypes
import functools
import itertools
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import kernels

from filtergrad import api
from filtergrad.arrays import dense_strides, numpy_dtype
from filtergrad.errors import InvalidArgumentError
from filtergrad.native import door, proof

OP = "Filtergrad>Conv2DBackpropFilter"

# TensorFlow's own op, word for word (core/ops/nn_ops.cc), but for the name.
_ATTRIBUTES = (
    "T: {half, bfloat16, float, double}",
    "strides: list(int)",
    "use_cudnn_on_gpu: bool = true",
    "padding: {'SAME', 'VALID', 'EXPLICIT'}",
    "explicit_paddings: list(int) = []",
    "data_format: {'NHWC', 'NCHW'} = 'NHWC'",
    "dilations: list(int) = [1, 1, 1, 1]",
)
_INTERNAL = 13  # of TF_Code
_AXES = 4
# TensorFlow's numbers of the dtypes (TF_DataType).
DTYPES = {19: "float16", 14: "bfloat16", 1: "float32", 2: "float64"}


# What an op means by its inputs: dW; dW of depthwise convolution; dW, and the gradient of a bias.
Kind = Literal["dense", "depthwise", "biased"]


class Attributes(NamedTuple):
    """What a node is told besides its inputs, and what it means by them (for one output)."""

    kind: Literal["dense", "depthwise", "bias"]
    dtype: str
    strides: tuple[int, ...]
    padding: str
    explicit_paddings: tuple[int, ...]
    data_format: str
    dilations: tuple[int, ...]


class Library:
    """TensorFlow's C API: functions by name, and statuses that become exceptions."""

    def __init__(self) -> None:
        path = Path(tf.sysconfig.get_lib()) / "libtensorflow_framework.so.2"
        self._library = ctypes.CDLL(str(path))

    def address(self, name: str) -> int:
        """Where a function lies; an `AttributeError` if this TensorFlow has none of the name."""
        return ctypes.cast(getattr(self._library, name), ctypes.c_void_p).value or 0

    def call(self, name: str, *arguments: Any) -> int:
        """Call a function; Python integers are pointers, which ctypes would cut to 32 bits."""
        function = getattr(self._library, name)
        function.restype = ctypes.c_void_p
        given = [ctypes.c_void_p(a) if isinstance(a, int) else a for a in arguments]
        return function(*given) or 0

    def checked(self, name: str, *arguments: Any) -> None:
        """Call a function whose last argument is a status; a `RuntimeError` if that is not good."""
        status = self.call("TF_NewStatus")
        try:
            self.call(name, *arguments, status)
            if self.call("TF_GetCode", status) & 0xFFFFFFFF:
                text = ctypes.string_at(self.call("TF_Message", status)).decode()
                raise RuntimeError(f"{name}: {text}")
        finally:
            self.call("TF_DeleteStatus", status)


class Door:
    """TensorFlow's door, open until the process ends: what is registered stays so.

    Raises
    ------
    OSError, AttributeError, RuntimeError
        If native code cannot run alone here, or this TensorFlow's C API is another one.
    """

    def __init__(self) -> None:
        from . import shim

        self.library = Library()
        self._nodes: dict[tuple[Any, ...], door.Words] = {}
        self._numbers = itertools.count()
        self._attributes: dict[int, Attributes] = {}
        host = {name: self.library.address(name) for name in shim.CALLS}
        self.native = door.Door(shim, self._ask, host)
        self._ones = {name: np.ones(1, numpy_dtype(name)) for name in DTYPES.values()}
        # TensorFlow calls them whenever it makes a node.
        self._create = {
            kind: door.callback(functools.partial(self._node, kind), 1) for kind in get_args(Kind)
        }
        self._register_op()
        self.register(OP)

    def _register_op(self) -> None:
        builder = self.library.call("TF_NewOpDefinitionBuilder", OP.encode())
        for kind, texts in (
            ("Attr", _ATTRIBUTES),
            ("Input", ("input: T", "filter_sizes: int32", "out_backprop: T")),
            ("Output", ("output: T",)),
        ):
            for text in texts:
                self.library.call(f"TF_OpDefinitionBuilderAdd{kind}", builder, text.encode())
        # A shape function of the C API cannot read filter_sizes: Python tells graphs the shape.
        unknown = self.library.address("TF_ShapeInferenceContextSetUnknownShape")
        self.library.call("TF_OpDefinitionBuilderSetShapeInferenceFunction", builder, unknown)
        self.library.checked("TF_RegisterOpDefinition", builder)

    def register(self, op: str, kind: Kind = "dense", priority: int = 0, label: str = "") -> None:
        """Register our kernel for an op: four dtypes, or those of oneDNN where it has a label.

        A node whose op and dtype have a kernel with the label is rewritten, and the process ends if
        oneDNN's op does not know the dtype. What is registered already stays: two kernels alike
        would be refused by every node.
        """
        there = {
            (kernel.priority, kernel.label, dtype)
            for kernel in kernels.get_registered_kernels_for_op(op).kernel
            for constraint in kernel.constraint
            for dtype in constraint.allowed_values.list.type
        }
        given = (op.encode(), b"CPU", self._create[kind], self.native.addresses["compute"], None)
        for dtype, name in DTYPES.items():
            if (priority, label, dtype) in there or (label and name == "float64"):
                continue
            builder = self.library.call("TF_NewKernelBuilder", *given)
            constraint = (builder, b"T", ctypes.c_int32(dtype))
            self.library.checked("TF_KernelBuilder_TypeConstraint", *constraint)
            self.library.call("TF_KernelBuilder_HostMemory", builder, b"filter_sizes")
            self.library.call("TF_KernelBuilder_Priority", builder, ctypes.c_int32(priority))
            if label:
                self.library.call("TF_KernelBuilder_Label", builder, label.encode())
            self.library.checked(
                "TF_RegisterKernelBuilder", f"filtergrad {op} {name}".encode(), builder
            )

    # ---- what TensorFlow and machine code ask Python ----

    def _node(self, kind: Kind, construction: int) -> int:
        """Words that tell the calls of a node what its attributes are: their address."""
        try:
            return ctypes.addressof(self._words(kind, self._read(kind, construction)))
        except BaseException as error:  # an interrupt, too: nobody above could catch it
            status = self.library.call("TF_NewStatus")
            self.library.call("TF_SetStatus", status, ctypes.c_int(_INTERNAL), repr(error).encode())
            self.library.call("TF_OpKernelConstruction_Failure", construction, status)
            self.library.call("TF_DeleteStatus", status)
            return 0

    def _words(self, kind: Kind, told: tuple[Any, ...]) -> door.Words:
        """The same for the same attributes; without a lock, since a signal's handler may ask."""
        if (kind, told) in self._nodes:
            return self._nodes[kind, told]
        first = Attributes("dense" if kind == "biased" else kind, *told)
        code = next(code for code, name in DTYPES.items() if name == first.dtype)
        one = self._ones[first.dtype]
        bias = self._number(first._replace(kind="bias")) if kind == "biased" else -1
        words = [self._number(first), code, one.itemsize, bias, one.ctypes.data]
        return self._nodes.setdefault((kind, told), (ctypes.c_int64 * len(words))(*words))

    def _number(self, attributes: Attributes) -> int:
        number = next(self._numbers)
        self._attributes[number] = attributes
        return number

    def _read(self, kind: Kind, construction: int) -> tuple[Any, ...]:
        """The attributes of a node that is being made, in the order of `Attributes`."""

        def read(kind: str, name: str, *to: Any) -> None:
            function = f"TF_OpKernelConstruction_GetAttr{kind}"
            self.library.checked(function, construction, name.encode(), *to)

        def length(name: str) -> tuple[int, int]:
            entries, characters = ctypes.c_int32(), ctypes.c_int32()
            read("Size", name, ctypes.byref(entries), ctypes.byref(characters))
            return entries.value, characters.value

        def integers(name: str) -> tuple[int, ...]:
            count, _ = length(name)
            values = (ctypes.c_int64 * max(count, 1))()
            read("Int64List", name, values, ctypes.c_int(count))
            return tuple(values[:count])

        def text(name: str) -> str:
            _, count = length(name)
            buffer = ctypes.create_string_buffer(count + 1)
            read("String", name, buffer, ctypes.c_size_t(count))
            return buffer.raw[:count].decode()

        dtype = ctypes.c_int32()
        read("Type", "T", ctypes.byref(dtype))
        pads = () if kind == "biased" else integers("explicit_paddings")  # which that has not
        steps, holes = integers("strides"), integers("dilations")
        return DTYPES[dtype.value], steps, text("padding"), pads, text("data_format"), holes

    def _ask(self, words: tuple[int, ...]) -> door.Request:
        """What a call asks for; `cpu.doors.tensorflow` has the order of the words."""
        from . import shim

        def sizes(count: int, at: int) -> tuple[int, ...]:
            # Of more than fit only the number matters: it is what is wrong.
            return (words[at : at + min(count, shim.MOST)] + (1,) * count)[:count]

        x, dy = (sizes(words[at], at + 1) for at in (shim.X, shim.DY))
        rank, count = words[shim.SIZES : shim.SIZES + 2]
        wanted: Any = sizes(count, shim.SIZES + 2)
        if rank != 1:
            wanted = np.ones((1,) * rank, np.int64)
        return _request(self._attributes[words[0]], x, wanted, dy)


def _request(
    attributes: Attributes, x: tuple[int, ...], sizes: Any, dy: tuple[int, ...]
) -> door.Request:
    kind, dtype, strides, padding, pads, layout, dilations = attributes
    size = numpy_dtype(dtype).itemsize
    dy_strides, told = dense_strides(dy, size), shape_told(x, dy)
    if kind == "bias":  # of a call whose dW was in order: a filter of 1 x 1 over ones
        ones = tuple(1 if axis == "C" else s for axis, s in zip(layout, dy, strict=True))
        gradient = api.gradient(
            input_shape=ones,
            filter_sizes=(1, 1, 1, sizes[3]),
            out_backprop_shape=told,
            strides=(1,) * 4,
            padding="VALID",
            explicit_paddings=(),
            data_format=layout,
            dilations=(1,) * 4,
            dtype=dtype,
        )
        return door.Request(gradient, (0,) * 4, dy_strides)
    if kind == "depthwise" and len(x) == len(sizes) == _AXES:
        c = x[layout.index("C")]
        if sizes[2] != c:  # TensorFlow's text: depthwise_conv_grad_op.cc
            raise InvalidArgumentError(
                "DepthwiseConv2DBackpropFilter: input and filter must have the same in_depth"
            )
        # The numbers of a depthwise filter [r, s, c, m] lie as those of the grouped [r, s, 1, c*m].
        sizes = (*sizes[:2], 1, c * sizes[3])
    gradient = api.gradient(
        input_shape=x,
        filter_sizes=sizes,
        out_backprop_shape=told,
        strides=strides,
        padding=padding,
        explicit_paddings=pads,
        data_format=layout,
        dilations=dilations,
        dtype=dtype,
    )
    return door.Request(gradient, dense_strides(x, size), dy_strides)


def shape_told(x: tuple[int, ...], dy: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shape of dy to check, or None where it tells nothing about the convolution.

    oneDNN returns an empty input as it is, so the shape of that is the shape of its gradient, too.
    """
    return None if x == dy and 0 in x else dy


@functools.cache
def opened() -> tuple[Door | None, str]:
    """The door and its state: ``"native"``, or ``"python: "`` and why it did not open."""
    if strange := proof.why_closed("tensorflow", tf.__version__):
        return None, f"python: {strange}"
    try:
        return Door(), "native"
    except (OSError, AttributeError, RuntimeError) as error:
        return None, f"python: {error}"
