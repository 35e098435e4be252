"""TensorFlow's native way in: our op and its kernels, registered through TensorFlow's C API.

In: the library that TensorFlow has loaded. Out: the op ``Filtergrad>Conv2DBackpropFilter``, and
kernels for TensorFlow's own ops where they are asked for. `shim` is the machine code that they
run; Python runs once a node, to read its attributes, and once a shape.
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

from . import shim
from .geometry import AXES, DTYPES, ONES, OP, Geometry, shape_told

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

Kind = Literal["dense", "depthwise", "biased"]
"""What an op computes: dW; dW of a depthwise convolution; dW and the gradient of a bias."""


class Attributes(NamedTuple):
    """What TensorFlow tells of a node while it makes it."""

    dtype: str
    geometry: Geometry


class Output(NamedTuple):
    """What one output of a node is: a gradient of this kind, dtype and geometry."""

    kind: Literal["dense", "depthwise", "bias"]
    dtype: str
    geometry: Geometry


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


class Registration:
    """Our op and our kernels in TensorFlow: what is registered stays so until the process ends.

    Raises
    ------
    OSError, AttributeError, RuntimeError
        If native code cannot run alone here, or this TensorFlow's C API is another one.
    """

    def __init__(self) -> None:
        self.library = Library()
        self._nodes: dict[tuple[Kind, Attributes], ctypes.Array[ctypes.c_int64]] = {}
        self._numbers = itertools.count()
        self._outputs: dict[int, Output] = {}
        host = {name: self.library.address(name) for name in shim.CALLS}
        self.native = door.Door(shim, self._ask, host)
        self._ones = {name: np.ones(1, numpy_dtype(name)) for name in DTYPES.values()}
        # TensorFlow calls one of these whenever it makes a node.
        self._create = {
            kind: door.callback(functools.partial(self._node, kind), 1) for kind in get_args(Kind)
        }
        self._register_op()
        self.register(OP)

    def _register_op(self) -> None:
        """Register our op, whose definition is that of TensorFlow's own."""
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
        """Register our kernel for an op and its four dtypes; with a label for those of oneDNN.

        TensorFlow rewrites a node whose op and dtype have a kernel with the label, and ends the
        process if oneDNN's op does not know the dtype. A kernel that is registered already is not
        registered again: every node would refuse to choose between the two.
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

    def _words(self, kind: Kind, told: Attributes) -> ctypes.Array[ctypes.c_int64]:
        """The words of `shim.NODE`, the same ones for equal attributes.

        There is no lock, since a handler of a signal may make a node, too.
        """
        if (kind, told) in self._nodes:
            return self._nodes[kind, told]
        first = Output("dense" if kind == "biased" else kind, *told)
        one = self._ones[told.dtype]
        values = {
            "bias": self._number(first._replace(kind="bias")) if kind == "biased" else -1,
            "output": self._number(first),
            "dtype": next(number for number, dtype in DTYPES.items() if dtype == told.dtype),
            "itemsize": one.itemsize,
            "one": one.ctypes.data,
        }
        words = (ctypes.c_int64 * len(shim.NODE))()
        for name, value in values.items():
            ctypes.c_int64.from_buffer(words, shim.NODE.at(name)).value = value
        return self._nodes.setdefault((kind, told), words)

    def _number(self, output: Output) -> int:
        """The number by which machine code names an output."""
        number = next(self._numbers)
        self._outputs[number] = output
        return number

    def _read(self, kind: Kind, construction: int) -> Attributes:
        """Read the attributes of a node that is being made."""

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
        # Ops with a bias have no explicit paddings.
        pads = () if kind == "biased" else integers("explicit_paddings")
        steps, holes = integers("strides"), integers("dilations")
        geometry = Geometry(steps, text("padding"), pads, text("data_format"), holes)
        return Attributes(DTYPES[dtype.value], geometry)

    def _ask(self, words: tuple[int, ...]) -> door.Request:
        """What the words of a call, `shim.WORDS`, ask for."""

        def one(name: str) -> int:
            return shim.WORDS.one(words, name)

        def listed(name: str, count: int) -> tuple[int, ...]:
            # Where there are more than `shim.MOST`, only their number matters: it is wrong.
            return (*shim.WORDS.read(words, name)[:count], *(1,) * (count - shim.MOST))

        x, dy = listed("x_sizes", one("x_rank")), listed("dy_sizes", one("dy_rank"))
        sizes: Any = listed("filter_sizes", one("filter_count"))
        if one("filter_rank") != 1:
            sizes = np.ones((1,) * one("filter_rank"), np.int64)
        return _request(self._outputs[one("output")], x, sizes, dy)


def _request(output: Output, x: tuple[int, ...], sizes: Any, dy: tuple[int, ...]) -> door.Request:
    """What a call asks for whose output, shapes and values of filter_sizes are known."""
    kind, dtype, geometry = output
    layout, size = geometry.data_format, numpy_dtype(dtype).itemsize
    dy_strides, told = dense_strides(dy, size), shape_told(x, dy)
    if kind == "bias":  # dW of the same call was in order: this is a filter of 1 x 1 over ones
        ones = tuple(1 if axis == "C" else s for axis, s in zip(layout, dy, strict=True))
        gradient = api.gradient(
            input_shape=ones,
            filter_sizes=(1, 1, 1, sizes[3]),
            out_backprop_shape=told,
            strides=ONES,
            padding="VALID",
            explicit_paddings=(),
            data_format=layout,
            dilations=ONES,
            dtype=dtype,
        )
        return door.Request(gradient, (0,) * 4, dy_strides)
    if kind == "depthwise" and len(x) == len(sizes) == AXES:
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
        strides=geometry.strides,
        padding=geometry.padding,
        explicit_paddings=geometry.explicit_paddings,
        data_format=layout,
        dilations=geometry.dilations,
        dtype=dtype,
    )
    return door.Request(gradient, dense_strides(x, size), dy_strides)


@functools.cache
def opened() -> tuple[Registration | None, str]:
    """The registration and the state: ``"native"``, or ``"python: "`` and why it is not open."""
    if strange := proof.why_closed("tensorflow", tf.__version__):
        return None, door.state(strange)
    try:
        return Registration(), "native"
    except (OSError, AttributeError, RuntimeError) as error:
        return None, door.state(str(error) or type(error).__name__)
